"""Which of the waiting statements one decision looks at: those that what arrives may free."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Final

from libs.kernel.money import Money
from services.matching.domain.statements.books import anchor_before
from services.matching.domain.statements.facts import days_between
from services.matching.domain.statements.state import AccountChain, WaitingStatement

NEARBY_MAX: Final = 40
"""Statements whose content one decision loads; for more it asks itself again."""
_ENTRIES_MAX: Final = 40_000
_DAYS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of an account's time with the balances at its ends."""

    from_on: date
    to_on: date
    opening: Money | None
    closing: Money | None

    @classmethod
    def of_chain(cls, chain: AccountChain) -> "Stretch":
        return cls(chain.first_on, chain.last_on, chain.first_open, chain.last_close)

    @classmethod
    def of_waiting(cls, one: WaitingStatement) -> "Stretch":
        return cls(one.from_on, one.to_on, one.opening, one.closing)

    def touches(self, other: "Stretch") -> bool:
        """Whether they share a day, or one ends with the balance that the other begins with."""
        if self.from_on <= other.to_on and other.from_on <= self.to_on:
            return True
        first, second = (self, other) if self.to_on < other.from_on else (other, self)
        return first.closing == second.opening


def nearby(arrival: Stretch, waiting: Collection[WaitingStatement]) -> tuple[WaitingStatement, ...]:
    """What touches `arrival`, what touches that, and so on: the nearest first, at most 40."""
    in_order = sorted(waiting, key=lambda one: (one.from_on, one.to_on, one.statement))
    left = [(one, Stretch.of_waiting(one)) for one in in_order]
    found: list[WaitingStatement] = []
    edge = [arrival]
    while edge and left and len(found) < NEARBY_MAX:
        near = [any(stretch.touches(other) for other in edge) for _, stretch in left]
        reached = list(compress(left, near))
        left = [pair for pair, is_near in zip(left, near, strict=True) if not is_near]
        found += [one for one, _ in reached]
        edge = [stretch for _, stretch in reached]
    return tuple(_bounded(found))


def _bounded(found: list[WaitingStatement]) -> Iterator[WaitingStatement]:
    """As many as are looked at in a second, the nearest one however big it is."""
    entries_count = 0
    for at, one in enumerate(found[:NEARBY_MAX]):
        entries_count += one.entries_count
        if at and entries_count > _ENTRIES_MAX:
            return
        yield one


def days_of(chain: AccountChain, stretches: Iterable[Stretch]) -> tuple[date, ...]:
    """The days that judging these stretches reads, the balance before them included."""
    found: dict[date, None] = {}
    for stretch in stretches:
        for day_on in _days(chain, stretch):
            found.setdefault(day_on)
            if len(found) >= _DAYS_MAX:
                return tuple(found)
    return tuple(found)


def _days(chain: AccountChain, stretch: Stretch) -> Iterator[date]:
    yield from days_between(stretch.from_on, stretch.to_on)
    if chain.is_begun and chain.first_on < stretch.from_on <= chain.last_on:
        yield from days_between(anchor_before(chain, stretch.from_on), stretch.from_on)
