"""Calls are steps without a message: made, missed, or dropped when nothing is left."""

from libs.events.contracts.dunning import (
    CallDropped,
    CallLogged,
    CallMissed,
    CallScheduled,
    CheckScheduled,
    DemandProposed,
    PlacementProposed,
    StepTaken,
    TaskOpened,
)
from libs.testkit.scenarios import Scenario, like
from services.dunning.domain.refusals import CallIsOver, CallUnknown
from services.dunning.tests.building import (
    AROUND_DUE,
    a_creditor,
    a_day,
    a_debtor,
    a_policy,
    call_id,
    case_id,
    demand_id,
    dunning,
    eur,
    feed_opened,
    on,
    task_id,
)
from services.dunning.tests.debtor_facts import an_item, reopened, sent, settled
from services.dunning.tests.people_say import logged, paused, promised, task_closed
from services.dunning.tests.test_ladder import demanded

CALL = call_id("2026-03-25", "F-1")


def reminded() -> Scenario:
    """Reminded on Wednesday 18 March; five business days later a call is due."""
    return dunning.given(
        a_creditor(),
        a_policy(),
        a_day("2026-03-17"),
        a_debtor(),
        an_item("F-1", "120.00", due="2026-03-06"),
        a_day("2026-03-18"),
        sent(demand_id("2026-03-18")),
    )


def test_a_call_step_puts_a_call_on_the_worklist() -> None:
    (
        reminded()
        .when(a_day("2026-03-25"))
        .then(
            like(
                CallScheduled,
                call=CALL,
                items=("F-1",),
                step="call",
                asked=eur("120.00"),
                log_until_on=on("2026-03-30"),
            ),
            like(CheckScheduled, check_on=on("2026-03-31")),
        )
    )


def test_a_logged_call_takes_its_step() -> None:
    (
        reminded()
        .given(a_day("2026-03-25"), a_day("2026-03-26"))
        .when(logged(CALL, "promise"))
        .then(
            like(CallLogged, call=CALL, outcome="promise", logged_on=on("2026-03-26")),
            like(StepTaken, item="F-1", step="call", way="logged", taken_on=on("2026-03-26")),
            like(CheckScheduled, check_on=on("2026-04-02"), step="second-call"),
        )
    )


def test_a_call_that_nobody_logs_is_a_task_and_the_sequence_goes_on() -> None:
    """Three business days from Wednesday the 25th: until Monday the 30th."""
    scenario = reminded().given(a_day("2026-03-25"))
    scenario.when(a_day("2026-03-30")).then()
    scenario.when(a_day("2026-03-31")).then(
        like(CallMissed, call=CALL, items=("F-1",), missed_on=on("2026-03-31")),
        like(StepTaken, item="F-1", step="call", way="missed"),
        like(TaskOpened, kind="call_was_not_made", about=CALL),
        like(CheckScheduled, check_on=on("2026-04-08"), step="second-call"),
    )


def test_a_call_is_dropped_when_its_items_are_paid() -> None:
    scenario = reminded().given(a_day("2026-03-25")).when(settled("F-1"))
    scenario.then_among(like(CallDropped, call=CALL, gate="paid_items_are_not_demanded"))


def test_a_call_goes_on_for_what_is_left() -> None:
    scenario = reminded().given(a_day("2026-03-19"))
    scenario.given(an_item("F-2", due="2026-03-09"), a_day("2026-03-23"))
    scenario.given(sent(demand_id("2026-03-23")), a_day("2026-03-25"), settled("F-2"))
    scenario.when(logged(CALL))
    taken = [one.event for one in scenario.recorded if isinstance(one.event, StepTaken)]
    assert [(one.item, one.step) for one in taken] == [("F-1", "call")]


def test_a_promise_made_on_another_line_takes_the_call_off_the_list() -> None:
    scenario = reminded().given(a_day("2026-03-25")).when(promised("2026-04-03", "F-1"))
    scenario.then_among(like(CallDropped, gate="promises_are_given_their_time"))


def test_a_paused_debtor_is_not_called() -> None:
    scenario = reminded().given(a_day("2026-03-25")).when(paused("2026-04-10"))
    scenario.then_among(like(CallDropped, gate="paused_debtors_are_left_alone"))
    scenario.when(a_day("2026-04-13")).then_among(like(CallScheduled, step="call"))


def test_a_call_is_logged_once() -> None:
    scenario = reminded().given(a_day("2026-03-25"), logged(CALL))
    scenario.when(logged(CALL)).then_refused(CallIsOver, standing="logged")


def test_a_call_that_is_not_there_is_refused() -> None:
    reminded().when(logged("no-call")).then_refused(CallUnknown)


def test_nobody_is_called_while_a_statement_is_being_booked() -> None:
    scenario = reminded().given(feed_opened("s1")).when(a_day("2026-03-25"))
    assert not any(type(one.event) is CallScheduled for one in scenario.recorded)


def whole_ladder() -> Scenario:
    scenario = reminded().given(a_day("2026-03-25"), logged(CALL), a_day("2026-04-01"))
    scenario.given(logged(call_id("2026-04-01", "F-1", "second-call")))
    return scenario.given(a_day("2026-04-09"), sent(demand_id("2026-04-09")))


def test_who_never_pays_gets_every_step_on_its_day() -> None:
    """Easter Monday, 6 April, is no business day: the last mail goes on Thursday the 9th."""
    scenario = reminded().given(a_day("2026-03-25"), logged(CALL))
    scenario.when(a_day("2026-04-01")).then_among(like(CallScheduled, step="second-call"))
    scenario.given(logged(call_id("2026-04-01", "F-1", "second-call")))
    scenario.when(a_day("2026-04-08")).then()
    assert demanded(scenario.when(a_day("2026-04-09"))).tone == "last"
    scenario.given(sent(demand_id("2026-04-09")))
    scenario.when(a_day("2026-04-19")).then_among(
        like(PlacementProposed, total=eur("120.00")),
        like(StepTaken, item="F-1", step="placement", way="placed"),
        like(TaskOpened, kind="ladder_ended", about=case_id()),
    )


def test_after_a_placement_nothing_more_is_asked() -> None:
    scenario = whole_ladder().given(a_day("2026-04-19"))
    scenario.when(a_day("2026-05-20")).then()


def test_an_item_that_was_placed_stays_so_when_it_comes_back_under_another_ladder() -> None:
    scenario = whole_ladder().given(a_day("2026-04-19"), settled("F-1"), a_day("2026-04-20"))
    scenario.given(a_policy("four-steps", *AROUND_DUE[1:]), reopened("F-1"))
    scenario.when(a_day("2026-05-20"))
    assert not any(type(one.event) is DemandProposed for one in scenario.recorded)


def test_a_ladder_that_hands_nobody_on_ends_with_a_task() -> None:
    """Ten days after its last mail, once."""
    scenario = dunning.given(
        a_creditor(), a_policy("one-mail", AROUND_DUE[3]), a_day("2026-03-17"), a_debtor()
    ).given(an_item("F-1", due="2026-02-16"), a_day("2026-03-18"))
    scenario.when(sent(demand_id("2026-03-18")))
    scenario.then_among(like(CheckScheduled, check_on=on("2026-03-28")))
    scenario.when(a_day("2026-03-28"))
    scenario.then(
        like(TaskOpened, kind="ladder_ended", about=case_id()), like(CheckScheduled, check_on=None)
    )
    task = task_id("ladder_ended", case_id())
    scenario.given(task_closed(task)).when(a_day("2026-04-20")).then()
