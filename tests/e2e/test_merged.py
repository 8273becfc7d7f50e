"""Two debtors become one: what the first owes, has paid and has promised is the second's."""

from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import accepted
from tests.e2e.test_chased import is_sent

OLD, NEW = a_debtor("C-71", "Garage Goris"), a_debtor("C-72", "Goris Groep BV")


async def test_a_merged_debtor_is_asked_once_for_what_both_owe(chase_of: OpenChase) -> None:
    async with chase_of("merged-whole", feed="none") as chase:
        office, bank, papers = chase.office, chase.office.bank, chase.office.papers
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        (new,) = await office.owed(papers.invoice("F-2026-15", "12.00", NEW))
        credited = papers.invoice("F-2026-16", "30.00", OLD)
        promised, part_paid = (
            papers.invoice("F-2026-17", "48.00", OLD),
            papers.invoice("F-2026-18", "60.00", OLD),
        )
        old = (await office.owed(credited, promised, part_paid))[0]["debtor"]
        payer = OLD.payers[0]
        first = paid("12.00", "F-2026-15", by=NEW.payers[0])
        more = (paid("30.00", "F-2026-16", by=payer), paid("20.00", "F-2026-18", by=payer))
        await office.books(bank.statement(first, *more))
        await office.open_by("F-2026-18", "40.00")
        await office.settled("F-2026-16")
        await office.owed(papers.credit_note("CN-3", "30.00", credited))
        item = (await office.item("F-2026-17"))["item"]
        said = {"debtor": old, "items": [item], "pay_by_on": "2026-03-05"}
        await chase.case(old, lambda one: one["items_open"] == 2)
        await chase.says("/v1/promises", said)

        await _merge(chase, old, new["debtor"])
        await _is_all_there(chase, old, new["debtor"])
        await office.books(bank.statement(paid("40.00", "F-2026-18", by=payer)))
        await office.settled("F-2026-18")
        await chase.until("2026-03-09")  # the promise is broken, and the reminder is due
        await chase.demand(new["debtor"], is_sent)

        found = await chase.audited()
        assert (found.sent, found.promises) == (1, {"broken": 1})
        (mail,) = await chase.mails(OLD.mail, NEW.mail)
        assert mail.to == NEW.mail
        assert "F-2026-17" in mail.text
        assert "F-2026-18" not in mail.text


async def _merge(chase: Chase, old: str, new: str) -> None:
    ingestion = chase.office.ingestion
    await accepted(ingestion, await ingestion.post(f"/v1/debtors/{old}/merge", json={"into": new}))
    await chase.rests()


async def _is_all_there(chase: Chase, old: str, new: str) -> None:
    """In the ledger and in the case; nothing is left where it was."""
    office = chase.office
    for number in ("F-2026-16", "F-2026-17", "F-2026-18"):
        await office.item(number, lambda one: bool(one["debtor"] == new))
    (balance,) = (await office.debtor(new, lambda one: bool(one["on_account"])))["balances"]
    assert (balance["open"], balance["on_account"]) == ("88.00 EUR", "30.00 EUR")
    assert (await office.debtor(old))["balances"] == []
    await chase.case(new, lambda one: one["open"] == "88.00 EUR")
    (promise,) = await chase.listed("promises", new, lambda found: len(found) == 1)
    assert (promise["numbers"], promise["state"]) == (["F-2026-17"], "open")
    assert promise["pay_by_on"] == "2026-03-05"
    assert await chase.listed("promises", old) == []
