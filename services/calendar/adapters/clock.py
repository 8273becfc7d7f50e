"""The clock of each creditor's zone: says to the log that its day has begun."""

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from libs.chassis.parts import Given
from libs.events.loop.days import day_path
from libs.events.loop.decider import Lookup
from libs.events.loop.edge import NotTaken, Question
from libs.events.loop.settings import utc_now
from libs.kernel.ids import IdSecret
from libs.kernel.keys import NO_TENANT
from services.calendar.domain.commands import StartDay
from services.calendar.domain.days import DAYS
from services.calendar.views.zones import all_zones

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 1.0
ZONES_MAX: Final = 1_000
"""More than there are."""

_ANSWER_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Due:
    """A zone whose clock shows a day that has not begun in the log."""

    zone: str
    shown_on: date
    begun_on: date | None


def due_zones(now: datetime, zones: Iterable[str], begun: Mapping[str, date]) -> Sequence[Due]:
    """Zones to be told of, where `now` (aware) falls on a later day than the last that began.

    A zone that this machine's tables do not know is passed over: another machine's may.
    """
    found = []
    for zone in zones:
        try:
            shown_on = now.astimezone(ZoneInfo(zone)).date()
        except (ZoneInfoNotFoundError, ValueError):
            log.warning("zone_unknown", zone=zone)
            continue
        begun_on = begun.get(zone)
        if begun_on is None or shown_on > begun_on:
            found.append(Due(zone, shown_on, begun_on))
    return found


async def keep_days(given: Given, now: Callable[[], datetime] = utc_now) -> None:
    """For ever. Every process of the service may run it: a day that is told twice is one day."""
    while True:
        begun = await _begun(given)
        for due in due_zones(now(), await all_zones(given.pool), begun):
            try:
                await given.edge.ask(_question(given.ids, due), wait_s=_ANSWER_S)
            except NotTaken:
                break  # the broker is away; the next look finds it due again
            log.info("day_told", zone=due.zone, day=due.shown_on.isoformat())
        await asyncio.sleep(LOOK_EVERY_S)


async def zones_without_day(given: Given, now: Callable[[], datetime] = utc_now) -> int:
    """How many zones have clocks that show a day which has not begun in the log."""
    return len(due_zones(now(), await all_zones(given.pool), await _begun(given)))


async def _begun(given: Given) -> Mapping[str, date]:
    """The last day that began by the clock, by zone."""
    question = Lookup(DAYS, NO_TENANT, ZONES_MAX)
    entries = (await given.store.look_up([question]))[question]
    return {entry.value.zone: entry.value.day_on for entry in entries}


def _question(ids: IdSecret, due: Due) -> Question:
    """The same for who else sees the same clock after the same day."""
    words = f"{due.zone} {due.begun_on} {due.shown_on}"
    return Question(
        tenant=NO_TENANT,
        key=day_path(None, due.zone),
        command=StartDay(zone=due.zone, day_on=due.shown_on),
        command_id=ids.hashed(NO_TENANT, "clock", words),
        body_hash=hashlib.sha256(words.encode()).hexdigest(),
    )
