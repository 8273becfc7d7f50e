"""Each partition's own copy of what an account or a creditor announces, once."""

from typing import Any

from libs.events.contracts.matching import (
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
    LedgerCovered,
)
from libs.events.contracts.model import Command, Event
from libs.events.loop.decider import NOTHING, Decision, Message, Recorded, States
from libs.kernel.ids import IdSecret
from services.matching.domain.statements.commands import (
    CopyFeedAdvanced,
    CopyFeedInterrupted,
    CopyFeedOpened,
    CopyFeedResumed,
    CopyLedgerCovered,
)
from services.matching.domain.statements.state import CoverState, FeedState
from services.matching.domain.statements.streams import cover_copy, feed_copy

Copied = (
    CopyFeedOpened | CopyFeedAdvanced | CopyFeedInterrupted | CopyFeedResumed | CopyLedgerCovered
)


def copy_stream(message: Message) -> str:
    """Where this partition keeps its copy of what the message announces."""
    command = message.body
    assert isinstance(command, Copied)
    if isinstance(command, CopyLedgerCovered):
        return cover_copy(message.tenant, command.creditor, message.partition)
    return feed_copy(message.tenant, command.account, message.partition)


def copy(message: Message, states: States, _: IdSecret) -> Decision:
    """Record what is announced, unless this partition knows it."""
    command, stream = message.body, copy_stream(message)
    assert isinstance(command, Copied)
    if _is_known(command, states.of(stream)):
        return NOTHING
    event = _EVENTS[type(command)].model_validate(dict(command))
    return Decision(events=(Recorded(stream, event),))


_EVENTS: dict[type[Command], type[Event]] = {
    CopyFeedOpened: FeedOpened,
    CopyFeedAdvanced: FeedAdvanced,
    CopyFeedInterrupted: FeedInterrupted,
    CopyFeedResumed: FeedResumed,
    CopyLedgerCovered: LedgerCovered,
}


def _is_known(command: Copied, state: Any) -> bool:
    if isinstance(command, CopyLedgerCovered):
        assert isinstance(state, CoverState)
        return state.through_on is not None and state.through_on >= command.through_on
    assert isinstance(state, FeedState)
    match command:
        case CopyFeedOpened():
            return command.statement in (*state.open, *state.closed)
        case CopyFeedAdvanced():
            return command.statement not in state.open
        case CopyFeedInterrupted():
            return state.is_interrupted
        case CopyFeedResumed():
            return not state.is_interrupted
