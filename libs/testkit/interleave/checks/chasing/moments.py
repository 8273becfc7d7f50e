"""One order of everything that happens, and when what began each thing was acknowledged."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


class Moments:
    """Counts what happens; knows at which moment each command of the outside was acknowledged."""

    def __init__(self) -> None:
        self.now = 0
        self._asked: dict[str, int] = {}

    def asked(self, identity: str) -> None:
        """A command of the outside lies in an inbox."""
        self.now += 1
        self._asked[identity] = self.now

    def passed(self) -> int:
        """Something else happened, e.g. a commit; returns its moment."""
        self.now += 1
        return self.now

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
