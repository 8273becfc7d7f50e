"""Days on which people work, and on which banks do, by the published holidays of each."""

from datetime import date, timedelta
from functools import lru_cache

import holidays

BANKS = "XECB"
"""The calendar of TARGET2, in the place of a country."""
SATURDAY = 5
ONE_DAY = timedelta(days=1)


def is_business_day(day_on: date, calendar: str) -> bool:
    """`calendar`: an ISO 3166-1 alpha-2 code that `is_known`, or BANKS."""
    return day_on.weekday() < SATURDAY and day_on not in _holidays(calendar, day_on.year)


def bank_days_before(day_on: date, count: int) -> date:
    """The day that lies so many bank days before; zero is `day_on` itself."""
    while count:
        day_on -= ONE_DAY
        count -= is_business_day(day_on, BANKS)
    return day_on


def is_known(country: str) -> bool:
    """Whether anybody has written the holidays of `country` down."""
    return country in holidays.list_supported_countries()


@lru_cache(maxsize=256)
def _holidays(calendar: str, year: int) -> frozenset[date]:
    if calendar == BANKS:
        return frozenset(holidays.financial_holidays(BANKS, years=year))
    return frozenset(holidays.country_holidays(calendar, years=year))
