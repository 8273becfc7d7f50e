"""Attempts: who may start one, what holds it, how it ends, and what nobody can know."""

import pytest

from libs.events.contracts.notifications import (
    AttemptFailed,
    MessageBounced,
    MessageFailed,
    MessageHeld,
    MessageSent,
    MessageUncertain,
    SendStarted,
)
from libs.events.loop.dropping import terms_of
from libs.testkit.scenarios import Heard, Scenario, like
from services.notifications.domain.attempts import TRIES_MAX
from services.notifications.domain.commands import (
    ReportFailed,
    ReportFailedForNow,
    ReportSent,
    ReportUncertain,
    StartSend,
)
from services.notifications.domain.refusals import (
    AttemptIsAlive,
    AttemptOutOfTurn,
    NeverLeft,
    OtherProcess,
)
from services.notifications.handlers.decider import NotificationsDecider
from services.notifications.tests.building import (
    IDS,
    a_day,
    a_demand,
    a_recall,
    a_start,
    an_attempt_of_one_who_is_gone,
    bounced,
    composed,
    failed,
    failed_for_now,
    held,
    judged,
    notifications,
    sent,
    uncertain,
)


def a_composed_message() -> Scenario:
    return notifications.given(a_demand(), composed())


def test_the_start_of_an_attempt_carries_the_cut_and_the_exact_bytes() -> None:
    (
        a_composed_message()
        .when(a_start())
        .then(like(SendStarted, attempt=1, token="", cut={"matching": 1}, content="bytes-1"))
        .then_answers(outcome="started")
    )


def test_the_same_start_again_may_go_on_without_an_event() -> None:
    started = a_composed_message().given(a_start())
    started.when(a_start()).then_nothing().then_answers(outcome="started")


def test_another_start_while_one_is_under_way_is_refused() -> None:
    started = a_composed_message().given(a_start())
    started.when(a_start(began="10:05")).then_refused(AttemptOutOfTurn)
    started.when(a_start(2)).then_refused(AttemptOutOfTurn)


def test_a_start_is_refused_with_the_token_of_another_process() -> None:
    asked = a_composed_message().when(a_start(token="another"))
    asked.then_refused(OtherProcess, attempt="1")


def test_attempts_are_taken_in_their_turn() -> None:
    a_composed_message().when(a_start(2)).then_refused(AttemptOutOfTurn, next_attempt="1")
    tried = a_composed_message().given(a_start(), failed_for_now())
    tried.when(a_start(1)).then_refused(AttemptOutOfTurn, next_attempt="2")
    tried.when(a_start(2)).then(like(SendStarted, attempt=2))


def test_nothing_starts_before_it_is_composed() -> None:
    notifications.given(a_demand()).when(a_start()).then_refused(AttemptOutOfTurn)


def test_a_message_that_was_sent_is_sent_once() -> None:
    done = a_composed_message().given(a_start())
    done.when(sent()).then(like(MessageSent, attempt=1, repeated=False, reply="250 queued as 7"))
    done.when(sent()).then_nothing()
    done.when(a_start(2)).then_nothing().then_answers(outcome="sent")
    done.when(failed()).then_nothing()


def test_a_long_reply_is_cut() -> None:
    done = a_composed_message().given(a_start()).when(sent(reply="250 " + "x" * 300))
    (event,) = [one.event for one in done.recorded]
    assert isinstance(event, MessageSent)
    assert len(event.reply) == 200


def test_what_is_refused_for_now_is_tried_again_later() -> None:
    tried = a_composed_message().given(a_start())
    tried.when(failed_for_now()).then(
        like(AttemptFailed, attempt=1, reason="refused_for_now", not_before="2026-04-01T10:01:00Z")
    )
    tried.when(failed_for_now()).then_nothing()


def test_tries_come_to_an_end() -> None:
    tried = a_composed_message()
    for attempt in range(1, TRIES_MAX):
        tried.given(a_start(attempt), failed_for_now(attempt))
    tried.given(a_start(TRIES_MAX)).when(failed_for_now(TRIES_MAX)).then(
        like(AttemptFailed), like(MessageFailed, reason="tries_exhausted", attempt=TRIES_MAX)
    )


def test_an_attempt_that_grew_too_old_is_no_try() -> None:
    tried = a_composed_message()
    for attempt in range(1, TRIES_MAX + 2):
        tried.given(a_start(attempt), failed_for_now(attempt, reason="aged"))
    tried.when(a_start(TRIES_MAX + 2)).then_answers(outcome="started")


def test_what_is_refused_for_good_has_failed() -> None:
    (
        a_composed_message()
        .given(a_start())
        .when(failed())
        .then(like(MessageFailed, attempt=1, reason="refused", reply="550 no such user"))
    )


