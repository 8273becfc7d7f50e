"""Promises: left alone until judged, judged on covered money alone."""

import pytest

from libs.events.contracts.dunning import (
    DemandGated,
    DemandProposed,
    PromiseBroken,
    PromiseEnded,
    PromiseKept,
    PromiseMade,
    PromiseMoneyNoted,
    TaskDone,
    TaskOpened,
)
from libs.events.loop.decider import Refusal
from libs.kernel.money import Money, read_money
from libs.testkit.scenarios import Heard, Scenario, like
from services.dunning.domain.refusals import (
    AmountNotPositive,
    AmountOverOpen,
    CurrencyDiffers,
    DebtorUnknown,
    ItemIsClosed,
    ItemsOfSeveralCurrencies,
    ItemUnknown,
    NothingIsOpen,
    PromiseIsJudged,
    PromiseUnknown,
)
from services.dunning.tests.building import (
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    covered,
    dunning,
    eur,
    on,
    task_id,
)
from services.dunning.tests.debtor_facts import (
    allocated,
    an_item,
    cancelled,
    reduced,
    reopened,
    reversed_,
    settled,
)
from services.dunning.tests.people_say import noted, promise_taken_back, promised

FRIDAY = "2026-03-20"
TUESDAY_AFTER = "2026-03-24"
"""Two bank days behind that Friday: the ledger has to be known so far."""


