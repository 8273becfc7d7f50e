"""The creditor's own people: who is mailed, whom they were assigned, and what becomes of a mail."""

from libs.events.contracts.notifications_people import (
    AssignmentAdded,
    AssignmentHeard,
    AssignmentTakenOut,
    InternalAttemptFailed,
    InternalComposed,
    InternalFailed,
    InternalHeld,
    InternalNoted,
    InternalSent,
    InternalStarted,
    InternalUncertain,
    InternalWithdrawn,
    PersonLeft,
    PersonRegistered,
)
from libs.testkit.scenarios import Scenario, like
from services.notifications.domain.internal import InternalState
from services.notifications.domain.people_commands import DEBTORS_MAX
from services.notifications.domain.person import person_of
from services.notifications.domain.refusals import AttemptOutOfTurn, MessageUnknown
from services.notifications.tests.building import IDS, TENANT, a_day, notifications
from services.notifications.tests.office_people import (
    a_person,
    assigned,
    cannot_be_composed,
    composed_internal,
    digest_id,
    internal_failed,
    internal_failed_for_now,
    internal_held,
    internal_judged,
    internal_of_one_who_is_gone,
    internal_sent,
    internal_start,
    leaves,
    nothing_waits,
    stream_of_internal,
)

SOFIE = person_of(IDS, TENANT, "sofie")


def a_mail_about(*debtors: str) -> tuple[Scenario, str]:
    """Sofie was assigned these; the mail about them is not composed yet. Returns its id too."""
    scenario = notifications.given(a_person(), assigned(debtors[0]))
    (message,) = [e.event.message for e in scenario.recorded if isinstance(e.event, InternalNoted)]
    return scenario.given(*(assigned(one) for one in debtors[1:])), message


def a_composed_mail_about(*debtors: str) -> tuple[Scenario, str]:
    scenario, message = a_mail_about(*debtors)
    return scenario.given(composed_internal(state_of(scenario, message))), message


def state_of(scenario: Scenario, message: str) -> InternalState:
    found = scenario.state(stream_of_internal(message))
    assert isinstance(found, InternalState)
    return found


def test_somebody_of_the_creditors_is_registered_and_what_is_said_again_is_no_news() -> None:
    known = notifications.given(a_person())
    known.when(a_person()).then_nothing().then_answers(outcome="duplicate")
    changed = known.when(a_person(email="claes@bakker.example"))
    changed.then(like(PersonRegistered, person=SOFIE, digest=True, registered_by="paula"))


def test_who_left_is_known_anew_when_they_are_back() -> None:
    gone = notifications.given(a_person()).when(leaves()).then(like(PersonLeft, person=SOFIE))
    gone.when(leaves()).then_nothing()
    gone.when(a_person()).then(like(PersonRegistered))


def test_whom_nobody_knows_leaves_without_a_trace() -> None:
    notifications.when(leaves()).then_nothing()


def test_who_is_assigned_a_debtor_is_mailed_its_name() -> None:
    notifications.given(a_person()).when(assigned("smith")).then(
        like(AssignmentHeard, debtor="smith", person=SOFIE, before=""),
        like(InternalNoted, person=SOFIE, kind="assignment", debtors=("smith",), day_on=None),
    )


def test_whoever_is_not_among_the_people_is_not_mailed() -> None:
    notifications.when(assigned("smith")).then(like(AssignmentHeard, person=SOFIE))
    left = notifications.given(a_person(), leaves())
    left.when(assigned("smith")).then(like(AssignmentHeard))


def test_several_assignments_before_it_is_composed_are_one_mail() -> None:
    scenario, message = a_mail_about("smith")
    scenario.when(assigned("jones")).then(
        like(AssignmentHeard), like(AssignmentAdded, message=message, debtor="jones")
    )


def test_what_is_assigned_once_a_mail_is_composed_is_another_mail() -> None:
    scenario, message = a_composed_mail_about("smith")
    scenario.when(assigned("jones")).then(
        like(AssignmentHeard), like(InternalNoted, debtors=("jones",))
    )
    assert state_of(scenario, message).debtors == ("smith",)


def test_a_mail_names_no_more_than_a_reader_can_take() -> None:
    scenario, message = a_mail_about(*(f"debtor-{n}" for n in range(DEBTORS_MAX)))
    scenario.when(assigned("one more")).then(like(AssignmentHeard), like(InternalNoted))
    assert len(state_of(scenario, message).debtors) == DEBTORS_MAX


def test_the_same_assignment_again_is_no_news() -> None:
    scenario, _ = a_mail_about("smith")
    scenario.when(assigned("smith")).then_nothing()


def test_who_is_assigned_away_before_it_leaves_is_not_named() -> None:
    scenario, message = a_mail_about("smith", "jones")
    scenario.given(a_person("tom")).when(assigned("smith", "tom")).then(
        like(AssignmentHeard, before=SOFIE),
        like(AssignmentTakenOut, message=message, debtor="smith"),
        like(InternalNoted, person=person_of(IDS, TENANT, "tom"), debtors=("smith",)),
    )
    assert state_of(scenario, message).debtors == ("jones",)


def test_a_mail_that_names_nobody_any_more_does_not_leave() -> None:
    scenario, message = a_mail_about("smith")
    scenario.when(assigned("smith", "")).then(
        like(AssignmentHeard, person=""),
        like(AssignmentTakenOut, debtor="smith"),
        like(InternalWithdrawn, message=message, reason="taken_away"),
    )


