"""What the dispatcher may do with a message, and what it asks of its decider."""

from datetime import datetime
from typing import Literal, cast
from zoneinfo import ZoneInfo

from libs.events.contracts.model import Command
from libs.events.effects.effect import (
    Aged,
    Effect,
    Failed,
    FailedForNow,
    HoldCause,
    Result,
    Sent,
    Start,
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

FailReason = Literal["address_missing", "address_invalid", "refused"]
ForNowReason = Literal["refused_for_now", "not_reached", "aged"]


class MessageRules:
    """Of messages of every channel: they differ in how they leave alone."""

    def may_begin(self, effect: Effect, now: datetime) -> bool:
        """Within the hours of its zone, and not before its next attempt may be made."""
        if effect.not_before and now < datetime.fromisoformat(effect.not_before):
            return False
        hour = now.astimezone(ZoneInfo(effect.zone)).hour
        return effect.from_hour <= hour < effect.until_hour

    def start(self, effect: Effect, start: Start) -> Command:
        return StartSend(
            message=effect.what,
            attempt=start.attempt,
            token=start.token,
            began_at=start.began_at,
            cut=start.cut,
            content=start.content.object_hash,
        )

    def report(self, effect: Effect, start: Start, result: Result) -> Command:
        about = {"message": effect.what}
        attempt = start.attempt
        match result:
            case Sent():
                return ReportSent(
                    **about, attempt=attempt, reply=result.reply, sent_at=result.sent_at
                )
            case FailedForNow():
                return ReportFailedForNow(
                    **about,
                    attempt=attempt,
                    reason=cast(ForNowReason, result.reason),
                    reply=result.reply,
                    not_before=result.not_before,
                )
            case Aged():
                return ReportFailedForNow(
                    **about, attempt=attempt, reason="aged", not_before=start.began_at
                )
            case Failed():
                reason = cast(FailReason, result.reason)
                return ReportFailed(**about, attempt=attempt, reason=reason, reply=result.reply)
            case _:
                return ReportUncertain(**about, attempt=attempt)

    def hold(self, effect: Effect, cause: HoldCause, service: str) -> Command:
        return HoldMessage(message=effect.what, cause=cause, service=service)

    def judge(self, effect: Effect) -> Command:
        return JudgeAttempt(message=effect.what, attempt=effect.attempt)
