"""Story 6: what is asked is what is open, less what lies on account, at the moment it leaves."""

from tests.e2e.builders.banking import paid
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER
from tests.e2e.conftest import OpenChase
from tests.e2e.hops import frozen
from tests.e2e.test_chased import is_sent

CLAES = a_debtor("C-47", "Claes BV")
DE_SMET = a_debtor("C-50", "De Smet BV")


async def test_nothing_is_asked_while_the_net_is_nothing(chase_of: OpenChase) -> None:
    async with chase_of("overpaid", feed="none") as chase:
        office = chase.office
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", CLAES))
        debtor = told["debtor"]
        await office.books(office.bank.statement(paid("88.00", "F-2026-17", by=CLAES.payers[0])))
        await office.settled("F-2026-17")
        await office.owed(office.papers.invoice("F-2026-18", "40.00", CLAES))
        await chase.case(debtor, lambda one: one["open"] == "40.00 EUR")
        await chase.until("2026-03-09")
        held = await chase.next(debtor, lambda one: bool(one["gate"]))
        assert held["gate"] == "small_net_due_waits"
        await chase.rests()
        assert await chase.mails(CLAES.mail) == []

        await office.owed(office.papers.invoice("F-2026-19", "30.00", CLAES))
        await chase.until("2026-03-10")
        demand = await chase.demand(debtor, is_sent)
        amounts = (demand["total"], demand["credit"], demand["net"])
        assert amounts == ("70.00 EUR", "40.00 EUR", "30.00 EUR")


async def test_a_part_that_is_paid_in_between_is_asked_no_more(chase_of: OpenChase) -> None:
    async with chase_of("paid-in-between", feed="none") as chase:
        office, senders = chase.office, chase.office.platform.workers("notifications")
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-06")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", DE_SMET))
        debtor = told["debtor"]
        await chase.case(debtor)
        async with frozen(*senders):
            await chase.until("2026-03-09")
            first = await chase.demand(debtor, lambda one: one["status"] == "proposed")
            assert first["net"] == "48.00 EUR"
            await office.books(
                office.bank.statement(paid("30.00", "F-2026-17", by=DE_SMET.payers[0]))
            )
            await office.open_by("F-2026-17", "18.00")
            await chase.demand(debtor, lambda one: one["status"] == "recalled")

        again = await chase.demand(debtor, is_sent)
        assert (again["net"], again["day_on"]) == ("18.00 EUR", "2026-03-09")
        assert again["demand"] != first["demand"]
        (mail,) = await chase.mails(DE_SMET.mail)
        assert "18,00" in mail.text
        assert "48,00" not in mail.text
        found = await chase.audited()
        assert (found.proposed, found.recalled, found.sent, found.mails) == (2, 1, 1, 1)
