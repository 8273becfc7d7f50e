"""Story 4: what may be paid is not asked for; what was undone is asked for anew, after a while."""

from libs.simulator.parties import Debtor
from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown
from tests.e2e.test_chased import is_sent

LEROY = a_debtor("C-43", "Leroy SA", language="fr")
MERTENS = a_debtor("C-44", "Mertens BV")
TWO_MAILS = """
policy: two-mails
title: Two mails
steps:
  - {step: reminder, anchor: after_due, offset_days: 5, channel: email, tone: reminder,
     template: reminder}
  - {step: firm, anchor: after_due, offset_days: 10, channel: email, tone: firm, template: firm}
message_every_days_min: 0
grace_days: 3
"""


async def _owing(chase: Chase, debtor: Debtor, day_on: str, **amounts: str) -> str:
    """Invoices of a debtor, in a case on that day; its id."""
    await chase.until(day_on)
    papers = chase.office.papers
    written = [
        papers.invoice(name.replace("_", "-"), amount, debtor) for name, amount in amounts.items()
    ]
    told = await chase.office.owed(*written)
    await chase.case(told[0]["debtor"], lambda one: one["open"] == _sum(amounts))
    return str(told[0]["debtor"])


def _sum(amounts: dict[str, str]) -> str:
    cents = sum(int(amount.replace(".", "")) for amount in amounts.values())
    return f"{cents // 100}.{cents % 100:02d} EUR"


def _gate(gate: str, demand: Shown) -> bool:
    return bool(demand["gate"] == gate)


async def test_an_amount_that_fits_two_items_holds_both_until_it_is_a_task(
    chase_of: OpenChase,
) -> None:
    async with chase_of("fits-two", feed="none") as chase:
        office = chase.office
        await chase.publish(ONE_REMINDER)
        debtor = await _owing(
            chase, LEROY, "2026-03-06", F_2026_16="12.00", F_2026_17="48.00", F_2026_18="48.00"
        )
        payer = LEROY.payers[0]
        await office.books(office.bank.statement(paid("12.00", "F-2026-16", by=payer)))
        await office.settled("F-2026-16")
        await office.books(office.bank.statement(paid("48.00", by=payer)))
        await office.payment_of("48.00", "suggested")
        await office.rests()
        await chase.until("2026-03-09")

        held = await chase.next(debtor, lambda one: _gate("suspected_items_wait", one))
        assert held["sentence"]
        await chase.until("2026-03-12")
        await chase.rests()
        assert await chase.mails(LEROY.mail) == []

        await chase.until("2026-03-17")
        await chase.demand(debtor, is_sent)
        (mail,) = await chase.mails(LEROY.mail)
        assert "F-2026-17" in mail.text
        assert "F-2026-18" in mail.text
        await chase.listed(
            "tasks", debtor, lambda found: "suspicion_expired" in {one["kind"] for one in found}
        )


async def test_an_item_that_reopens_keeps_its_steps_and_has_grace(chase_of: OpenChase) -> None:
    async with chase_of("reopened", feed="none") as chase:
        office = chase.office
        await chase.publish(TWO_MAILS)
        debtor = await _owing(chase, MERTENS, "2026-03-06", F_2026_17="48.00")
        await chase.until("2026-03-09")
        await chase.demand(debtor, is_sent)
        await office.books(office.bank.statement(paid("48.00", "F-2026-17", by=MERTENS.payers[0])))
        await office.settled("F-2026-17")
        payment = await office.payment_of("48.00", "applied")
        (share,) = payment["shares"]
        await chase.until("2026-03-13")
        await office.owed(office.papers.invoice("F-2026-18", "48.00", MERTENS))
        await office.undoes(payment["payment"], share["share"])
        await office.open_by("F-2026-17", "48.00")
        await office.item("F-2026-18", lambda one: bool(one["suspected_by"]))
        await chase.case(debtor, lambda one: one["open"] == "96.00 EUR")

        await chase.until("2026-03-14")  # the second mail would be due
        await chase.rests()
        assert len(await chase.mails(MERTENS.mail)) == 1
        await chase.until("2026-03-16")
        firm = await chase.demand(debtor, lambda one: is_sent(one) and one["step"] == "firm")

        assert [one["number"] for one in firm["items"]] == ["F-2026-17"]
        _, mail = await chase.mails(MERTENS.mail)
        assert "F-2026-18" not in mail.text, "the money that was freed may be for it"
        found = await chase.audited()
        assert found.steps == {"reminder": 1, "firm": 1}
