"""Which day it is: the clock's, until the tenant plays days, which then hold in every zone."""

from collections.abc import Mapping
from datetime import date

import pytest

from libs.events.loop.days import (
    EVERY_ZONE,
    NotedDay,
    concerns,
    day_path,
    day_streams,
    follows,
    today,
)
from libs.events.loop.decider import State, States
from libs.kernel.keys import copy_of

BRUSSELS, CAYENNE = "Europe/Brussels", "America/Cayenne"


class Noted(States):
    """Days that partition 3 has noted, by path."""

    def __init__(self, days: Mapping[str, tuple[str, bool]]) -> None:
        self._days = {
            copy_of(path, 3): NotedDay(date.fromisoformat(on), played)
            for path, (on, played) in days.items()
        }

    def seen(self, stream: str) -> bool:
        return True

    def of(self, stream: str) -> State:
        return self._days.get(stream, NotedDay())

    def version(self, stream: str) -> int:
        return int(stream in self._days)

    def index(self, name: str) -> Mapping[str, State]:
        return {}


CLOCK = day_path(None, BRUSSELS)
PLAYED = day_path("acme", EVERY_ZONE)
PLAYED_HERE = day_path("acme", BRUSSELS)


@pytest.mark.parametrize(
    ("days", "day"),
    [
        ({}, None),
        ({CLOCK: ("2026-03-12", False)}, "2026-03-12"),
        ({PLAYED: ("2025-01-05", True)}, "2025-01-05"),
        ({CLOCK: ("2026-03-12", False), PLAYED: ("2025-01-05", True)}, "2025-01-05"),
        ({CLOCK: ("2026-03-12", False), PLAYED_HERE: ("2025-01-06", True)}, "2025-01-06"),
        ({PLAYED: ("2025-01-05", True), PLAYED_HERE: ("2025-01-06", True)}, "2025-01-06"),
        ({day_path("other", EVERY_ZONE): ("2025-01-05", True)}, None),
        ({day_path(None, CAYENNE): ("2026-03-11", False)}, None),
    ],
)
def test_it_is_the_day_of_the_clock_until_the_tenant_plays(
    days: Mapping[str, tuple[str, bool]], day: str | None
) -> None:
    found = today(Noted(days), "acme", BRUSSELS, 3)
    assert found == (day and date.fromisoformat(day))


def test_a_played_day_holds_in_zones_that_no_creditor_had_when_it_was_played() -> None:
    assert today(Noted({PLAYED: ("2025-01-05", True)}), "acme", CAYENNE, 3) == date(2025, 1, 5)


def test_the_streams_are_this_partitions_copies() -> None:
    assert day_streams("acme", BRUSSELS, 3) == (
        "acme/day/Europe:Brussels@3",
        "acme/day/*@3",
        "-/day/Europe:Brussels@3",
    )


def test_a_day_concerns_its_zone_and_its_tenant() -> None:
    assert concerns(BRUSSELS, None, tenant="acme", zone=BRUSSELS)
    assert concerns(EVERY_ZONE, "acme", tenant="acme", zone=BRUSSELS)
    assert not concerns(CAYENNE, None, tenant="acme", zone=BRUSSELS)
    assert not concerns(EVERY_ZONE, "other", tenant="acme", zone=BRUSSELS)


def test_only_a_later_day_is_news() -> None:
    assert follows(date(2026, 3, 12), NotedDay())
    assert follows(date(2026, 3, 12), NotedDay(date(2026, 3, 11)))
    assert not follows(date(2026, 3, 12), NotedDay(date(2026, 3, 12)))