def test_a_hold_is_said_once_per_change_of_cause() -> None:
    waits = a_composed_message()
    waits.when(held("barrier")).then(like(MessageHeld, cause="barrier", service=""))
    waits.when(held("barrier")).then_nothing()
    waits.when(held("parked", "matching")).then(
        like(MessageHeld, cause="parked", service="matching")
    )
    waits.when(held("parked", "dunning")).then(like(MessageHeld, service="dunning"))
    waits.when(held("barrier")).then(like(MessageHeld, cause="barrier"))


def test_a_hold_after_an_attempt_is_news_again() -> None:
    waits = a_composed_message().given(held("barrier"), a_start(), failed_for_now())
    waits.when(held("barrier")).then(like(MessageHeld, cause="barrier"))


def test_a_late_hold_is_nothing() -> None:
    a_composed_message().given(a_start()).when(held()).then_nothing()
    a_composed_message().given(a_recall()).when(held()).then_nothing()


def test_an_attempt_whose_process_is_gone_is_uncertain_and_one_more_follows() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone())
    gone.when(judged()).then(like(MessageUncertain, attempt=1, last=False))
    gone.when(judged()).then_nothing()
    gone.when(a_start(2)).then(like(SendStarted, attempt=2))
    gone.when(sent(2)).then(like(MessageSent, attempt=2, repeated=True))


def test_uncertain_a_second_time_a_person_has_to_look() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), judged())
    gone.given(an_attempt_of_one_who_is_gone(2))
    gone.when(judged(2)).then(like(MessageUncertain, attempt=2, last=True))
    gone.when(a_start(3)).then_nothing().then_answers(outcome="uncertain")


def test_the_deciding_process_does_not_judge_its_own_attempt() -> None:
    a_composed_message().given(a_start()).when(judged()).then_refused(AttemptIsAlive)


def test_a_server_that_is_gone_before_its_answer_leaves_it_uncertain() -> None:
    unsure = a_composed_message().given(a_start())
    unsure.when(uncertain()).then(like(MessageUncertain, attempt=1, last=False))
    unsure.given(a_start(2)).when(uncertain(2)).then(like(MessageUncertain, attempt=2, last=True))


def test_that_it_was_sent_is_believed_after_it_was_judged() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), judged())
    gone.when(sent(1)).then(like(MessageSent, attempt=1, repeated=False))


def test_a_late_failure_after_the_judgement_changes_nothing() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), judged())
    gone.when(failed_for_now(1)).then_nothing()
    gone.when(failed(1)).then_nothing()


@pytest.mark.parametrize("ends", [a_recall(), a_day("2026-04-02")], ids=["recalled", "day over"])
def test_what_may_have_left_is_never_said_not_to_have(ends: Heard) -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), judged())
    gone.when(ends).then(like(MessageUncertain, attempt=1, last=True))


def test_a_repeated_attempt_that_is_refused_leaves_the_first_one_uncertain() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), judged(), a_start(2))
    gone.when(failed(2)).then(like(MessageUncertain, attempt=1, last=True))


def test_an_uncertain_attempt_that_was_recalled_is_the_last() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), a_recall())
    gone.when(judged()).then(like(MessageUncertain, attempt=1, last=True))


def test_a_repeated_attempt_may_fail_for_now_and_still_be_the_repeated_one() -> None:
    gone = a_composed_message().given(an_attempt_of_one_who_is_gone(), judged())
    gone.given(a_start(2), failed_for_now(2), a_start(3))
    gone.when(sent(3)).then(like(MessageSent, attempt=3, repeated=True))


def test_a_bounce_is_noted_once_and_the_graver_news_stays() -> None:
    done = a_composed_message().given(a_start(), sent())
    done.when(bounced("4.4.7")).then(like(MessageBounced, status="4.4.7", permanent=False))
    done.when(bounced("4.4.7")).then_nothing()
    done.when(bounced("5.1.1")).then(like(MessageBounced, status="5.1.1", permanent=True))
    done.when(bounced("4.4.7")).then_nothing()
    done.when(bounced("5.1.1")).then_nothing()


def test_nothing_comes_back_that_never_left() -> None:
    a_composed_message().when(bounced()).then_refused(NeverLeft)


def test_what_has_become_of_an_attempt_is_never_dropped_and_its_start_may_be() -> None:
    """A start is asked for again; a report nobody makes twice."""
    reports = terms_of(NotificationsDecider(IDS)).reports
    told = (ReportSent, ReportFailed, ReportFailedForNow, ReportUncertain)
    assert reports == {command.TYPE for command in told}
    assert StartSend.TYPE not in reports