def overdue(feed: str = "required") -> Scenario:
    """120.00 and 80.00, due for their reminder on Wednesday 18 March; it is Monday the 16th."""
    return dunning.given(
        a_creditor(feed),
        covered("2026-03-13"),
        a_policy(),
        a_day("2026-03-16"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        an_item("F-2", "80.00", due="2026-03-06"),
    )


def promise_of(scenario: Scenario) -> str:
    """The promise that the last `when` made."""
    return str(scenario.answer["promise"])


def was_judged(scenario: Scenario) -> bool:
    return any(type(one.event) in (PromiseKept, PromiseBroken) for one in scenario.recorded)


def promised_on_friday(feed: str = "required", amount: Money | None = None) -> tuple[Scenario, str]:
    scenario = overdue(feed).when(promised(FRIDAY, "F-1", amount=amount))
    return scenario, promise_of(scenario)


def test_a_promise_says_from_when_on_it_is_judged() -> None:
    scenario = overdue().when(promised(FRIDAY, "F-1"))
    scenario.then_among(
        like(
            PromiseMade,
            items=("F-1",),
            amount=eur("120.00"),
            pay_by_on=on(FRIDAY),
            judged_from_on=on(TUESDAY_AFTER),
            made_on=on("2026-03-16"),
        )
    ).then_answers(judged_from_on=TUESDAY_AFTER)


def test_a_promise_of_everything_names_all_that_is_open() -> None:
    scenario = overdue().when(promised(FRIDAY))
    scenario.then_among(like(PromiseMade, items=("F-1", "F-2"), amount=eur("200.00")))


def test_a_promise_is_given_its_time_and_its_neighbour_is_not() -> None:
    scenario = overdue("none").given(promised(FRIDAY, "F-1")).when(a_day("2026-03-18"))
    scenario.then_among(
        like(DemandGated, gate="promises_are_given_their_time", items=("F-1",)),
        like(DemandProposed, total=eur("80.00")),
    )


def test_due_on_friday_paid_on_friday_uploaded_on_monday_is_kept() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(a_day("2026-03-23"))
    scenario.given(allocated("F-1", "120.00", booked=FRIDAY), settled("F-1"))
    scenario.when(covered(FRIDAY))
    assert not was_judged(scenario), "Friday alone does not tell what was sent on Friday"
    scenario.when(covered(TUESDAY_AFTER))
    scenario.then_among(like(PromiseKept, promise=promise, paid=eur("120.00")))


def test_money_booked_two_bank_days_later_is_in_time() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(allocated("F-1", "120.00", booked=TUESDAY_AFTER), settled("F-1"))
    scenario.when(covered(TUESDAY_AFTER)).then_among(like(PromiseKept, promise=promise))


def test_a_broken_promise_is_a_task_and_is_chased_again() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(a_day("2026-03-25"))
    scenario.when(covered(TUESDAY_AFTER)).then_among(
        like(PromiseBroken, promise=promise, missing=eur("120.00"), judged_on=on("2026-03-25")),
        like(TaskOpened, kind="promise_broken", about=promise),
        like(DemandProposed),
    )


def test_a_part_is_not_the_whole() -> None:
    scenario, _ = promised_on_friday()
    scenario.given(allocated("F-1", "50.00", booked=FRIDAY), reduced("F-1", "50.00", "70.00")).when(
        covered(TUESDAY_AFTER)
    )
    scenario.then_among(like(PromiseBroken, paid=eur("50.00"), missing=eur("70.00")))


def test_a_part_that_was_promised_is_enough() -> None:
    scenario, promise = promised_on_friday(amount=eur("50.00"))
    scenario.given(allocated("F-1", "50.00", booked=FRIDAY), reduced("F-1", "50.00", "70.00")).when(
        covered(TUESDAY_AFTER)
    )
    scenario.then_among(like(PromiseKept, promise=promise, paid=eur("50.00")))


def test_paid_too_late_is_broken_though_nothing_is_open() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(allocated("F-1", "120.00", booked="2026-03-25"), settled("F-1"))
    scenario.when(covered("2026-03-25"))
    scenario.then_among(like(PromiseBroken, promise=promise, missing=eur("120.00")))


def test_what_was_cancelled_is_not_missed() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(cancelled("F-1")).when(covered(TUESDAY_AFTER))
    scenario.then_among(like(PromiseKept, promise=promise, paid=eur("0.00")))


def test_an_entry_booked_in_time_that_comes_later_unbreaks_the_promise() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(covered(TUESDAY_AFTER))
    scenario.given(settled("F-1")).when(allocated("F-1", "120.00", booked="2026-03-19"))
    scenario.then_among(
        like(PromiseMoneyNoted, promise=promise, amount=eur("120.00")),
        like(PromiseKept, promise=promise, paid=eur("120.00")),
        like(TaskDone, task=task_id("promise_broken", promise)),
    )


def test_money_that_goes_back_breaks_a_kept_promise() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(allocated("F-1", "120.00", booked=FRIDAY), settled("F-1"))
    scenario.given(covered(TUESDAY_AFTER))
    scenario.when(reversed_("F-1", "120.00")).then_among(
        like(PromiseMoneyNoted, amount=-eur("120.00"), booked_on=None)
    )
    scenario.when(reopened("F-1")).then_among(like(PromiseBroken, promise=promise))


def test_nothing_is_judged_before_every_account_covers_it() -> None:
    """Matching's cover is the least of the creditor's accounts: one that is late holds it back."""
    scenario, _ = promised_on_friday()
    scenario.given(covered("2026-03-23")).when(a_day("2026-03-25"))
    assert not was_judged(scenario)


def test_without_any_statement_there_is_a_task_and_no_broken_promise() -> None:
    """Tuesday the 24th and three bank days: after Friday the 27th somebody has to look."""
    scenario, promise = promised_on_friday()
    scenario.when(a_day("2026-03-27"))
    assert not any(type(one.event) is TaskOpened for one in scenario.recorded)
    scenario.when(a_day("2026-03-28")).then_among(
        like(TaskOpened, kind="promise_not_judged", about=promise)
    )
    scenario.when(covered(TUESDAY_AFTER)).then_among(
        like(TaskDone, task=task_id("promise_not_judged", promise)),
        like(PromiseBroken, promise=promise),
    )


def test_without_a_feed_the_day_judges() -> None:
    scenario, promise = promised_on_friday("none")
    scenario.when(a_day("2026-03-23"))
    assert not was_judged(scenario)
    scenario.when(a_day(TUESDAY_AFTER)).then_among(like(PromiseBroken, promise=promise))


def test_a_promise_noted_after_its_cover_is_judged_at_once() -> None:
    scenario = overdue().given(a_day("2026-03-30"), covered("2026-03-27"))
    scenario.when(promised(FRIDAY, "F-1"))
    scenario.then_among(like(PromiseMade), like(PromiseBroken, missing=eur("120.00")))


def test_a_second_promise_replaces_the_first() -> None:
    scenario, promise = promised_on_friday()
    scenario.when(promised("2026-03-27", "F-1")).then_among(
        like(PromiseEnded, promise=promise, reason="replaced"), like(PromiseMade)
    )


def test_a_promise_that_was_taken_back_holds_no_more() -> None:
    scenario, promise = promised_on_friday("none")
    scenario.given(a_day("2026-03-18"))
    scenario.when(promise_taken_back(promise)).then_among(
        like(PromiseEnded, promise=promise, reason="taken_back")
    )
    scenario.when(promise_taken_back(promise)).then_nothing()


def test_a_promise_survives_the_payment_of_another_item() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(allocated("F-2", "80.00", booked=FRIDAY), settled("F-2", "80.00"))
    scenario.when(covered(TUESDAY_AFTER)).then_among(like(PromiseBroken, promise=promise))


@pytest.mark.parametrize(
    ("items", "amount", "rule"),
    [
        (("F-9",), None, ItemUnknown),
        (("F-3",), None, ItemIsClosed),
        (("F-1", "F-USD"), None, ItemsOfSeveralCurrencies),
        (("F-1",), "0.00 EUR", AmountNotPositive),
        (("F-1",), "120.01 EUR", AmountOverOpen),
        (("F-1",), "10.00 USD", CurrencyDiffers),
    ],
)
def test_a_promise_that_says_nothing_is_refused(
    items: tuple[str, ...], amount: str | None, rule: type[Refusal]
) -> None:
    scenario = overdue().given(
        an_item("F-USD", "5.00 USD", due="2026-03-06"),
        an_item("F-3", "5.00", due="2026-03-06"),
        settled("F-3", "5.00"),
    )
    promise = promised(FRIDAY, *items, amount=read_money(amount) if amount else None)
    scenario.when(promise).then_refused(rule)


def test_nothing_is_promised_where_nothing_is_open() -> None:
    overdue().given(settled("F-1"), settled("F-2")).when(promised(FRIDAY)).then_refused(
        NothingIsOpen
    )


def test_a_judged_promise_is_not_taken_back() -> None:
    scenario, promise = promised_on_friday()
    scenario.given(covered(TUESDAY_AFTER))
    scenario.when(promise_taken_back(promise)).then_refused(PromiseIsJudged, standing="broken")
    scenario.when(promise_taken_back("another")).then_refused(PromiseUnknown)


@pytest.mark.parametrize("known", [(), (a_debtor("jones"),)])
def test_nothing_is_said_of_a_debtor_that_nobody_knows(known: tuple[Heard, ...]) -> None:
    dunning.given(*known).when(noted("smith")).then_refused(DebtorUnknown)
