"""Story 5: promises are given their time, disputes their item, pauses their debtor."""

from libs.simulator.parties import Debtor, Reach
from tests.e2e.builders.banking import Bank, paid, spent
from tests.e2e.builders.parties import a_debtor, an_account
from tests.e2e.chase import ONE_REMINDER, Chase
from tests.e2e.conftest import OpenChase
from tests.e2e.office import Office, Shown
from tests.e2e.test_chased import is_sent

MAES, NYS, AERTS, BAUWENS, COOLS = (
    a_debtor(f"C-{number}", f"{name} BV")
    for number, name in enumerate(("Maes", "Nys", "Aerts", "Bauwens", "Cools"), start=51)
)
"""One a story, for all mails lie in one mailbox."""
WILLEMS = a_debtor("C-46", "Willems BV", reach=Reach.BOUNCES)


async def _owes(chase: Chase, *numbers: str, debtor: Debtor = MAES) -> str:
    """48.00 for each number; returns the debtor's id."""
    office = chase.office
    told = await office.owed(*(office.papers.invoice(n, "48.00", debtor) for n in numbers))
    is_known = f"{48 * len(numbers)}.00 EUR"
    await chase.case(told[0]["debtor"], lambda one: one["open"] == is_known)
    return str(told[0]["debtor"])


async def _promises(chase: Chase, debtor: str, pay_by_on: str) -> None:
    await chase.says("/v1/promises", {"debtor": debtor, "pay_by_on": pay_by_on})


async def _promise(chase: Chase, debtor: str, state: str) -> Shown:
    found = await chase.listed(
        "promises", debtor, lambda page: [one["state"] for one in page] == [state]
    )
    return found[0]


async def _quiet(office: Office, bank: Bank, days: int) -> None:
    """The bank files of some days on which nobody paid."""
    await office.books(*(bank.statement(spent("1.00")) for _ in range(days)))


async def test_a_promise_paid_on_its_day_is_kept_though_the_file_comes_later(
    chase_of: OpenChase,
) -> None:
    async with chase_of("promise-kept") as chase:
        office = chase.office
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        debtor = await _owes(chase, "F-2026-17")
        await _promises(chase, debtor, "2026-03-06")  # a Friday
        await _quiet(office, office.bank, 4)  # through Thursday
        await chase.until("2026-03-09")
        await chase.rests()
        await _promise(chase, debtor, "open")

        payment = paid("48.00", "F-2026-17", by=MAES.payers[0])
        await office.books(office.bank.statement(payment))  # Friday's
        await _quiet(office, office.bank, 2)
        await chase.until("2026-03-11")  # two bank days later it is judged
        await _promise(chase, debtor, "kept")
        found = await chase.audited()
        assert (found.proposed, found.promises) == (0, {"kept": 1})


async def test_a_promise_waits_for_the_account_that_is_late(chase_of: OpenChase) -> None:
    accounts = (an_account("first"), an_account("second"))
    async with chase_of("promise-two-accounts", accounts=accounts) as chase:
        office = chase.office
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        debtor = await _owes(chase, "F-2026-17", debtor=NYS)
        await _promises(chase, debtor, "2026-03-06")
        one, other = office.banks
        await _quiet(office, one, 8)  # through Wednesday the 11th
        await _quiet(office, other, 3)
        await chase.until("2026-03-11")
        await chase.rests()
        await _promise(chase, debtor, "open")

        await _quiet(office, other, 5)
        broken = await _promise(chase, debtor, "broken")
        assert broken["missing"] == "48.00 EUR"
        await chase.demand(debtor, is_sent)


async def test_without_any_statement_a_promise_is_a_task_and_not_broken(
    chase_of: OpenChase,
) -> None:
    async with chase_of("promise-no-statement") as chase:
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        debtor = await _owes(chase, "F-2026-17", debtor=AERTS)
        await _promises(chase, debtor, "2026-03-06")
        await chase.until("2026-03-31")
        await chase.listed(
            "tasks", debtor, lambda found: "promise_not_judged" in {one["kind"] for one in found}
        )
        await _promise(chase, debtor, "open")
        assert await chase.mails(AERTS.mail) == []


async def test_a_dispute_silences_its_item_and_not_its_neighbours(chase_of: OpenChase) -> None:
    async with chase_of("disputed", feed="none") as chase:
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        debtor = await _owes(chase, "F-2026-17", "F-2026-18", debtor=BAUWENS)
        item = (await chase.office.item("F-2026-17"))["item"]
        dispute = {"debtor": debtor, "item": item, "reason": "damaged", "text": "came broken"}
        await chase.says("/v1/disputes", dispute)
        await chase.until("2026-03-09")

        demand = await chase.demand(debtor, is_sent)
        assert [one["number"] for one in demand["items"]] == ["F-2026-18"]
        (mail,) = await chase.mails(BAUWENS.mail)
        assert "F-2026-17" not in mail.text
        assert demand["net"] == "48.00 EUR"


async def test_a_paused_debtor_hears_nothing_until_its_day_is_over(chase_of: OpenChase) -> None:
    async with chase_of("paused", feed="none") as chase:
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-05")
        debtor = await _owes(chase, "F-2026-17", debtor=COOLS)
        pause = {"debtor": debtor, "until_on": "2026-03-12", "reason": "flooded, asks for time"}
        await chase.says("/v1/pauses", pause)
        await chase.until("2026-03-12")
        await chase.rests()
        assert await chase.mails(COOLS.mail) == []
        held = await chase.next(debtor)
        assert held["gate"] == "paused_debtors_are_left_alone"

        await chase.until("2026-03-13")
        demand = await chase.demand(debtor, is_sent)
        assert demand["day_on"] == "2026-03-13"


async def test_a_mail_that_bounces_takes_its_step_back_and_is_a_task(chase_of: OpenChase) -> None:
    async with chase_of("bounced", feed="none") as chase:
        await chase.publish(ONE_REMINDER)
        await chase.until("2026-03-06")
        debtor = await _owes(chase, "F-2026-17", debtor=WILLEMS)
        await chase.until("2026-03-09")

        await chase.demand(debtor, lambda one: one["status"] == "bounced")
        await chase.listed(
            "tasks", debtor, lambda found: "message_bounced" in {one["kind"] for one in found}
        )
        found = await chase.audited()
        assert (found.sent, found.bounced, found.steps) == (1, 1, {})
