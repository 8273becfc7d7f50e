"""Business days: weekends and the holidays of a country, or of the banks (TARGET2)."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

BANKS: Final = "TARGET2"
"""The calendar in which euro payments are booked, in the place of a country code."""

_SATURDAY: Final = 5
_ONE_DAY: Final = timedelta(days=1)
_COUNT_MAX: Final = 1000


class UnknownCalendar(ValueError):
    """A country whose holidays nobody has written down."""


def is_business_day(day_on: date, calendar: str) -> bool:
    """Whether people work on `day_on` in `calendar`: an ISO 3166-1 alpha-2 code, or BANKS.

    National holidays only. Raises UnknownCalendar.
    """
    return day_on.weekday() < _SATURDAY and day_on not in _holidays(calendar, day_on.year)


def next_business_day(day_on: date, calendar: str) -> date:
    """The first business day after `day_on`."""
    return add_business_days(day_on, 1, calendar)


def add_business_days(day_on: date, count: int, calendar: str) -> date:
    """The day that is `count` business days later (earlier, when negative).

    A Saturday and one business day is Monday. Zero is `day_on` itself, whatever day that is.
    Raises ValueError beyond 1000 days.
    """
    if abs(count) > _COUNT_MAX:
        raise ValueError(f"{count} business days are more than {_COUNT_MAX}")
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day_on += step
        left -= is_business_day(day_on, calendar)
    return day_on


def business_days_between(earlier_on: date, later_on: date, calendar: str) -> int:
    """How many business days lie after `earlier_on`, up to and with `later_on`; 0 if none."""
    days = (later_on - earlier_on).days
    return sum(
        is_business_day(earlier_on + timedelta(days=n), calendar) for n in range(1, days + 1)
    )


def add_months(day_on: date, count: int) -> date:
    """The same day `count` months later, or the last one of a month that is shorter."""
    years, month = divmod(day_on.month - 1 + count, 12)
    year, month = day_on.year + years, month + 1
    return date(year, month, min(day_on.day, monthrange(year, month)[1]))


def is_bank_day(day_on: date) -> bool:
    """Whether TARGET2 settles payments on `day_on`."""
    return is_business_day(day_on, BANKS)


def add_bank_days(day_on: date, count: int) -> date:
    return add_business_days(day_on, count, BANKS)


def is_calendar(name: str) -> bool:
    """Whether `name` is a calendar whose holidays are known."""
    return name == BANKS or name in holidays.list_supported_countries()


@lru_cache(maxsize=1024)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    if not is_calendar(calendar):
        raise UnknownCalendar(f"no holidays are known for {calendar!r}")
    if calendar == BANKS:
        return frozenset(holidays.financial_holidays("XECB", years=year))
    return frozenset(holidays.country_holidays(calendar, years=year))
