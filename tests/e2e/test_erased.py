"""A debtor is erased: refused, queued, done on its day; then nothing says who it was."""

from dataclasses import replace
from datetime import date
from typing import Final

import pytest

from libs.cli.verifying.beside import compared_live
from libs.events.contracts.topology import TOPOLOGY
from libs.simulator.invoices import Invoice
from libs.simulator.parties import Address
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.commands import relance
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown, shown
from tests.e2e.platform import PARTITIONS, Platform
from tests.e2e.searching import Needles, found_in, kinds_of, services_of

TENANT: Final = "erased"
ANNA: Final = replace(
    a_debtor("C-7701", "Annelore Vanderstichelen"),
    address=Address("Kwikstaartpad 71", "Zoutleeuwerik", "3440", "BE"),
    contact_name="Annelore Vanderstichelen",
)
NEEDLES: Final = Needles(
    {
        "name": ANNA.name,
        "street": ANNA.address.street,
        "town": ANNA.address.town,
        "mail": ANNA.mail,
        "iban": ANNA.payers[0].iban,
        "vat": ANNA.ids.vat,
    }
)
ALL: Final = set(NEEDLES.texts)


def old(invoice: Invoice) -> Invoice:
    """Of a year whose papers have been kept long enough at the end of 2025."""
    return replace(
        invoice,
        issued_on=date(2015, 2, 2),
        due_on=date(2015, 3, 4),
        arrives_on=date(2015, 2, 2),
    )


async def chased_and_paid(chase: Chase) -> str:
    """A debtor of whom everything is kept: papers, a mail, words, a payment; returns its id."""
    office = chase.office
    office.bank.day_on = date(2015, 12, 10)
    await chase.publish(ONE_REMINDER)
    await chase.until("2025-12-01")
    (told,) = await office.owed(old(office.papers.invoice("F-2015-17", "48.00", ANNA)))
    debtor: str = told["debtor"]
    await chase.until("2025-12-02")
    await chase.demand(debtor, lambda one: bool(one["status"] == "sent"))
    await chase.says("/v1/notes", {"debtor": debtor, "text": f"{ANNA.name} asks for time"})
    return debtor


async def pays(chase: Chase) -> None:
    text = f"F-2015-17 from {ANNA.name}"
    await chase.office.books(chase.office.bank.statement(paid("48.00", text, by=ANNA.payers[0])))
    await chase.office.settled("F-2015-17")
    await chase.rests()


async def erasure(chase: Chase, debtor: str, state: str) -> Shown:
    """What became of the wish, once it is that far."""
    place = f"/v1/debtors/{debtor}/erasure"
    return await shown(
        lambda: chase.office.ingestion.get(place), lambda one: bool(one["state"] == state), place
    )


async def no_view_names_it(chase: Chase, debtor: str) -> None:
    """Each service hears of it by itself; what its API shows then is empty."""
    await chase.debtor(debtor, lambda one: one["debtor_name"] is None)
    await chase.listed("notes", debtor, lambda found: [one["text"] for one in found] == [None])
    await chase.message(debtor, lambda one: one["to"] is None)
    await chase.office.payment(lambda one: one["payer"] is None)
    place = f"/v1/debtors/{debtor}"
    await shown(
        lambda: chase.office.ingestion.get(place), lambda one: one["personal"] is None, place
    )


@pytest.mark.timeout(600)  # every byte is read twice, every view filled once more
async def test_who_is_erased_is_found_nowhere_and_the_books_still_balance(
    platform: Platform, chase_of: OpenChase
) -> None:
    async with chase_of(TENANT, feed="none") as chase:
        debtor = await chased_and_paid(chase)
        code, said = await relance(platform, TENANT, "erase", ANNA.customer_number)
        assert (code, said["error"]["rule"]) == (1, "erasure_open_item")
        assert "F-2015-17 is open" in said["error"]["message"]

        await pays(chase)
        code, said = await relance(platform, TENANT, "erase", ANNA.customer_number)
        assert (code, said["state"], said["until_on"]) == (0, "queued", "2026-01-01")
        assert said["law"].startswith("Code TVA, art. 60")

        before = await found_in(platform, NEEDLES)
        assert kinds_of(before)["tables"] == kinds_of(before)["files"] == ALL
        holders = ["dunning", "handoff", "ingestion", "matching", "notifications"]
        assert services_of(before, "name") == holders
        assert kinds_of(before).keys() == {"tables", "files"}  # elsewhere it is sealed

        await chase.until("2026-01-01")
        done = await erasure(chase, debtor, "erased")
        assert done["keys_count"] == 2
        assert done["objects_count"] >= 3  # a mail that was composed for another day is one more
        await chase.rests()
        await no_view_names_it(chase, debtor)

        assert await found_in(platform, NEEDLES) == {}
        code, said = await relance(platform, TENANT, "verify", "--no-tables")
        assert (code, said["agrees"]) == (0, True), said
        found = await compared_live(platform.environment, PARTITIONS, lambda *_: None)
        assert [(one.service, one.differences, one.skipped) for one in found] == [
            (name, (), "") for name in TOPOLOGY
        ]

        again = await chase.office.file(chase.office.papers.invoice("F-2026-1", "9.00", ANNA))
        assert (again.status_code, again.json()["rule"]) == (422, "debtor_is_erased")
