"""A demand becomes a message, once; a recall is a wish that only notifications can fulfil."""

from datetime import date

from libs.events.contracts.notifications import (
    AttemptFailed,
    DemandNoted,
    MessageComposed,
    MessageFailed,
    MessageSent,
    MessageWithdrawn,
    RecallNoted,
)
from libs.testkit.scenarios import like
from services.notifications.domain.commands import LineSource
from services.notifications.domain.refusals import MessageUnknown
from services.notifications.tests.building import (
    a_day,
    a_demand,
    a_noted_day,
    a_recall,
    a_start,
    an_item,
    composed,
    eur,
    failed_for_now,
    message_of,
    not_composed,
    notifications,
    sent,
)


def test_a_demand_that_is_heard_has_one_message_to_compose() -> None:
    (
        notifications.when(a_demand("d1", an_item("F-17", "120.00"), credit="20.00")).then(
            like(
                DemandNoted,
                message=message_of("d1"),
                total=eur("120.00"),
                credit=eur("20.00"),
                net=eur("100.00"),
            )
        )
    )


def test_the_same_demand_again_is_no_news() -> None:
    notifications.given(a_demand()).when(a_demand()).then_nothing()


def test_a_demand_whose_day_is_over_when_it_is_heard_never_leaves() -> None:
    (
        notifications.given(a_day("2026-04-02"))
        .when(a_demand(day="2026-04-01"))
        .then(like(DemandNoted), like(MessageWithdrawn, reason="day_over"))
    )


def test_a_message_shows_what_was_demanded_with_what_documents_add() -> None:
    scenario = notifications.given(
        a_demand("d1", an_item("F-17", "120.00"), an_item("F-18", "30.50"))
    ).when(composed("d1", LineSource(item="item-F-17", reference="RF18", original="ubl-17")))

    scenario.then(like(MessageComposed, total=eur("150.50"), content="content-1", language="en"))
    (event,) = [one.event for one in scenario.recorded]
    assert isinstance(event, MessageComposed)
    shown = [(one.number, one.asked, one.reference, one.original) for one in event.lines]
    assert shown == [("F-17", eur("120.00"), "RF18", "ubl-17"), ("F-18", eur("30.50"), "", "")]


def test_a_message_is_composed_once() -> None:
    (
        notifications.given(a_demand(), composed())
        .when(composed())
        .then_nothing()
        .then_answers(outcome="composed")
    )


def test_what_cannot_be_composed_has_failed_without_an_attempt() -> None:
    for reason in ("address_missing", "template_error"):
        (
            notifications.given(a_demand())
            .when(not_composed(reason))
            .then(like(MessageFailed, reason=reason, attempt=0, reply="why"))
        )


def test_a_message_that_is_composed_does_not_fail_by_a_late_try_to_compose() -> None:
    notifications.given(a_demand(), composed()).when(not_composed()).then_nothing()


def test_nobody_composes_what_was_never_demanded() -> None:
    notifications.when(composed("d9")).then_refused(MessageUnknown, message=message_of("d9"))


def test_a_demand_recalled_before_it_was_composed_never_leaves() -> None:
    (
        notifications.given(a_demand())
        .when(a_recall(gate="disputed_items_wait", cause="acme/dispute/x"))
        .then(
            like(
                MessageWithdrawn,
                reason="recalled",
                gate="disputed_items_wait",
                cause="acme/dispute/x",
            )
        )
    )


def test_what_was_recalled_is_not_composed_any_more() -> None:
    (
        notifications.given(a_demand(), a_recall())
        .when(composed())
        .then_nothing()
        .then_answers(outcome="withdrawn", stage="ended")
    )


def test_a_demand_recalled_before_its_start_never_leaves() -> None:
    (
        notifications.given(a_demand(), composed())
        .when(a_recall())
        .then(like(MessageWithdrawn, reason="recalled", gate="paid_items_are_not_demanded"))
    )


def test_the_start_of_what_was_recalled_is_no_start() -> None:
    (
        notifications.given(a_demand(), composed(), a_recall())
        .when(a_start())
        .then_nothing()
        .then_answers(outcome="withdrawn")
    )


