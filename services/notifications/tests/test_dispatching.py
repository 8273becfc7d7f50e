"""When a message may begin, and what the dispatcher asks of its decider."""

from datetime import UTC, datetime

import pytest

from libs.events.effects.effect import (
    Aged,
    Content,
    Effect,
    Failed,
    FailedForNow,
    Result,
    Sent,
    Start,
    Unsure,
)
from services.notifications.domain.commands import (
    HoldMessage,
    JudgeAttempt,
    ReportFailed,
    ReportFailedForNow,
    ReportSent,
    ReportUncertain,
    StartSend,
)
from services.notifications.domain.dispatching import MessageRules

RULES = MessageRules()
START = Start(3, "token", "2026-04-01T10:00:00Z", {"matching": 2}, Content("bytes"), lambda: 9.0)


def an_effect(not_before: str = "", hours: tuple[int, int] = (0, 24)) -> Effect:
    return Effect(
        what="m",
        attempt=3,
        zone="Europe/Brussels",
        not_before=not_before,
        from_hour=hours[0],
        until_hour=hours[1],
    )


@pytest.mark.parametrize(
    ("effect", "now", "may"),
    [
        (an_effect(), "2026-04-01T03:00:00Z", True),
        (an_effect(hours=(8, 18)), "2026-04-01T05:59:59Z", False),  # 7:59 in Brussels, summer
        (an_effect(hours=(8, 18)), "2026-04-01T06:00:00Z", True),
        (an_effect(hours=(8, 18)), "2026-04-01T15:59:59Z", True),
        (an_effect(hours=(8, 18)), "2026-04-01T16:00:00Z", False),
        (an_effect(hours=(8, 18)), "2026-01-05T06:30:00Z", False),  # 7:30 in Brussels, winter
        (an_effect("2026-04-01T10:05:00Z"), "2026-04-01T10:04:59Z", False),
        (an_effect("2026-04-01T10:05:00Z"), "2026-04-01T10:05:00Z", True),
        (an_effect("2026-04-01T10:05:00Z", (8, 12)), "2026-04-01T10:06:00Z", False),
    ],
)
def test_a_message_leaves_in_its_hours_and_not_before_its_time(
    effect: Effect, now: str, may: bool
) -> None:
    assert RULES.may_begin(effect, datetime.fromisoformat(now).astimezone(UTC)) is may


def test_a_start_carries_what_its_process_may_be_held_to() -> None:
    assert RULES.start(an_effect(), START) == StartSend(
        message="m",
        attempt=3,
        token="token",
        began_at="2026-04-01T10:00:00Z",
        cut={"matching": 2},
        content="bytes",
    )


@pytest.mark.parametrize(
    ("result", "command"),
    [
        (
            Sent("250 ok", "2026-04-01T10:00:01Z"),
            ReportSent(message="m", attempt=3, reply="250 ok", sent_at="2026-04-01T10:00:01Z"),
        ),
        (
            FailedForNow("refused_for_now", "2026-04-01T10:15:00Z", "451 later"),
            ReportFailedForNow(
                message="m",
                attempt=3,
                reason="refused_for_now",
                reply="451 later",
                not_before="2026-04-01T10:15:00Z",
            ),
        ),
        (
            Aged(),
            ReportFailedForNow(
                message="m", attempt=3, reason="aged", not_before="2026-04-01T10:00:00Z"
            ),
        ),
        (
            Failed("refused", "550 no"),
            ReportFailed(message="m", attempt=3, reason="refused", reply="550 no"),
        ),
        (Unsure("cut off"), ReportUncertain(message="m", attempt=3)),
    ],
)
def test_every_result_is_reported(result: Result, command: object) -> None:
    assert RULES.report(an_effect(), START, result) == command


def test_holds_and_judgements_are_asked_by_name() -> None:
    assert RULES.hold(an_effect(), "parked", "matching") == HoldMessage(
        message="m", cause="parked", service="matching"
    )
    assert RULES.judge(an_effect()) == JudgeAttempt(message="m", attempt=3)
