"""What is announced to every partition: days and creditors; and the tree of a day."""

from collections.abc import Mapping
from typing import get_args

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.handoff import DayNoted
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Contract, Event
from libs.events.loop.days import NotedDay, day_stream, note_day
from libs.events.loop.decider import (
    NOTHING,
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    Send,
    State,
    States,
)
from libs.events.loop.trees import checks_of_day
from libs.kernel.keys import identity_of, is_copy, kind_of, tenant_of
from services.handoff.domain.books import (
    BooksFact,
    BooksState,
    books_copy,
    evolve_books,
    note_books,
)
from services.handoff.domain.commands import CheckDue, CheckKeys, FreeOffers
from services.handoff.domain.creditors import (
    CreditorState,
    creditor_copy,
    evolve_creditor,
    note_creditor,
)
from services.handoff.domain.values import NO_DAY

BOOKS_FACTS: tuple[type[Event], ...] = get_args(BooksFact)


def _freed(message: Message, found: Found) -> tuple[Send, ...]:
    """Whoever waits is asked, whatever the news: the books say by themselves whether they rest."""
    tenant = tenant_of(message.key)
    keys = [key for key in found.due() if tenant_of(key) == tenant and kind_of(key) == "debtor"]
    return tuple(Send(key, FreeOffers(debtor=identity_of(key))) for key in keys)


class Announced:
    """Copies of announced facts, and whom a day asks."""

    takes: tuple[type[Contract], ...] = (
        DayStarted,
        CreditorRegistered,
        CreditorChanged,
        *BOOKS_FACTS,
        CheckKeys,
    )
    state_types: Mapping[str, type] = {
        "books": BooksState,
        "creditor": CreditorState,
        "day": NotedDay,
    }

    def needs(self, message: Message, states: States) -> Needs:
        match message.body:
            case CreditorRegistered(facts=facts) | CreditorChanged(facts=facts):
                tenant = tenant_of(message.key)
                return Needs((creditor_copy(tenant, facts.creditor, message.partition),))
            case DayStarted() as day:
                due_on = day.day_on if is_copy(message.stream) else None
                return Needs((day_stream(day, message.partition),), due_on=due_on)
            case body if isinstance(body, BooksFact) and is_copy(message.stream):
                tenant = tenant_of(message.key)
                stream = books_copy(tenant, body.creditor, message.partition)
                return Needs((stream,), due_on=NO_DAY)
            case _:
                return Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case CreditorRegistered() | CreditorChanged():
                return Decision(note_creditor(message, states))
            case DayStarted() as day:
                noted = note_day(message, states, DayNoted)
                if not noted:
                    return NOTHING
                checks = checks_of_day(day, message.partition, found.due(), CheckKeys)
                return Decision(noted, tuple(checks))
            case CheckKeys() as chunk:
                due = CheckDue(day_on=chunk.day_on)
                return Decision(sends=tuple(Send(key, due) for key in chunk.keys))
            case _:
                noted = note_books(message, states)
                return Decision(noted, _freed(message, found)) if noted else NOTHING

    def evolve(self, state: State, event: Event) -> State:
        if isinstance(state, CreditorState):
            return evolve_creditor(state, event)
        if isinstance(state, BooksState):
            return evolve_books(state, event)
        return NotedDay(event.day_on, event.played) if isinstance(event, DayNoted) else state

    def place(self, stream: str, state: State) -> Placement:
        return Placement()
