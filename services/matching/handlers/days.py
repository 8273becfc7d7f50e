"""What is heard of creditors and days is adopted; a day asks every key with something due."""

from collections.abc import Mapping

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.matching import DayNoted
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
from libs.kernel.keys import is_copy, tenant_of
from services.matching.domain.commands import CheckDue, CheckKeys
from services.matching.domain.noted import (
    CreditorState,
    creditor_stream,
    evolve_creditor,
    note_creditor,
)
from services.matching.domain.statements.covering import cover_as_noted
from services.matching.domain.statements.streams import cover_path


class Days:
    """Copies of announced facts, and the tree of commands that a day sends."""

    takes: tuple[type[Contract], ...] = (
        DayStarted,
        CreditorRegistered,
        CreditorChanged,
        CheckKeys,
    )
    state_types: Mapping[str, type] = {"creditor": CreditorState, "day": NotedDay}

    def needs(self, message: Message, states: States) -> Needs:
        match message.body:
            case CreditorRegistered(facts=facts) | CreditorChanged(facts=facts):
                tenant = tenant_of(message.key)
                stream = creditor_stream(tenant, facts.creditor, message.partition)
                return Needs(streams=(stream, cover_path(tenant, facts.creditor)))
            case DayStarted() as day:
                due_on = day.day_on if is_copy(message.stream) else None
                return Needs(streams=(day_stream(day, message.partition),), due_on=due_on)
            case _:
                return Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case CreditorRegistered() | CreditorChanged():
                return cover_as_noted(message, states, note_creditor(message, states))
            case DayStarted() as day:
                noted = note_day(message, states, DayNoted)
                if not noted:
                    return NOTHING
                return Decision(
                    noted, tuple(checks_of_day(day, message.partition, found.due(), CheckKeys))
                )
            case CheckKeys() as chunk:
                due = CheckDue(day_on=chunk.day_on)
                return Decision(sends=tuple(Send(key, due) for key in chunk.keys))
            case _:
                raise TypeError(f"no day decides on {type(message.body).__name__}")

    def evolve(self, state: State, event: Event) -> State:
        if isinstance(state, NotedDay):
            return NotedDay(event.day_on, event.played) if isinstance(event, DayNoted) else state
        return evolve_creditor(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return Placement()
