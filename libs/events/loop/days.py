"""Which day it is for a tenant in a zone, as a partition has noted it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Event
from libs.events.loop.decider import Message, Recorded, States
from libs.kernel.keys import NO_TENANT, copy_of, is_copy, path_of

EVERY_ZONE: Final = "*"
"""The zone of a played day: a tenant that plays days has one day in all of its zones."""


@dataclass(frozen=True, slots=True)
class NotedDay:
    """The last day of a stream that this partition has noted; None: none yet."""

    day_on: date | None = None
    played: bool = False


def day_path(tenant: str | None, zone: str) -> str:
    """The path of a day: `-/day/Europe:Brussels` by the clock, `acme/day/*` played by acme."""
    return path_of(tenant or NO_TENANT, "day", zone.replace("/", ":"))


def day_streams(tenant: str, zone: str, partition: int) -> tuple[str, str, str]:
    """The streams that `today` reads: name them all in `Needs.streams`.

    The tenant's own day in the zone, its day in every zone, everyone's day in the zone.
    """
    paths = (day_path(tenant, zone), day_path(tenant, EVERY_ZONE), day_path(None, zone))
    own, everywhere, clock = (copy_of(path, partition) for path in paths)
    return own, everywhere, clock


def today(states: States, tenant: str, zone: str, partition: int) -> date | None:
    """The day that `partition` has noted; None: no day has begun there yet, so wait.

    A tenant that has played days ignores the clock, in every zone.
    """
    days: list[NotedDay] = [states.of(name) for name in day_streams(tenant, zone, partition)]
    played = [day.day_on for day in days[:2] if day.played and day.day_on is not None]
    return max(played, default=days[2].day_on)


def concerns(day_zone: str, day_tenant: str | None, *, tenant: str, zone: str) -> bool:
    """Whether a started day may move `today` of `tenant` in `zone`."""
    return day_zone in (zone, EVERY_ZONE) and day_tenant in (tenant, None)


def day_stream(day: DayStarted, partition: int) -> str:
    """Where `partition` keeps its copy of an announced day."""
    return copy_of(day_path(day.tenant, day.zone), partition)


def note_day(message: Message, states: States, noted: Callable[..., Event]) -> tuple[Recorded, ...]:
    """Adopt a day from this partition's copy, as the service's event `noted`; () is no news."""
    day = message.body
    assert isinstance(day, DayStarted)
    stream = day_stream(day, message.partition)
    if not is_copy(message.stream):
        return ()  # its own key's record: every partition hears its copy as well
    if not follows(day.day_on, states.of(stream)):
        return ()
    event = noted(day_on=day.day_on, zone=day.zone, tenant=day.tenant, played=day.played)
    return (Recorded(stream, event),)


def follows(heard_on: date, noted: NotedDay) -> bool:
    """Whether a day that is heard is news to the state of its stream: days never go back."""
    return noted.day_on is None or heard_on > noted.day_on
