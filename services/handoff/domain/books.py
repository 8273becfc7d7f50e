"""Whether a creditor's books are at rest: no barrier waits for bulk, so it holds offers."""

from dataclasses import dataclass
from typing import Any, Final

from libs.events.contracts.handoff import BooksNoted
from libs.events.contracts.ingestion import ImportFinished, ImportStarted
from libs.events.contracts.matching import (
    FeedAdvanced,
    FeedInterrupted,
    FeedOpened,
    FeedResumed,
)
from libs.events.contracts.model import Event
from libs.events.loop.decider import Message, Recorded, States
from libs.kernel.keys import copy_of, is_copy, path_of, tenant_of

ENDED_MAX: Final = 100
"""What is remembered as over, so that hearing of it again opens nothing."""

BooksFact = (
    FeedOpened | FeedAdvanced | FeedInterrupted | FeedResumed | ImportStarted | ImportFinished
)


@dataclass(frozen=True, slots=True)
class BooksState:
    """Stream `<tenant>/books/<creditor>@<partition>`."""

    open: tuple[str, ...] = ()
    """Statements and imports under way, and accounts with a gap, as `kind/what`."""
    ended: tuple[str, ...] = ()


def books_copy(tenant: str, creditor: str, partition: int) -> str:
    return copy_of(path_of(tenant, "books", creditor or "-"), partition)


def evolve_books(state: BooksState, event: Event) -> BooksState:
    if not isinstance(event, BooksNoted):
        return state
    name = f"{event.kind}/{event.what}"
    others = tuple(one for one in state.open if one != name)
    if event.is_open:
        return BooksState((*others, name), state.ended)
    # An account may have its next gap; a statement and an import end for ever.
    ended = state.ended if event.kind == "gap" else (*state.ended, name)[-ENDED_MAX:]
    return BooksState(others, ended)


def note_books(message: Message, states: States) -> tuple[Recorded, ...]:
    """Adopt this partition's copy of a fact; () is no news."""
    fact = message.body
    if not isinstance(fact, BooksFact) or not is_copy(message.stream):
        return ()
    stream = books_copy(tenant_of(message.key), fact.creditor, message.partition)
    known: BooksState = states.of(stream)
    said = _said(fact)
    name = f"{said['kind']}/{said['what']}"
    is_news = name not in known.ended and said["is_open"] != (name in known.open)
    # An end that is heard first is news as well: its beginning opens nothing any more.
    ends_first = not said["is_open"] and said["kind"] != "gap" and name not in known.ended
    if not (is_news or ends_first):
        return ()
    noted = BooksNoted.model_validate({"creditor": fact.creditor, **said})
    return (Recorded(stream, noted),)


def _said(fact: BooksFact) -> dict[str, Any]:
    match fact:
        case FeedOpened() | FeedAdvanced():
            opens = isinstance(fact, FeedOpened)
            return {"kind": "statement", "what": fact.statement, "is_open": opens}
        case FeedInterrupted() | FeedResumed():
            opens = isinstance(fact, FeedInterrupted)
            return {"kind": "gap", "what": fact.account, "is_open": opens}
        case _:
            opens = isinstance(fact, ImportStarted)
            return {"kind": "import", "what": fact.import_id, "is_open": opens}
