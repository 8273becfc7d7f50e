"""Story 7: days that were missed lead to one right next step; statements that are missed hold."""

from deploy.local.platform import start
from tests.e2e.builders.banking import spent
from tests.e2e.builders.parties import a_debtor
from tests.e2e.chase import ONE_REMINDER
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Shown
from tests.e2e.test_chased import is_sent

PAUWELS = a_debtor("C-48", "Pauwels BV")
PEETERMANS = a_debtor("C-56", "Peetermans BV")
THREE_MAILS = """
policy: three-mails
title: Three mails
steps:
  - {step: reminder, anchor: after_due, offset_days: 2, channel: email, tone: reminder,
     template: reminder}
  - {step: firm, anchor: after_due, offset_days: 6, channel: email, tone: firm, template: firm}
  - {step: last, anchor: after_due, offset_days: 9, channel: email, tone: last, template: last}
message_every_days_min: 0
"""


async def test_ten_days_of_downtime_lead_to_one_step(chase_of: OpenChase) -> None:
    async with chase_of("downtime", feed="none") as chase:
        office, workers = chase.office, chase.office.platform.workers("dunning")
        await chase.publish(THREE_MAILS)
        await chase.until("2026-03-05")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", PAUWELS))
        await chase.case(told["debtor"])
        for worker in workers:
            await worker.kill()
        try:
            for day in range(6, 17):  # all three steps fall due
                await chase.until(f"2026-03-{day:02d}")
        finally:
            await start(workers)

        demand = await chase.demand(told["debtor"], is_sent)
        assert (demand["step"], demand["day_on"]) == ("reminder", "2026-03-16")
        found = await chase.audited()
        assert (found.sent, found.steps) == (1, {"reminder": 1})
        assert len(await chase.mails(PAUWELS.mail)) == 1


def _is_interrupted(told: Shown) -> bool:
    return bool(told["gate"] == "interrupted_feeds_hold_everything")


async def test_a_gap_in_the_statements_holds_until_it_is_closed(chase_of: OpenChase) -> None:
    async with chase_of("missed-statement") as chase:
        office = chase.office
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-06")
        (told,) = await office.owed(office.papers.invoice("F-2026-17", "48.00", PEETERMANS))
        debtor = told["debtor"]
        await chase.case(debtor)
        *first, missing, last = [office.bank.statement(spent("1.00")) for _ in range(5)]
        await office.books(*first)  # through Wednesday: the ledger is known well enough
        await office.books(last)
        await chase.rests()
        await chase.until("2026-03-09")
        held = await chase.next(debtor, _is_interrupted)
        assert "statement" in held["sentence"]
        await chase.rests()
        assert await chase.mails(PEETERMANS.mail) == []

        await office.books(missing)
        demand = await chase.demand(debtor, is_sent)
        assert demand["day_on"] == "2026-03-09"
