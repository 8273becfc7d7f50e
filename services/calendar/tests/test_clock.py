"""What the clocks of the zones show, and which of them have to be told."""

from datetime import UTC, date, datetime

from services.calendar.adapters.clock import Due, due_zones

BRUSSELS, AUCKLAND, CAYENNE = "Europe/Brussels", "Pacific/Auckland", "America/Cayenne"
NOON = datetime(2026, 3, 12, 12, 30, tzinfo=UTC)


def test_it_is_another_day_in_another_zone() -> None:
    assert due_zones(NOON, [CAYENNE, BRUSSELS, AUCKLAND], {}) == [
        Due(CAYENNE, date(2026, 3, 12), None),
        Due(BRUSSELS, date(2026, 3, 12), None),
        Due(AUCKLAND, date(2026, 3, 13), None),  # 12:30 UTC is half past one in the night there
    ]


def test_a_day_that_has_begun_is_not_told_again() -> None:
    begun = {BRUSSELS: date(2026, 3, 12), AUCKLAND: date(2026, 3, 12)}
    assert due_zones(NOON, [BRUSSELS, AUCKLAND], begun) == [
        Due(AUCKLAND, date(2026, 3, 13), date(2026, 3, 12))
    ]


def test_the_day_begins_at_midnight_of_the_zone_also_when_its_clock_changes() -> None:
    # On 29 March 2026 Brussels goes from UTC+1 to UTC+2.
    before = datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC)
    after = datetime(2026, 3, 29, 21, 59, 59, tzinfo=UTC)
    next_day = datetime(2026, 3, 29, 22, 0, 0, tzinfo=UTC)
    shown = [due_zones(now, [BRUSSELS], {})[0].shown_on for now in (before, after, next_day)]
    assert shown == [date(2026, 3, 28), date(2026, 3, 29), date(2026, 3, 30)]


def test_a_clock_that_was_set_back_tells_nothing() -> None:
    assert due_zones(NOON, [BRUSSELS], {BRUSSELS: date(2026, 3, 13)}) == []


def test_a_zone_that_nobody_knows_here_is_passed_over() -> None:
    assert due_zones(NOON, ["Mars/Olympus", "../etc/passwd", BRUSSELS], {}) == [
        Due(BRUSSELS, date(2026, 3, 12), None)
    ]
