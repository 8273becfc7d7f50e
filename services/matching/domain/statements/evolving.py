"""States of accounts, days, statements and cover after an event; total, never refusing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from libs.events.contracts.matching import (
    AccountCovered,
    ChunkBooked,
    DayBooked,
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedRestarted,
    FeedResumed,
    LedgerCovered,
    StatementAccepted,
    StatementDropped,
    StatementRepeated,
    StatementWaiting,
)
from libs.events.contracts.model import Event
from services.matching.domain.statements.chain import extended, restarted, with_booking
from services.matching.domain.statements.chunking import chunks_count
from services.matching.domain.statements.state import (
    AccountChain,
    AccountDay,
    CoverState,
    FeedState,
    OpenStatement,
    StatementState,
    WaitingStatement,
)

_CLOSED_KEPT: Final = 50


def evolve_chain(chain: AccountChain, event: Event) -> AccountChain:
    match event:
        case StatementAccepted():
            return _accepted(chain, event)
        case FeedRestarted():
            return restarted(chain, event.opening)
        case FeedAdvanced():
            left = _without(chain.open, event.statement)
            # A day before the chain began says nothing, also once the chain has grown backwards.
            covers = event.through_on >= chain.first_on
            through_on = event.through_on if covers else chain.through_on
            return replace(chain, open=left, through_on=through_on)
        case FeedInterrupted():
            return replace(chain, is_interrupted=True)
        case FeedResumed():
            return replace(chain, is_interrupted=False)
        case _:
            return chain


def evolve_day(day: AccountDay, event: Event) -> AccountDay:
    if not isinstance(event, DayBooked):
        return day
    return with_booking(day, event.statement, event.sequence, event.fingerprints, event.total)


def evolve_statement(state: StatementState, event: Event) -> StatementState:
    match event:
        case StatementWaiting():
            return replace(state, status="waiting", waiting=_as_waiting(event))
        case FeedOpened():
            return replace(state, status="accepted", waiting=None)
        case StatementRepeated():
            return replace(state, status="repeated", waiting=None)
        case StatementDropped():
            return replace(state, status="dropped", waiting=None)
        case ChunkBooked():
            return replace(state, chunks=(*state.chunks, event.chunk))
        case _:
            return state


def evolve_feed(state: FeedState, event: Event) -> FeedState:
    match event:
        case FeedOpened():
            return replace(state, open=(*state.open, event.statement))
        case FeedAdvanced():
            left = tuple(one for one in state.open if one != event.statement)
            closed = (*state.closed, event.statement)[-_CLOSED_KEPT:]
            return replace(state, open=left, closed=closed)
        case FeedInterrupted():
            return replace(state, is_interrupted=True)
        case FeedResumed():
            return replace(state, is_interrupted=False)
        case _:
            return state


def evolve_cover(state: CoverState, event: Event) -> CoverState:
    match event:
        case AccountCovered():
            return replace(state, accounts={**state.accounts, event.account: event.through_on})
        case LedgerCovered():
            return replace(state, through_on=event.through_on)
        case _:
            return state


EVOLVERS: Final[dict[type, Callable[[Any, Event], Any]]] = {
    AccountChain: evolve_chain,
    AccountDay: evolve_day,
    StatementState: evolve_statement,
    FeedState: evolve_feed,
    CoverState: evolve_cover,
}


def evolve(state: Any, event: Event) -> Any:
    """The state after `event`, whichever kind of stream it is the state of."""
    return EVOLVERS[type(state)](state, event)


def _accepted(chain: AccountChain, event: StatementAccepted) -> AccountChain:
    moved = extended(chain, event.place, event, event.new_sum)
    opened = OpenStatement(event.from_on, event.to_on, chunks_count(event.new_count))
    return replace(
        moved,
        account=event.account,
        creditor=event.creditor,
        open={**moved.open, event.statement: opened},
    )


def _as_waiting(event: StatementWaiting) -> WaitingStatement:
    return WaitingStatement(
        account=event.account,
        statement=event.statement,
        content=event.content,
        sequence=event.sequence,
        from_on=event.from_on,
        to_on=event.to_on,
        opening=event.opening,
        closing=event.closing,
        entries_count=event.entries_count,
        reason=event.reason,
    )


def _without(held: dict[str, Any], key: str) -> dict[str, Any]:
    return {one: value for one, value in held.items() if one != key}
