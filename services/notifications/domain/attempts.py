"""An attempt: started by the process that may perform it, held, reported, judged."""

from typing import Any, Final

from libs.events.effects.effect import STARTED
from libs.events.loop.decider import Decision
from services.notifications.domain.attempted import Attempted
from services.notifications.domain.commands import (
    HoldMessage,
    JudgeAttempt,
    ReportFailed,
    ReportFailedForNow,
    ReportSent,
    ReportUncertain,
    StartSend,
)
from services.notifications.domain.drafting import Drafting
from services.notifications.domain.refusals import AttemptIsAlive, AttemptOutOfTurn, OtherProcess

Draft = Drafting[Any]

TRIES_MAX: Final = 12
"""Attempts that a server kept from succeeding; with the waits between them more than a day."""


def start(command: StartSend, draft: Draft, process: str) -> Decision:
    """`process`: the token of the one that decides; only it may perform what it starts.

    Raises OtherProcess, AttemptOutOfTurn.
    """
    state = draft.state
    if command.token != process:
        raise OtherProcess(attempt=command.attempt, message=command.message)
    if _is_again(command, draft):
        return draft.decision(STARTED)
    if state.stage == "ended":
        return draft.decision()
    if state.stage != "composed" or command.attempt != state.attempt + 1:
        following = state.attempt + 1
        raise AttemptOutOfTurn(
            message=command.message, attempt=command.attempt, next_attempt=following
        )
    if draft.is_over:
        draft.outlive()
        return draft.decision()
    started = draft.words.started(
        **draft.about,
        attempt=command.attempt,
        token=command.token,
        began_at=command.began_at,
        cut=command.cut,
        content=command.content,
    )
    draft.record(started)
    return draft.decision(STARTED)


def _is_again(command: StartSend, draft: Draft) -> bool:
    asked = (command.attempt, command.token, command.began_at)
    under_way = (draft.state.attempt, draft.state.token, draft.state.began_at)
    return draft.state.stage == "started" and asked == under_way


def hold(command: HoldMessage, draft: Draft) -> Decision:
    """Said once per change of cause."""
    state = draft.state
    if state.stage == "composed" and (state.held, state.held_by) != (
        command.cause,
        command.service,
    ):
        draft.record(draft.words.held(**draft.about, cause=command.cause, service=command.service))
    return draft.decision()


def report_sent(command: ReportSent, draft: Draft) -> Decision:
    """Also when it was judged uncertain meanwhile: that it was sent is the better knowledge."""
    state = draft.state
    judged = state.is_open and command.attempt == state.uncertain_attempt
    if judged or _is_under_way(command.attempt, draft):
        sent = draft.words.sent(
            **draft.about,
            attempt=command.attempt,
            repeated=0 < state.uncertain_attempt < command.attempt,
            reply=command.reply[:200],
            sent_at=command.sent_at,
        )
        draft.record(sent)
    return draft.decision()


def report_failed_for_now(command: ReportFailedForNow, draft: Draft) -> Decision:
    """Another attempt follows, unless it was recalled meanwhile or its day is over."""
    if not _is_under_way(command.attempt, draft):
        return draft.decision()
    failed = draft.words.failed_for_now(
        **draft.about,
        attempt=command.attempt,
        reason=command.reason,
        reply=command.reply,
        not_before=command.not_before,
    )
    draft.record(failed)
    draft.go_on()
    if draft.state.is_open and draft.state.tries >= TRIES_MAX:
        exhausted = draft.words.failed(
            **draft.about, attempt=command.attempt, reason="tries_exhausted", reply=command.reply
        )
        draft.end(exhausted)
    return draft.decision()


def report_failed(command: ReportFailed, draft: Draft) -> Decision:
    if _is_under_way(command.attempt, draft):
        failed = draft.words.failed(
            **draft.about, attempt=command.attempt, reason=command.reason, reply=command.reply
        )
        draft.end(failed)
    return draft.decision()


def report_uncertain(command: ReportUncertain, draft: Draft) -> Decision:
    return _doubt(command.attempt, draft)


def judge(command: JudgeAttempt, draft: Draft, process: str) -> Decision:
    """Of a process that is gone. Raises AttemptIsAlive when it is the one that decides."""
    if _is_under_way(command.attempt, draft) and draft.state.token == process:
        raise AttemptIsAlive(message=command.message, attempt=command.attempt)
    return _doubt(command.attempt, draft)


def _doubt(attempt: int, draft: Draft) -> Decision:
    """The first time one new attempt follows, if any may; the second time a person has to look."""
    state = draft.state
    if _is_under_way(attempt, draft):
        no_more = bool(state.uncertain_attempt or draft.is_recalled) or draft.is_over
        draft.record(draft.words.uncertain(**draft.about, attempt=attempt, last=no_more))
    return draft.decision()


def _is_under_way(attempt: int, draft: Draft) -> bool:
    state: Attempted = draft.state
    return state.stage == "started" and state.attempt == attempt
