"""A day is adopted, and each key with a message that is open from an earlier day is asked."""

from collections.abc import Iterator, Mapping
from typing import Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Contract, Event
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
from libs.kernel.keys import NO_TENANT, is_copy, path_of, tenant_of
from services.notifications.domain.commands import CheckDue, CheckKeys
from services.notifications.domain.days import DayState, day_stream, evolve_day, note_day

KEYS_MAX: Final = 500


class Days:
    """Copies of announced days, and the tree of commands that a day sends."""

    takes: tuple[type[Contract], ...] = (DayStarted, CheckKeys)
    state_types: Mapping[str, type] = {"day": DayState}

    def needs(self, message: Message, states: States) -> Needs:
        if isinstance(message.body, DayStarted):
            due_on = message.body.day_on if is_copy(message.stream) else None
            return Needs(streams=(day_stream(message.body, message.partition),), due_on=due_on)
        return Needs()

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        match message.body:
            case DayStarted() as day:
                noted = note_day(message, states)
                if not noted:
                    return NOTHING
                return Decision(noted, tuple(_chunks(day, message.partition, found.due())))
            case CheckKeys() as chunk:
                due = CheckDue(day_on=chunk.day_on)
                return Decision(sends=tuple(Send(key, due) for key in chunk.keys))
            case _:
                raise TypeError(f"no day decides on {type(message.body).__name__}")

    def evolve(self, state: State, event: Event) -> State:
        return evolve_day(state, event)

    def place(self, stream: str, state: State) -> Placement:
        return Placement()


def _chunks(day: DayStarted, partition: int, due: tuple[str, ...]) -> Iterator[Send]:
    """The keys that a day may concern: a tenant's own day, or everyone's."""
    keys = [key for key in due if day.tenant in (None, tenant_of(key))]
    zone = day.zone.replace("/", ":")
    for start in range(0, len(keys), KEYS_MAX):
        chunk = CheckKeys(day_on=day.day_on, keys=tuple(keys[start : start + KEYS_MAX]))
        name = f"{day.day_on}.{zone}.{partition}.{start // KEYS_MAX}"
        yield Send(path_of(day.tenant or NO_TENANT, "check", name), chunk)
