"""Days begin in order, each once, by the clock of a zone or as a tenant plays them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from libs.events.contracts.calendar import DayStarted
from services.calendar.domain.refusals import DayTooFarAhead, DayWentBack

DAYS_MAX: Final = 400
"""How many days one command starts at most: over a year, in one transaction."""

DAYS: Final = "days"
"""Look-up: the days of a tenant, or of everyone (`-`), as their owners have them."""


@dataclass(frozen=True, slots=True)
class Day:
    """The last day that began on a stream; None: none yet."""

    day_on: date | None = None
    played: bool = False
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days that begin now, all from `first_on` to `last_on`."""

    first_on: date
    last_on: date

    def days(self) -> tuple[date, ...]:
        count = (self.last_on - self.first_on).days + 1
        return tuple(self.first_on + timedelta(days=n) for n in range(count))


def by_the_clock(day: Day, shown_on: date) -> Stretch | None:
    """What begins when the clock shows `shown_on`; a clock set back starts nothing.

    After a long sleep the days between begin too, at most DAYS_MAX at a time: the clock asks
    again until its day is reached.
    """
    if day.day_on is None:
        return Stretch(shown_on, shown_on)
    if shown_on <= day.day_on:
        return None
    furthest_on = day.day_on + timedelta(days=DAYS_MAX)
    return Stretch(day.day_on + timedelta(days=1), min(shown_on, furthest_on))


def as_played(day: Day, to_on: date) -> Stretch | None:
    """What begins when a tenant plays up to `to_on`: of its first played day, that day alone.

    Raises DayWentBack, DayTooFarAhead.
    """
    if day.day_on is None:
        return Stretch(to_on, to_on)
    if to_on < day.day_on:
        raise DayWentBack(to_on=to_on, day_on=day.day_on)
    if (to_on - day.day_on).days > DAYS_MAX:
        raise DayTooFarAhead(to_on=to_on, day_on=day.day_on, days_max=DAYS_MAX)
    if to_on == day.day_on:
        return None
    return Stretch(day.day_on + timedelta(days=1), to_on)


def not_yet_begun(day: Day, stretch: Stretch) -> tuple[date, ...]:
    """The days of `stretch` that a copy does not have yet."""
    return tuple(on for on in stretch.days() if day.day_on is None or on > day.day_on)


def begun(day: Day, event: DayStarted) -> Day:
    later_on = event.day_on if day.day_on is None else max(day.day_on, event.day_on)
    return Day(later_on, event.played, event.zone)
