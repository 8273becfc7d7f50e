"""A day is adopted, and each key with a message that is open from an earlier day is asked."""

from collections.abc import Mapping

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Contract, Event
from libs.events.contracts.notifications import DayNoted
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
from libs.kernel.keys import is_copy
from services.notifications.domain.commands import CheckDue, CheckKeys


class Days:
    """Copies of announced days, and the tree of commands that a day sends."""

    takes: tuple[type[Contract], ...] = (DayStarted, CheckKeys)
    state_types: Mapping[str, type] = {"day": NotedDay}

    def needs(self, message: Message, states: States) -> Needs:
        if isinstance(message.body, DayStarted):
            due_on = message.body.day_on if is_copy(message.stream) else None
            return Needs(streams=(day_stream(message.body, message.partition),), due_on=due_on)
        return Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
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
                raise TypeError(f"no day decides on {type(message.body).__name__}")

    def evolve(self, state: State, event: Event) -> State:
        return NotedDay(event.day_on, event.played) if isinstance(event, DayNoted) else state

    def place(self, stream: str, state: State) -> Placement:
        return Placement()
