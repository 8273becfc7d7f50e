"""The shortest story: an overdue item is asked for, paid, and asked for no more."""

from libs.events.contracts.dunning import (
    CaseClosed,
    CaseNoted,
    CaseOpened,
    CheckScheduled,
    DemandEnded,
    DemandProposed,
    DemandRecalled,
    ItemDropped,
    ItemFollowed,
    PolicyPublished,
    StepTaken,
    StepUndone,
)
from libs.testkit.scenarios import Scenario, like
from services.dunning.tests.building import (
    CREDITOR,
    DEBTOR,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    case_id,
    demand_id,
    dunning,
    eur,
    on,
)
from services.dunning.tests.debtor_facts import an_item, sent, settled, withdrawn

FIRST = demand_id("2026-03-18")


def chased() -> Scenario:
    """An item that was due on 6 March, twelve days before Wednesday the 18th."""
    return dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-10"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
    )


def test_a_policy_is_copied_to_every_partition() -> None:
    (
        dunning.when(a_policy())
        .then(like(PolicyPublished, version=1))
        .then_copies(like(PolicyPublished, version=1))
        .then_answers(policy="four-steps", version="1")
    )


def test_an_item_opens_its_case_under_the_newest_ladder() -> None:
    (
        dunning.given(a_creditor(), a_policy(), a_day("2026-03-10"), a_debtor())
        .when(an_item("F-1", due="2026-03-06"))
        .then(
            CaseNoted(case=case_id(), creditor=CREDITOR, debtor=DEBTOR, currency="EUR"),
            like(ItemFollowed, item="F-1", open=eur("120.00"), due_on=on("2026-03-06")),
            like(CaseOpened, policy="four-steps", policy_version=1, currency="EUR"),
            like(CheckScheduled, check_on=on("2026-03-18"), step="reminder"),
        )
    )


def test_nothing_is_asked_before_its_day() -> None:
    chased().when(a_day("2026-03-17")).then()


def test_the_day_of_a_step_proposes_its_demand() -> None:
    scenario = chased().when(a_day("2026-03-18"))
    scenario.then(
        like(
            DemandProposed,
            demand=FIRST,
            total=eur("120.00"),
            net=eur("120.00"),
            step="reminder",
            template="reminder",
            tone="reminder",
            day_on=on("2026-03-18"),
            attempt=1,
        ),
        like(CheckScheduled, check_on=None),
    )
    (demand,) = [one.event for one in scenario.recorded if type(one.event) is DemandProposed]
    assert isinstance(demand, DemandProposed)
    (item,) = demand.items
    assert (item.item, item.asked, item.overdue_days) == ("F-1", eur("120.00"), 12)
    assert demand.send_window is not None


def test_a_step_counts_when_its_message_was_sent() -> None:
    (
        chased()
        .given(a_day("2026-03-18"))
        .when(sent(FIRST))
        .then(
            like(DemandEnded, demand=FIRST, outcome="sent", crossed=False),
            like(StepTaken, item="F-1", step="reminder", taken_on=on("2026-03-18"), way="sent"),
            like(CheckScheduled, check_on=on("2026-03-25"), step="call"),
        )
    )


def test_a_paid_item_recalls_its_demand_for_that_payment() -> None:
    (
        chased()
        .given(a_day("2026-03-18"))
        .when(settled("F-1", payment="p7"))
        .then(
            like(ItemDropped, item="F-1", reason="settled"),
            like(
                DemandRecalled,
                demand=FIRST,
                gate="paid_items_are_not_demanded",
                items=("F-1",),
                cause="acme/payment/p7",
            ),
            like(CheckScheduled, check_on=on("2026-03-19")),
        )
    )


def test_a_withdrawn_message_takes_no_step_and_a_paid_case_is_closed() -> None:
    (
        chased()
        .given(a_day("2026-03-18"), settled("F-1"))
        .when(withdrawn(FIRST, gate="paid_items_are_not_demanded"))
        .then(
            like(DemandEnded, outcome="withdrawn", reason="paid_items_are_not_demanded"),
            like(StepUndone, item="F-1", step="reminder"),
            like(CaseClosed, case=case_id()),
            like(CheckScheduled, check_on=None),
        )
    )


def test_a_message_that_crossed_its_recall_counts() -> None:
    (
        chased()
        .given(a_day("2026-03-18"), settled("F-1"))
        .when(sent(FIRST))
        .then_among(
            like(DemandEnded, outcome="sent", crossed=True),
            like(StepTaken, item="F-1", step="reminder", way="sent"),
        )
    )


def test_nothing_more_is_asked_before_a_demand_has_its_outcome() -> None:
    (
        chased()
        .given(a_day("2026-03-18"), an_item("F-2", due="2026-02-01"))
        .when(a_day("2026-03-30"))
        .then()
    )
