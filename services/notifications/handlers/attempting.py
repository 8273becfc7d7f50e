"""What the dispatcher asks of a mail, whoever it is for: each command to its rule."""

from typing import Any

from libs.events.loop.decider import Decision, Message
from services.notifications.domain import attempts
from services.notifications.domain.commands import (
    FailComposing,
    HoldMessage,
    JudgeAttempt,
    ReportFailed,
    ReportFailedForNow,
    ReportSent,
    ReportUncertain,
    StartSend,
)
from services.notifications.domain.composing import fail_composing
from services.notifications.domain.drafting import Drafting


def attempt(message: Message, draft: Drafting[Any]) -> Decision:
    match message.body:
        case FailComposing() as command:
            return fail_composing(command, draft)
        case StartSend() as command:
            return attempts.start(command, draft, message.process)
        case HoldMessage() as command:
            return attempts.hold(command, draft)
        case JudgeAttempt() as command:
            return attempts.judge(command, draft, message.process)
        case _:
            return _report(message, draft)


def _report(message: Message, draft: Drafting[Any]) -> Decision:
    match message.body:
        case ReportSent() as command:
            return attempts.report_sent(command, draft)
        case ReportFailedForNow() as command:
            return attempts.report_failed_for_now(command, draft)
        case ReportFailed() as command:
            return attempts.report_failed(command, draft)
        case ReportUncertain() as command:
            return attempts.report_uncertain(command, draft)
        case body:
            raise TypeError(f"no mail decides on {type(body).__name__}")
