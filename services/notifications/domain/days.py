"""Days as this partition has noted them: the stream of a day, and which day it is."""

from dataclasses import dataclass
from datetime import date

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.notifications import DayNoted
from libs.events.loop.days import day_path, follows
from libs.events.loop.decider import Message, Recorded, States
from libs.kernel.keys import copy_of, is_copy


@dataclass(frozen=True, slots=True)
class DayState:
    """The last day of a zone that this partition has noted; None: none yet."""

    day_on: date | None = None
    played: bool = False


def day_stream(day: DayStarted, partition: int) -> str:
    return copy_of(day_path(day.tenant, day.zone), partition)


def note_day(message: Message, states: States) -> tuple[Recorded, ...]:
    """Adopt a day from this partition's copy; nothing when it is not news."""
    day = message.body
    assert isinstance(day, DayStarted)
    stream = day_stream(day, message.partition)
    known: DayState = states.of(stream)
    if not is_copy(message.stream) or not follows(day.day_on, known):
        return ()
    noted = DayNoted(day_on=day.day_on, zone=day.zone, tenant=day.tenant, played=day.played)
    return (Recorded(stream, noted),)


def evolve_day(state: DayState, event: object) -> DayState:
    return DayState(event.day_on, event.played) if isinstance(event, DayNoted) else state
