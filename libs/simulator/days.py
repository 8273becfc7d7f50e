"""Bank days (TARGET2) and steps over them."""

from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus of 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_bank_day(day: date) -> bool:
    """TARGET2 is closed at week-ends, 1 January, Good Friday, Easter Monday, 1 May, 25, 26 Dec."""
    if day.weekday() >= 5 or (day.month, day.day) in {(1, 1), (5, 1), (12, 25), (12, 26)}:
        return False
    return (day - easter(day.year)).days not in {-2, 1}


def bank_day_from(day: date) -> date:
    """`day` itself or the next bank day."""
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day


def bank_day_after(day: date, count: int = 1) -> date:
    """The `count`-th bank day after `day`."""
    for _ in range(count):
        day = bank_day_from(day + timedelta(days=1))
    return day


def bank_days(first: date, last: date) -> list[date]:
    """All bank days from `first` through `last`."""
    span = (last - first).days
    return [d for n in range(span + 1) if is_bank_day(d := first + timedelta(days=n))]


def months_later(day: date, months: int) -> date:
    """The day before the same day `months` later: three months from 1 January end on 31 March."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first = date(year, month + 1, 1)
    return min(first + timedelta(days=day.day - 1), _last_of(first)) - timedelta(days=1)


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
