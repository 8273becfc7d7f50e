"""Plans: drawn up, agreed, judged instalment by instalment on covered money alone."""

from typing import Any

import pytest

from libs.events.contracts.dunning import (
    DemandGated,
    DemandProposed,
    DemandRecalled,
    InstalmentKept,
    PlanAgreed,
    PlanBroken,
    PlanEnded,
    PlanKept,
    PlanMended,
    PlanMoneyNoted,
    PlanProposed,
    PromiseEnded,
    TaskDone,
    TaskOpened,
)
from libs.events.loop.decider import Refusal
from libs.kernel.money import read_money
from libs.testkit.scenarios import Scenario, Told, like, told
from services.dunning.domain.plans.commands import (
    AgreePlan,
    EndPlan,
    InstalmentWanted,
    ProposePlan,
)
from services.dunning.domain.refusals import (
    AmountNotPositive,
    CurrencyDiffers,
    InstalmentsOutOfOrder,
    ItemUnknown,
    PlanIsNotWhole,
    PlanIsOver,
    PlanUnknown,
)
from services.dunning.tests.building import (
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    covered,
    dunning,
    eur,
    key,
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
from services.dunning.tests.people_say import promised

FRIDAY, NEXT_FRIDAY = "2026-03-20", "2026-03-27"
TUESDAY, NEXT_TUESDAY = "2026-03-24", "2026-03-31"
"""Two bank days behind those Fridays: the ledger has to be known so far."""
HALVES = ("100.00", FRIDAY), ("100.00", NEXT_FRIDAY)


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


def drawn_up(*instalments: tuple[str, str], items: tuple[str, ...] = ()) -> Told:
    """`instalments`: amount in euros, unless it names a currency, and day."""
    wanted = tuple(
        InstalmentWanted(amount=read_money(a if " " in a else f"{a} EUR"), due_on=on(day))
        for a, day in instalments
    )
    command = ProposePlan(debtor=DEBTOR, items=items, instalments=wanted, proposed_by="paula")
    return told(key("debtor", DEBTOR), command)


def agreed_to(plan: str) -> Told:
    return told(key("debtor", DEBTOR), AgreePlan(debtor=DEBTOR, plan=plan, noted_by="paula"))


def ended(plan: str) -> Told:
    return told(key("debtor", DEBTOR), EndPlan(debtor=DEBTOR, plan=plan, ended_by="paula"))


def plan_in(scenario: Scenario) -> str:
    return str(scenario.answer["plan"])


def agreed(feed: str = "required") -> tuple[Scenario, str]:
    """200.00 in two halves, on two Fridays."""
    scenario = overdue(feed).when(drawn_up(*HALVES))
    plan = plan_in(scenario)
    return scenario.given(agreed_to(plan)), plan


def recorded(scenario: Scenario, *kinds: type) -> list[Any]:
    return [one.event for one in scenario.recorded if isinstance(one.event, kinds)]


def paid(scenario: Scenario, item: str, amount: str, day: str, left: str = "") -> Scenario:
    """Money that the bank booked on a day; `left`: what is open then."""
    fact = reduced(item, amount, left) if left else settled(item, amount)
    return scenario.given(allocated(item, amount, booked=day), fact)


def test_a_plan_says_from_when_on_each_instalment_is_judged() -> None:
    scenario = overdue().when(drawn_up(*HALVES))
    (plan,) = recorded(scenario, PlanProposed)
    assert (plan.items, plan.total) == (("F-1", "F-2"), eur("200.00"))
    assert [one.judged_from_on for one in plan.instalments] == [on(TUESDAY), on(NEXT_TUESDAY)]


def test_a_plan_that_nobody_agreed_to_holds_nothing() -> None:
    scenario = overdue("none").given(drawn_up(*HALVES)).when(a_day("2026-03-18"))
    scenario.then_among(like(DemandProposed, total=eur("200.00")))


def test_an_agreed_plan_is_given_its_time() -> None:
    scenario, _ = agreed("none")
    scenario.when(a_day("2026-03-18")).then_among(
        like(DemandGated, gate="plans_are_given_their_time", items=("F-1", "F-2"))
    )
    assert not recorded(scenario, DemandProposed)


def test_a_demand_on_its_way_is_recalled_when_a_plan_is_agreed() -> None:
    scenario = overdue("none").given(a_day("2026-03-18")).when(drawn_up(*HALVES))
    plan = plan_in(scenario)
    scenario.when(agreed_to(plan)).then_among(
        like(PlanAgreed, plan=plan, items=("F-1", "F-2")),
        like(
            DemandRecalled,
            gate="plans_are_given_their_time",
            items=("F-1", "F-2"),
            cause=key("plan", plan),
        ),
    )


def test_each_instalment_is_kept_by_money_booked_in_time_whatever_item_it_reduced() -> None:
    scenario, plan = agreed()
    paid(scenario, "F-2", "80.00", "2026-03-19")
    paid(scenario, "F-1", "20.00", FRIDAY, left="100.00")
    scenario.when(covered(FRIDAY))
    assert not recorded(scenario, InstalmentKept, PlanBroken)
    scenario.when(covered(TUESDAY)).then_among(
        like(InstalmentKept, plan=plan, number=1, paid=eur("100.00"))
    )
    assert not recorded(scenario, PlanKept, PlanBroken)
    paid(scenario, "F-1", "100.00", NEXT_FRIDAY)
    scenario.when(covered(NEXT_TUESDAY)).then_among(
        like(InstalmentKept, plan=plan, number=2, paid=eur("200.00")),
        like(PlanKept, plan=plan, paid=eur("200.00")),
    )


def test_one_missed_instalment_breaks_the_plan_and_all_is_asked_for_again() -> None:
    scenario, plan = agreed()
    paid(scenario, "F-1", "60.00", FRIDAY, left="60.00")
    scenario.given(a_day("2026-03-25"))
    scenario.when(covered(TUESDAY)).then_among(
        like(PlanBroken, plan=plan, number=1, paid=eur("60.00"), missing=eur("40.00")),
        like(TaskOpened, kind="plan_broken", about=plan),
        like(DemandProposed, total=eur("140.00")),
    )


def test_money_that_comes_too_late_does_not_mend_it() -> None:
    scenario, _ = agreed()
    scenario.given(covered(TUESDAY), allocated("F-1", "120.00", booked="2026-03-25"))
    scenario.when(settled("F-1"))
    assert not recorded(scenario, InstalmentKept, PlanKept)


def test_an_entry_booked_in_time_that_comes_later_unbreaks_the_plan() -> None:
    scenario, plan = agreed()
    scenario.given(a_day("2026-03-25"), covered(TUESDAY), settled("F-1"))
    scenario.when(allocated("F-1", "120.00", booked="2026-03-19")).then_among(
        like(PlanMoneyNoted, plan=plan, item="F-1", amount=eur("120.00")),
        like(PlanMended, plan=plan, items=("F-1", "F-2")),
        like(InstalmentKept, plan=plan, number=1),
        like(TaskDone, task=task_id("plan_broken", plan)),
    )
    scenario.when(covered(NEXT_TUESDAY)).then_among(like(PlanBroken, plan=plan, number=2))


def test_a_plan_that_is_unbroken_recalls_what_asks_for_its_items() -> None:
    scenario, plan = agreed()
    scenario.given(a_day("2026-03-25"), covered(TUESDAY), reduced("F-1", "100.00", "20.00"))
    scenario.given(a_day("2026-03-26"))
    scenario.when(allocated("F-1", "100.00", booked="2026-03-19"))
    scenario.then_among(like(PlanMended, plan=plan, total=eur("200.00"), until_on=on(NEXT_FRIDAY)))
    pending = scenario.state(key("case", recorded(scenario, InstalmentKept)[0].case)).pending
    assert pending is None or pending.recalled


def test_money_that_goes_back_breaks_a_plan_that_was_kept() -> None:
    scenario, plan = agreed()
    paid(scenario, "F-1", "120.00", FRIDAY)
    paid(scenario, "F-2", "80.00", FRIDAY)
    scenario.when(covered(NEXT_TUESDAY)).then_among(like(PlanKept, plan=plan))
    scenario.given(reversed_("F-1", "120.00"))
    scenario.when(reopened("F-1")).then_among(like(PlanBroken, plan=plan, number=1))


def test_what_was_cancelled_is_not_missed() -> None:
    scenario, plan = agreed()
    scenario.given(cancelled("F-1"))
    paid(scenario, "F-2", "80.00", FRIDAY)
    scenario.when(covered(NEXT_TUESDAY)).then_among(like(PlanKept, plan=plan, paid=eur("80.00")))


def test_without_a_feed_the_days_judge() -> None:
    scenario, plan = agreed("none")
    scenario.when(a_day("2026-03-23"))
    assert not recorded(scenario, PlanBroken)
    scenario.when(a_day(TUESDAY)).then_among(like(PlanBroken, plan=plan, number=1))


def test_a_plan_agreed_after_its_cover_is_judged_at_once() -> None:
    scenario = overdue().given(a_day("2026-04-01"), covered("2026-03-31")).when(drawn_up(*HALVES))
    plan = plan_in(scenario)
    scenario.when(agreed_to(plan)).then_among(like(PlanBroken, plan=plan, number=1))


def test_without_any_statement_there_is_a_task_and_no_broken_plan() -> None:
    scenario, plan = agreed()
    scenario.when(a_day("2026-03-28")).then_among(
        like(TaskOpened, kind="plan_not_judged", about=plan)
    )
    assert not recorded(scenario, PlanBroken)


def test_another_plan_and_promises_are_replaced() -> None:
    scenario, first = agreed()
    scenario.given(promised(NEXT_FRIDAY, "F-1")).when(drawn_up(("200.00", NEXT_FRIDAY)))
    second = plan_in(scenario)
    scenario.when(agreed_to(second)).then_among(
        like(PromiseEnded, reason="replaced"),
        like(PlanEnded, plan=first, reason="replaced"),
        like(PlanAgreed, plan=second),
    )


def test_a_plan_that_is_taken_back_holds_no_more() -> None:
    scenario, plan = agreed("none")
    scenario.given(a_day("2026-03-18"))
    scenario.when(ended(plan)).then_among(
        like(PlanEnded, plan=plan, reason="taken_back"), like(DemandProposed, total=eur("200.00"))
    )
    scenario.when(ended(plan)).then_nothing()
    scenario.when(agreed_to(plan)).then_refused(PlanIsOver, standing="ended")


def test_what_was_paid_since_it_was_drawn_up_makes_it_another_plan() -> None:
    scenario = overdue().when(drawn_up(*HALVES))
    plan = plan_in(scenario)
    paid(scenario, "F-1", "20.00", "2026-03-16", left="100.00")
    scenario.when(agreed_to(plan)).then_refused(PlanIsNotWhole, open="180.00 EUR")


@pytest.mark.parametrize(
    ("instalments", "items", "rule"),
    [
        ((("100.00", FRIDAY),), (), PlanIsNotWhole),
        ((("100.00", NEXT_FRIDAY), ("100.00", FRIDAY)), (), InstalmentsOutOfOrder),
        ((("100.00", FRIDAY), ("100.00", FRIDAY)), (), InstalmentsOutOfOrder),
        ((("200.00", FRIDAY), ("0.00", NEXT_FRIDAY)), (), AmountNotPositive),
        ((("200.00 USD", FRIDAY),), (), CurrencyDiffers),
        ((("200.00", FRIDAY),), ("F-9",), ItemUnknown),
    ],
)
def test_a_plan_that_does_not_come_out_is_refused(
    instalments: tuple[tuple[str, str], ...], items: tuple[str, ...], rule: type[Refusal]
) -> None:
    overdue().when(drawn_up(*instalments, items=items)).then_refused(rule)


def test_a_plan_is_agreed_once_and_only_if_it_was_drawn_up() -> None:
    scenario, plan = agreed()
    scenario.when(agreed_to(plan)).then_nothing()
    scenario.when(agreed_to("another")).then_refused(PlanUnknown)
