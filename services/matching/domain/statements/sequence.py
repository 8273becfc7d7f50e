"""Whether statement numbers follow one another; they begin anew each year, at some banks."""

from datetime import date


def is_next(sequence: int, from_on: date, last_sequence: int, last_on: date) -> bool:
    """Whether a statement with this number comes right after the last one."""
    if sequence == last_sequence + 1:
        return True
    return from_on.year > last_on.year and _within_year(sequence, from_on) == 1


def is_further_on(sequence: int, from_on: date, last_sequence: int, last_on: date) -> bool:
    """Whether numbers are missing between the last statement and this one."""
    if is_next(sequence, from_on, last_sequence, last_on):
        return False
    if from_on.year > last_on.year:
        return _within_year(sequence, from_on) > 1
    return sequence > last_sequence + 1


def is_previous(sequence: int, to_on: date, first_sequence: int, first_on: date) -> bool:
    """Whether a statement with this number comes right before the first one."""
    if sequence == first_sequence - 1:
        return True
    return to_on.year < first_on.year and _within_year(first_sequence, first_on) == 1


def is_further_back(sequence: int, to_on: date, first_sequence: int, first_on: date) -> bool:
    """Whether numbers are missing between this statement and the first one."""
    if is_previous(sequence, to_on, first_sequence, first_on):
        return False
    return to_on.year < first_on.year or sequence < first_sequence - 1


def _within_year(sequence: int, day_on: date) -> int:
    """The number without the year before it (`2026012` is 12), where it has one."""
    written, year = str(sequence), str(day_on.year)
    rest = written.removeprefix(year)
    return int(rest) if rest and rest != written else sequence
