"""Business days against calendars that anybody can look up."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.kernel.days import (
    BANKS,
    UnknownCalendar,
    add_bank_days,
    add_business_days,
    add_months,
    business_days_between,
    is_bank_day,
    is_business_day,
    next_business_day,
)


@pytest.mark.parametrize(
    ("day", "calendar", "works"),
    [
        ("2026-04-03", BANKS, False),  # Good Friday: a TARGET closing day
        ("2026-04-03", "BE", True),  # but people work in Belgium
        ("2026-04-03", "NL", False),  # put on a level with a holiday, Algemene termijnenwet art. 3
        ("2026-04-06", BANKS, False),  # Easter Monday
        ("2026-05-01", BANKS, False),  # Labour Day
        ("2026-05-01", "NL", True),
        ("2026-04-27", "NL", False),  # King's Day
        ("2026-04-27", BANKS, True),
        ("2026-07-21", "BE", False),  # Belgian national day
        ("2026-07-14", "FR", False),  # Bastille Day
        ("2026-10-03", "DE", False),  # a Saturday, and German Unity
        ("2026-12-26", BANKS, False),
        ("2026-03-14", "NL", False),  # a Saturday
    ],
)
def test_holidays_and_weekends_are_no_business_days(day: str, calendar: str, works: bool) -> None:
    assert is_business_day(date.fromisoformat(day), calendar) is works


@pytest.mark.parametrize(
    ("start", "count", "calendar", "end"),
    [
        ("2026-03-12", 1, BANKS, "2026-03-13"),  # Thursday to Friday
        ("2026-03-13", 1, BANKS, "2026-03-16"),  # Friday to Monday
        ("2026-03-14", 1, BANKS, "2026-03-16"),  # Saturday to Monday
        ("2026-04-02", 1, BANKS, "2026-04-07"),  # over Easter
        ("2026-04-02", 5, BANKS, "2026-04-13"),  # 7, 8, 9, 10, 13 April
        ("2026-04-07", -1, BANKS, "2026-04-02"),  # and back
        ("2026-03-14", 0, BANKS, "2026-03-14"),  # zero stays, also on a Saturday
        ("2026-12-31", 1, "BE", "2027-01-04"),  # New Year's Day is a Friday
    ],
)
def test_business_days_are_counted_over_weekends_and_holidays(
    start: str, count: int, calendar: str, end: str
) -> None:
    assert add_business_days(date.fromisoformat(start), count, calendar).isoformat() == end


def test_a_country_without_holidays_is_a_clear_error() -> None:
    with pytest.raises(UnknownCalendar, match="'XX'"):
        is_business_day(date(2026, 3, 12), "XX")


def test_a_thousand_business_days_are_the_most() -> None:
    with pytest.raises(ValueError, match="1001"):
        add_bank_days(date(2026, 3, 12), 1001)


def test_the_next_business_day_is_never_the_day_itself() -> None:
    assert next_business_day(date(2026, 3, 12), "NL") == date(2026, 3, 13)


@given(st.dates(date(2000, 1, 1), date(2050, 12, 31)), st.integers(1, 60))
def test_what_was_added_is_what_lies_between(start: date, count: int) -> None:
    end = add_bank_days(start, count)
    assert is_bank_day(end)
    assert business_days_between(start, end, BANKS) == count


@pytest.mark.parametrize(
    ("day_on", "count", "later_on"),
    [
        ("2026-03-03", 13, "2027-04-03"),
        ("2026-01-31", 1, "2026-02-28"),  # February has no 31st
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-05-05", 0, "2026-05-05"),
        ("2026-01-31", -2, "2025-11-30"),
    ],
)
def test_months_keep_the_day_or_end_with_the_month(day_on: str, count: int, later_on: str) -> None:
    assert add_months(date.fromisoformat(day_on), count) == date.fromisoformat(later_on)
