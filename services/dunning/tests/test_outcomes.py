"""What notifications reports of a demand, and what a person says where it cannot."""

import pytest

from libs.events.contracts.dunning import (
    CheckScheduled,
    DebtorNoted,
    DemandEnded,
    DemandGated,
    DemandProposed,
    StepTaken,
    StepUndone,
    TaskDone,
    TaskOpened,
)
from libs.testkit.scenarios import Scenario, like
from services.dunning.domain.refusals import DemandIsNotUncertain, DemandUnknown
from services.dunning.tests.building import (
    DEBTOR,
    a_changed_debtor,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    case_id,
    demand_id,
    dunning,
    on,
    task_id,
)
from services.dunning.tests.debtor_facts import (
    an_item,
    bounced,
    failed,
    sent,
    uncertain,
    withdrawn,
)
from services.dunning.tests.people_say import outcome_said, task_closed
from services.dunning.tests.test_ladder import demanded

FIRST = demand_id("2026-03-18")


def asked() -> Scenario:
    return dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        a_day("2026-03-18"),
    )


def test_an_outcome_that_is_heard_again_does_nothing() -> None:
    asked().given(sent(FIRST)).when(sent(FIRST)).then_nothing()


def test_an_outcome_of_another_demand_says_nothing() -> None:
    asked().when(withdrawn("another")).then_nothing()


def test_a_failed_message_takes_no_step_and_is_decided_anew_the_next_day() -> None:
    scenario = asked().when(failed(FIRST, "refused"))
    scenario.then(
        like(DemandEnded, outcome="failed", reason="refused"),
        like(StepUndone, item="F-1", step="reminder", reason="refused"),
        like(TaskOpened, kind="message_failed", about=case_id()),
        like(CheckScheduled, check_on=on("2026-03-19")),
    )
    assert demanded(scenario.when(a_day("2026-03-19"))).attempt == 1


def test_a_second_failure_is_the_same_task() -> None:
    scenario = asked().given(failed(FIRST), a_day("2026-03-19"))
    scenario.when(failed(demand_id("2026-03-19")))
    assert not any(type(one.event) is TaskOpened for one in scenario.recorded)


def test_a_missing_address_holds_the_case_until_there_is_one() -> None:
    scenario = asked().when(failed(FIRST, "address_missing"))
    scenario.then_among(
        like(DebtorNoted, has_email=False),
        like(TaskOpened, kind="address_missing", about=DEBTOR),
        like(DemandGated, gate="no_address_no_message"),
    )
    scenario.when(a_day("2026-03-19")).then(like(CheckScheduled, check_on=on("2026-03-20")))
    scenario.when(a_changed_debtor(email="new@smith.example")).then_among(
        like(TaskDone, task=task_id("address_missing", DEBTOR)), like(DemandProposed)
    )


def test_a_bounced_message_undoes_its_step_with_a_task() -> None:
    scenario = asked().given(sent(FIRST)).when(bounced(FIRST))
    scenario.then_among(
        like(DemandEnded, outcome="bounced", reason="5.1.1"),
        like(StepUndone, item="F-1", step="reminder"),
        like(DebtorNoted, has_email=False),
        like(TaskOpened, kind="message_bounced", about=DEBTOR),
        like(DemandGated, gate="no_address_no_message"),
    )
    scenario.when(a_changed_debtor(email="new@smith.example"))
    assert demanded(scenario).step == "reminder"


def test_a_bounce_that_is_heard_again_does_nothing() -> None:
    asked().given(sent(FIRST), bounced(FIRST)).when(bounced(FIRST)).then_nothing()


def test_a_delay_is_no_bounce() -> None:
    asked().given(sent(FIRST)).when(bounced(FIRST, permanent=False)).then_nothing()


def test_an_uncertain_message_that_is_tried_again_is_no_outcome_yet() -> None:
    scenario = asked()
    scenario.when(uncertain(FIRST, last=False)).then_nothing()
    scenario.when(sent(FIRST)).then_among(like(StepTaken, step="reminder", way="sent"))


def test_an_uncertain_message_waits_for_a_person_and_nothing_else_is_asked() -> None:
    scenario = asked().when(uncertain(FIRST, last=True))
    scenario.then(
        like(DemandEnded, outcome="uncertain"),
        like(TaskOpened, kind="message_uncertain", about=FIRST),
    )
    scenario.when(a_day("2026-03-25")).then()


def test_a_person_says_that_an_uncertain_message_left() -> None:
    (
        asked()
        .given(uncertain(FIRST, last=True))
        .when(outcome_said(FIRST, left=True))
        .then_among(
            like(DemandEnded, outcome="said_by_person", reason="left"),
            like(StepTaken, step="reminder", way="said_by_person", taken_on=on("2026-03-18")),
            like(TaskDone, task=task_id("message_uncertain", FIRST)),
            like(CheckScheduled, check_on=on("2026-03-25"), step="call"),
        )
    )


def test_a_person_says_that_it_did_not_leave_and_it_is_asked_again() -> None:
    scenario = asked().given(uncertain(FIRST, last=True), a_day("2026-03-19"))
    scenario.when(outcome_said(FIRST, left=False))
    scenario.then_among(like(StepUndone, step="reminder", reason="did_not_leave"))
    assert demanded(scenario).step == "reminder"


def test_a_report_that_comes_after_all_counts_more_than_the_doubt() -> None:
    scenario = asked().given(uncertain(FIRST, last=True))
    scenario.when(sent(FIRST)).then_among(
        like(StepTaken, step="reminder", way="sent"),
        like(TaskDone, task=task_id("message_uncertain", FIRST)),
    )


@pytest.mark.parametrize("demand", ["unknown", FIRST])
def test_nobody_says_the_outcome_of_a_message_under_way(demand: str) -> None:
    scenario = asked().when(outcome_said(demand, left=True))
    scenario.then_refused(DemandIsNotUncertain if demand == FIRST else DemandUnknown)


def test_a_task_that_a_person_closed_is_closed_once() -> None:
    task = task_id("message_failed", case_id())
    scenario = asked().given(failed(FIRST))
    scenario.when(task_closed(task)).then(like(TaskDone, task=task, done_by="paula"))
    scenario.when(task_closed(task)).then_nothing()
