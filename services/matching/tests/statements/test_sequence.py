"""Statement numbers follow one another, also over the turn of a year."""

from datetime import date

import pytest

from services.matching.domain.statements.sequence import (
    is_further_back,
    is_further_on,
    is_next,
    is_previous,
)

OLD, NEW = date(2025, 12, 30), date(2026, 1, 2)


@pytest.mark.parametrize(
    ("last", "last_on", "sequence", "from_on", "told"),
    [
        (7, OLD, 8, OLD, "next"),
        (7, OLD, 9, OLD, "further"),
        (7, OLD, 7, OLD, ""),
        (7, OLD, 3, OLD, ""),
        (250, OLD, 1, NEW, "next"),  # begins anew
        (250, OLD, 2, NEW, "further"),
        (250, OLD, 251, NEW, "next"),  # goes on counting
        (250, OLD, 252, NEW, "further"),
        (2025250, OLD, 2026001, NEW, "next"),  # the year is in the number
        (2025250, OLD, 2026002, NEW, "further"),
        (1, OLD, 1, NEW, "next"),
    ],
)
def test_a_number_is_the_next_or_further_on(
    last: int, last_on: date, sequence: int, from_on: date, told: str
) -> None:
    assert is_next(sequence, from_on, last, last_on) is (told == "next")
    assert is_further_on(sequence, from_on, last, last_on) is (told == "further")


@pytest.mark.parametrize(
    ("first", "first_on", "sequence", "to_on", "told"),
    [
        (7, NEW, 6, NEW, "previous"),
        (7, NEW, 5, NEW, "further"),
        (7, NEW, 8, NEW, ""),
        (1, NEW, 250, OLD, "previous"),
        (3, NEW, 250, OLD, "further"),
        (251, NEW, 250, OLD, "previous"),
        (2026001, NEW, 2025250, OLD, "previous"),
    ],
)
def test_a_number_is_the_previous_or_further_back(
    first: int, first_on: date, sequence: int, to_on: date, told: str
) -> None:
    assert is_previous(sequence, to_on, first, first_on) is (told == "previous")
    assert is_further_back(sequence, to_on, first, first_on) is (told == "further")
