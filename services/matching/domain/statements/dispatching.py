"""Which function decides a command about statements, and what it needs to see."""

from collections.abc import Callable
from typing import Final

from libs.events.contracts.model import Command
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from libs.kernel.ids import IdSecret
from services.matching.domain.noted import creditor_stream
from services.matching.domain.statements.booking import book_statement
from services.matching.domain.statements.chunks import book_chunk
from services.matching.domain.statements.commands import (
    BookChunk,
    BookStatement,
    CopyFeedAdvanced,
    CopyFeedInterrupted,
    CopyFeedOpened,
    CopyFeedResumed,
    CopyLedgerCovered,
    CoverAdvanced,
    DecideStatement,
    DeclareCover,
    RestartFeed,
    RetryWaiting,
    SettleStatement,
)
from services.matching.domain.statements.copying import copy, copy_stream
from services.matching.domain.statements.covering import (
    advance_cover,
    declare_cover,
    settle_statement,
)
from services.matching.domain.statements.nearby import Stretch
from services.matching.domain.statements.persons import (
    decide_statement,
    restart_feed,
    restart_stretch,
    retry_waiting,
)
from services.matching.domain.statements.seeing import Arrival, needs_of
from services.matching.domain.statements.streams import cover_path, statement_path

_Decide = Callable[[Message, States, Found, IdSecret], Decision]
_DecideUnaided = Callable[[Message, States, IdSecret], Decision]


def needs(message: Message, states: States) -> Needs:
    """What deciding a command of this package has to see."""
    arrival = _arrival(message.body)
    if arrival is not None:
        return needs_of(arrival, message, states)
    match message.body:
        case BookChunk() as command:
            streams = (
                statement_path(message.tenant, command.statement),
                creditor_stream(message.tenant, command.creditor, message.partition),
            )
            return Needs(streams, contents=(command.content,))
        case CoverAdvanced() | DeclareCover() as command:
            streams = (
                cover_path(message.tenant, command.creditor),
                creditor_stream(message.tenant, command.creditor, message.partition),
            )
            return Needs(streams)
        case _:
            return Needs((copy_stream(message),))


def decide(message: Message, states: States, found: Found, ids: IdSecret) -> Decision:
    """What a command of this package leads to. Raises a Refusal only for one from the edge."""
    kind = type(message.body)
    if kind in _WITH_CONTENT:
        return _WITH_CONTENT[kind](message, states, found, ids)
    return _UNAIDED[kind](message, states, ids)


_WITH_CONTENT: Final[dict[type, _Decide]] = {
    BookStatement: book_statement,
    BookChunk: book_chunk,
    DecideStatement: decide_statement,
    RestartFeed: restart_feed,
    RetryWaiting: retry_waiting,
}
_UNAIDED: Final[dict[type, _DecideUnaided]] = {
    SettleStatement: settle_statement,
    CoverAdvanced: advance_cover,
    DeclareCover: declare_cover,
    CopyFeedOpened: copy,
    CopyFeedAdvanced: copy,
    CopyFeedInterrupted: copy,
    CopyFeedResumed: copy,
    CopyLedgerCovered: copy,
}


def _arrival(body: object) -> Arrival | None:
    """What a command brings to an account's key; None for one that brings no statement there."""
    match body:
        case BookStatement():
            stretch = Stretch(body.from_on, body.to_on, body.opening, body.closing)
            return Arrival(
                account=body.account,
                creditor=body.creditor,
                statement=body.statement,
                content=body.content,
                stretch=lambda chain, waiting: stretch,
            )
        case DecideStatement():
            return Arrival(
                body.account,
                statement=body.statement,
                stretch=lambda chain, waiting: (
                    Stretch.of_waiting(waiting[body.statement])
                    if body.statement in waiting
                    else None
                ),
            )
        case RestartFeed():
            return Arrival(body.account, stretch=lambda chain, _: restart_stretch(chain, body))
        case RetryWaiting():
            return Arrival(body.account, stretch=lambda chain, _: Stretch.of_chain(chain))
        case SettleStatement():
            return Arrival(body.account, statement=body.statement)
        case _:
            return None


COMMANDS: Final[tuple[type[Command], ...]] = (
    *(kind for kind in _WITH_CONTENT if issubclass(kind, Command)),
    *(kind for kind in _UNAIDED if issubclass(kind, Command)),
)
