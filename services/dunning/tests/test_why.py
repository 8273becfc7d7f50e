"""Why a demand was made, and what it passed: as a credit controller reads it."""

from collections.abc import Sequence
from typing import Any

from libs.events.contracts import dunning, notifications
from libs.events.contracts.model import Event
from libs.testkit.stack import Addresses
from services.dunning.api.why import why
from services.dunning.tests import chased
from services.dunning.tests.chased import DEMAND, ITEM, OF_CASE, OF_MESSAGE, eur
from services.dunning.tests.view_filling import TENANT, filled, named


async def told(stack: Addresses, *events: Event) -> Any:
    history: Sequence[Event] = [*chased.opened(), chased.proposed(), *events]
    async with filled(stack.postgres, history) as chasing:
        demand = await chasing.demand(TENANT, DEMAND)
        assert demand is not None
        return why(demand)


async def test_a_demand_that_left_tells_its_step_its_barrier_and_its_outcome(
    stack: Addresses,
) -> None:
    cut = {"ingestion": 1, "matching": 5, "relance.dunning.events": 912}
    started = chased.started().model_copy(update={"cut": cut})
    said = await told(stack, started, chased.sent(), chased.ended("sent"), chased.taken())

    assert said["asked_for"] == [
        "F-17: 48.00 EUR, due Wednesday 4 March 2026, 12 days overdue; step reminder of four-steps"
        " comes 12 days after the due date."
    ]
    assert said["net"] == "Asked in all: 48.00 EUR."
    assert said["barriers"] == [
        "Attempt 1: barrier begun 2026-03-16T08:00:02Z; all that came before it had its effect in"
        " ingestion (1 round), matching (5 rounds); sent (250 queued)."
    ]
    assert (said["outcome"], said["recalled"]) == ("The message left.", None)
    assert said["behind"][-1]["said"] == "F-17 has had step reminder: its message left"


async def test_a_payment_that_stopped_a_demand_is_named_with_amount_day_and_payer(
    stack: Addresses,
) -> None:
    payment = named("payment")
    recalled = chased.recalled("paid_items_are_not_demanded", f"{TENANT}/payment/{payment}")
    said = await told(stack, *chased.paid(), recalled, chased.ended("withdrawn"))

    assert said["recalled"] == (
        "Recalled for F-17: it is paid, credited or cancelled — a payment of 50.00 EUR by Jansen"
        f" booked on Friday 13 March 2026 (payment {payment})."
    )
    assert said["outcome"] == "The message did not leave."


async def test_a_demand_recalled_whole_names_no_item(stack: Addresses) -> None:
    account = f"{TENANT}/account/{named('account')}"
    recalled = chased.recalled("interrupted_feeds_hold_everything", account, items=())
    said = await told(stack, recalled, chased.ended("withdrawn"))

    assert said["recalled"] == "Recalled: a bank statement is missing."
    assert "Recalled: a bank statement is missing" in [one["said"] for one in said["behind"]]


async def test_what_a_statement_brought_is_told_of_the_demand_that_it_kept_back(
    stack: Addresses,
) -> None:
    """The statement was heard of before its payment; the next demand has its own facts."""
    payment, later = (f"{TENANT}/payment/{named(name)}" for name in ("payment", "later"))
    recalled = chased.recalled("open_feeds_hold_everything", f"{TENANT}/feed/{ITEM}", items=())
    dropped = dunning.ItemDropped(**OF_CASE, item=ITEM, reason="settled", cause=payment)
    follows = chased.proposed(named("the next demand"), on="2026-03-17")
    after_it = (follows, dropped.model_copy(update={"cause": later}))
    for more in ((), after_it):
        said = await told(stack, recalled, chased.ended("withdrawn"), dropped, *more)

        assert said["recalled"] == "Recalled: a bank statement is still being booked."
        told_last = said["behind"][-1]["said"]
        assert told_last == f"F-17: settled, by payment {named('payment')}"


async def test_what_crossed_and_what_was_repeated_is_said(stack: Addresses) -> None:
    uncertain = notifications.MessageUncertain(**OF_MESSAGE, attempt=1)
    again = chased.sent().model_copy(update={"attempt": 2, "repeated": True})
    said = await told(
        stack,
        chased.started(),
        uncertain,
        chased.started(2),
        again,
        chased.ended("sent", crossed=True),
    )

    assert [one.rsplit("; ", 1)[1] for one in said["barriers"]] == [
        "uncertain.",
        "sent (250 queued).",
    ]
    assert said["outcome"] == (
        "The message left; it had crossed with its recall, its step counts; it was sent once more"
        " after an uncertain attempt."
    )


async def test_what_held_it_before_is_told_by_day(stack: Addresses) -> None:
    held = chased.gated("disputed_items_wait", ITEM)
    other = chased.gated("suspected_items_wait", named("item F-99"))
    history = [*chased.opened(), held, other, chased.proposed()]
    async with filled(stack.postgres, history) as chasing:
        demand = await chasing.demand(TENANT, DEMAND)
        assert demand is not None
        said = why(demand)

    assert said["held_before"] == ["Monday 16 March 2026: F-17: it is disputed."]
    assert said["outcome"] == "No outcome yet."


async def test_money_on_account_is_taken_off_what_is_asked(stack: Addresses) -> None:
    less = chased.proposed("a second demand, which is another".replace(" ", "")[:26])
    less = less.model_copy(update={"credit": eur("8.00"), "net": eur("40.00")})
    noted = dunning.CreditNoted(**OF_CASE, source=named("share"), on_account=eur("8.00"))
    async with filled(stack.postgres, [*chased.opened(), noted, less]) as chasing:
        demand = await chasing.demand(TENANT, less.demand)
        assert demand is not None

    assert why(demand)["net"] == "Asked in all: 48.00 EUR, less 8.00 EUR on account: 40.00 EUR."