def test_what_was_composed_before_an_assignment_away_is_composed_again() -> None:
    scenario, message = a_composed_mail_about("smith", "jones")
    scenario.given(assigned("smith", "")).when(internal_start(message)).then_refused(
        AttemptOutOfTurn
    )
    again = scenario.given(composed_internal(state_of(scenario, message)))
    # The bytes of before name who was assigned away: their start stays out of turn.
    again.when(internal_start(message, 1)).then_refused(AttemptOutOfTurn)
    again.when(internal_start(message, 2)).then(like(InternalStarted, attempt=2))


def test_what_is_leaving_already_is_left_to_its_report() -> None:
    scenario, message = a_composed_mail_about("smith")
    started = scenario.given(internal_start(message))
    started.when(assigned("smith", "")).then(like(AssignmentHeard))
    started.when(internal_sent(message)).then(like(InternalSent, message=message))


def test_a_mail_is_composed_of_all_that_was_heard_by_then() -> None:
    scenario, message = a_mail_about("smith", "jones")
    seen = state_of(scenario, message)
    scenario.when(composed_internal(seen, "smith")).then_nothing()
    scenario.when(composed_internal(seen, "jones", "smith")).then(
        like(InternalComposed, debtors=("jones", "smith"), kind="assignment")
    )


def test_what_cannot_be_composed_fails() -> None:
    scenario, message = a_mail_about("smith")
    scenario.when(cannot_be_composed(message)).then(
        like(InternalFailed, attempt=0, reason="address_invalid")
    )


def test_an_attempt_may_be_held_fail_for_now_and_succeed() -> None:
    scenario, message = a_composed_mail_about("smith")
    scenario.when(internal_held(message)).then(like(InternalHeld, cause="barrier"))
    scenario.when(internal_held(message)).then_nothing()
    scenario.given(internal_start(message))
    scenario.when(internal_failed_for_now(message)).then(like(InternalAttemptFailed, attempt=1))
    scenario.given(internal_start(message, 2))
    scenario.when(internal_sent(message, 2)).then(like(InternalSent, repeated=False))


def test_what_the_server_refuses_for_good_failed() -> None:
    scenario, message = a_composed_mail_about("smith")
    refused = scenario.given(internal_start(message)).when(internal_failed(message))
    refused.then(like(InternalFailed, reason="refused"))


def test_what_may_have_left_is_repeated_once() -> None:
    scenario, message = a_composed_mail_about("smith")
    scenario.given(internal_of_one_who_is_gone(message))
    scenario.when(internal_judged(message)).then(like(InternalUncertain, last=False))
    scenario.given(internal_of_one_who_is_gone(message, 2))
    scenario.when(internal_judged(message, 2)).then(like(InternalUncertain, last=True))


def test_nothing_more_leaves_to_who_left() -> None:
    scenario, message = a_composed_mail_about("smith")
    scenario.when(leaves()).then(
        like(PersonLeft), like(InternalWithdrawn, message=message, reason="person_left")
    )
    other, leaving = a_composed_mail_about("smith")
    other.given(internal_start(leaving)).when(leaves()).then(like(PersonLeft))
    other.when(internal_failed_for_now(leaving)).then(
        like(InternalAttemptFailed), like(InternalWithdrawn, reason="person_left")
    )


def test_each_day_somebody_has_one_digest_to_compose() -> None:
    known = notifications.given(a_person())
    known.when(a_day("2026-04-02")).then(
        like(InternalNoted, message=digest_id("2026-04-02"), kind="digest", is_played=False)
    )
    known.when(a_day("2026-04-02")).then_nothing()


def test_who_wants_no_digest_has_none() -> None:
    notifications.given(a_person(digest=False)).when(a_day("2026-04-02")).then()


def test_a_digest_of_an_earlier_day_leaves_no_more() -> None:
    known = notifications.given(a_person(), a_day("2026-04-02"))
    known.when(a_day("2026-04-03")).then(
        like(InternalWithdrawn, message=digest_id("2026-04-02"), reason="day_over"),
        like(InternalNoted, message=digest_id("2026-04-03")),
    )


def test_when_nothing_waits_no_digest_leaves() -> None:
    message = digest_id("2026-04-02")
    known = notifications.given(a_person(), a_day("2026-04-02"))
    known.when(nothing_waits(message)).then(like(InternalWithdrawn, reason="nothing_waits"))


def test_a_tenant_that_plays_days_has_digests_of_those_alone() -> None:
    played = notifications.given(a_person(), a_day("2026-03-02", played_by=TENANT))
    assert state_of(played, digest_id("2026-03-02")).is_played
    played.when(a_day("2026-04-02")).then()


def test_who_begins_to_play_days_leaves_the_clocks_digest_behind() -> None:
    """Its day is later than those that are played, and would else end on none of them."""
    known = notifications.given(a_person(), a_day("2026-04-02"))
    known.when(a_day("2026-03-02", played_by=TENANT)).then(
        like(InternalWithdrawn, message=digest_id("2026-04-02"), reason="day_over"),
        like(InternalNoted, message=digest_id("2026-03-02")),
    )


def test_of_an_unknown_mail_nothing_is_asked() -> None:
    notifications.given(a_person()).when(internal_start("none")).then_refused(MessageUnknown)
