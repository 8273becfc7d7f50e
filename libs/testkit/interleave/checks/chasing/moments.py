"""One order of everything that happens, and when what began each thing was acknowledged."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from libs.testkit.world.clock import Clock


class Moments:
    """Counts what happens; knows at which moment each command of the outside was acknowledged."""

    def __init__(self, clock: Clock) -> None:
        self.now = 0
        self._clock = clock
        self._asked: dict[str, int] = {}
        self._times_s: list[float] = []
        """By the clock, of each moment."""

    def asked(self, identity: str) -> None:
        """A command of the outside lies in an inbox."""
        self._asked[identity] = self.passed()

    def passed(self) -> int:
        """Something else happened, e.g. a commit; returns its moment."""
        self.now += 1
        self._times_s.append(self._clock.passed_s)
        return self.now

    def since(self, at_s: float) -> int:
        """The first moment that was not before `at_s` by the clock."""
        return bisect_left(self._times_s, at_s) + 1

    def of_origin(self, origin: str) -> int:
        """When what led to something now was acknowledged; unknown: no earlier than now."""
        return self._asked.get(origin, self.now)


@dataclass(frozen=True, slots=True)
class Change:
    """What was open of an item from a moment on."""

    at: int
    origin_at: int
    """When what led to it was acknowledged."""
    open: Decimal


@dataclass(frozen=True, slots=True)
class Due:
    """When an item was due, from a moment on."""

    at: int
    origin_at: int
    due_on: date


@dataclass(slots=True)
class Hold:
    """Something for which an item must be left alone."""

    kind: str
    about: str
    """Its item; empty: everything of the creditor or the debtor."""
    debtor: str
    """Empty: every debtor of the creditor."""
    origin_at: int
    """When what led to it was acknowledged."""
    until_on: date | None = None
    """The last day on which it holds; None: until it is over."""
    over_at: int | None = None
    amount: Decimal | None = None
    """Of a disputed part; None: the whole."""