def test_a_recall_that_crosses_an_attempt_is_noted_and_the_report_decides() -> None:
    crossed = notifications.given(a_demand(), composed(), a_start())
    crossed.when(a_recall()).then(like(RecallNoted, gate="paid_items_are_not_demanded"))
    crossed.when(a_recall()).then_nothing()
    crossed.when(sent()).then(like(MessageSent, attempt=1, repeated=False))


def test_an_attempt_that_fails_for_now_after_a_recall_is_the_last() -> None:
    (
        notifications.given(a_demand(), composed(), a_start(), a_recall())
        .when(failed_for_now())
        .then(
            like(AttemptFailed, attempt=1),
            like(MessageWithdrawn, reason="recalled", cause="acme/share/s1"),
        )
    )


def test_a_recall_of_what_has_ended_is_no_news() -> None:
    notifications.given(a_demand(), composed(), a_start(), sent()).when(a_recall()).then_nothing()
    notifications.given(a_demand(), not_composed()).when(a_recall()).then_nothing()
    notifications.given(a_demand(), a_recall()).when(a_recall()).then_nothing()


def test_a_recall_of_what_was_never_heard_is_nothing() -> None:
    notifications.when(a_recall("d9")).then_nothing()


def test_a_message_is_valid_for_its_day() -> None:
    (
        notifications.given(a_day("2026-04-01"), a_demand(), composed())
        .when(a_day("2026-04-02"))
        .then(like(MessageWithdrawn, reason="day_over", gate="", cause=""))
    )


def test_what_is_not_composed_by_the_end_of_its_day_never_leaves() -> None:
    (
        notifications.given(a_demand())
        .when(a_day("2026-04-02"))
        .then(like(MessageWithdrawn, reason="day_over"))
    )


def test_its_own_day_and_the_day_of_another_zone_end_no_message() -> None:
    still_open = notifications.given(a_demand(), composed())
    still_open.when(a_day("2026-04-01")).then()
    still_open.when(a_day("2026-04-02", zone="Asia/Tokyo")).then()
    still_open.when(a_start()).then_answers(outcome="started")


def test_a_tenant_that_plays_days_is_not_ended_by_the_clock() -> None:
    played = notifications.given(a_day("2026-04-01", played_by="acme"), a_demand(), composed())
    played.when(a_day("2026-11-25")).then()
    played.when(a_day("2026-04-02", played_by="acme")).then(
        like(MessageWithdrawn, reason="day_over")
    )


def test_a_start_on_a_later_day_is_withdrawn_before_the_day_has_asked() -> None:
    scenario = notifications.given(a_demand(), composed(), a_noted_day("2026-04-02"))
    scenario.when(a_start()).then(like(MessageWithdrawn, reason="day_over"))
    scenario.when(a_start()).then_nothing().then_answers(outcome="withdrawn")


def test_what_is_composed_on_a_later_day_is_withdrawn_before_the_day_has_asked() -> None:
    scenario = notifications.given(a_demand(), a_noted_day("2026-04-02"))
    scenario.when(composed()).then(like(MessageWithdrawn, reason="day_over"))


def test_an_attempt_under_way_when_the_day_ends_reports_and_is_the_last() -> None:
    over = notifications.given(a_demand(), composed(), a_start())
    over.when(a_day("2026-04-02")).then()
    over.when(failed_for_now()).then(like(AttemptFailed), like(MessageWithdrawn, reason="day_over"))


def test_a_day_ends_every_open_message_of_a_debtor() -> None:
    scenario = notifications.given(
        a_demand("d1"), a_demand("d2", an_item("F-18", "9.00")), composed("d1")
    )
    scenario.when(a_day("2026-04-02"))
    ended = [one.event for one in scenario.recorded]
    assert {one.demand for one in ended if isinstance(one, MessageWithdrawn)} == {"d1", "d2"}


def test_messages_of_a_later_day_stay() -> None:
    scenario = notifications.given(a_demand("d1"), a_demand("d2", day="2026-04-02"))
    scenario.when(a_day("2026-04-02")).then(like(MessageWithdrawn, demand="d1"))
    assert date(2026, 4, 2) == scenario.state(f"acme/message/{message_of('d2')}").day_on
