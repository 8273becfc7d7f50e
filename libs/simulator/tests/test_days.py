"""Bank days, and where a life ends."""

from datetime import date

import pytest

from libs.simulator.days import bank_day_after, bank_days, easter, is_bank_day, months_later


@pytest.mark.parametrize(
    "closed",
    [
        date(2026, 1, 1),
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday
        date(2026, 5, 1),
        date(2026, 12, 25),
        date(2025, 12, 26),
        date(2026, 2, 28),  # a Saturday
    ],
)
def test_the_banks_are_closed(closed: date) -> None:
    assert not is_bank_day(closed)


def test_the_banks_are_open_on_national_holidays() -> None:
    assert is_bank_day(date(2026, 7, 14))
    assert is_bank_day(date(2026, 7, 21))


@pytest.mark.parametrize(
    ("year", "sunday"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5))],
)
def test_easter(year: int, sunday: date) -> None:
    assert easter(year) == sunday


def test_the_bank_day_after_good_friday_s_eve_is_the_tuesday() -> None:
    assert bank_day_after(date(2026, 4, 2)) == date(2026, 4, 7)
    assert bank_days(date(2026, 4, 2), date(2026, 4, 8)) == [
        date(2026, 4, 2),
        date(2026, 4, 7),
        date(2026, 4, 8),
    ]


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 1), 3, date(2026, 3, 31)),
        (date(2026, 1, 5), 1, date(2026, 2, 4)),
        (date(2025, 11, 30), 3, date(2026, 2, 27)),
        (date(2025, 12, 1), 1, date(2025, 12, 31)),
    ],
)
def test_a_life_of_months_ends_the_day_before(first: date, months: int, last: date) -> None:
    assert months_later(first, months) == last
