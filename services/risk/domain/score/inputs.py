"""What the model sees of a debtor on a day, and the hash by which that can be told again."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Final

from services.risk.domain.debtors.state import DebtorState, Exposure

LATE_DAYS: Final = 30
"""Later than this is what the probability is about."""
MONTH_DAYS: Final = 30
MONTHS_MAX: Final = 36
"""What is older says nothing any more."""
YEAR_DAYS: Final = 365
"""So long a broken promise, a returned payment or a dispute counts."""
WEEK_DAYS: Final = 7
OPEN_MAX: Final = 50
"""Overdue items that are looked at: those of the oldest days."""
TENTH_PERCENT: Final = 10


@dataclass(frozen=True, slots=True)
class Paid:
    """An item that was paid: so many days after its due date, so many months ago."""

    late_days: int
    months: int


@dataclass(frozen=True, slots=True)
class Inputs:
    """All that the model sees."""

    paid: tuple[Paid, ...] = ()
    """The oldest first."""
    long_overdue_days: tuple[int, ...] = ()
    """Open items that are late already: days overdue, in whole weeks, the oldest first."""
    overdue_percent: int = 0
    """Of what is open and not contested, in whole tenths; of the currency where it is most."""
    promises_broken: int = 0
    payments_returned: int = 0
    disputes_open: int = 0

    @property
    def is_empty(self) -> bool:
        return self == Inputs()

    @property
    def hash(self) -> str:
        """SHA-256 of the inputs as JSON, hex."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def inputs_of(state: DebtorState, today: date) -> Inputs:
    """What is known of a debtor, as it is seen from a day; its exposures are of that day."""
    return Inputs(
        paid=tuple(_paid(state, today)),
        long_overdue_days=tuple(_long_overdue(state, today)),
        overdue_percent=max(map(_overdue_percent, state.exposures.values()), default=0),
        promises_broken=_within_a_year(state.broken.values(), today),
        payments_returned=_within_a_year(state.returned.values(), today),
        disputes_open=_within_a_year(state.disputes.values(), today),
    )


def months_since(day: date, today: date) -> int:
    """Whole months of thirty days; 0 also for a day to come."""
    return max((today - day).days, 0) // MONTH_DAYS


def _paid(state: DebtorState, today: date) -> Iterator[Paid]:
    for one in state.settled:
        months = months_since(one.settled_on, today)
        if months < MONTHS_MAX:
            yield Paid(one.late_days, months)


def _long_overdue(state: DebtorState, today: date) -> list[int]:
    begins = (today - timedelta(days=LATE_DAYS)).isoformat()
    late = [
        (due, owed.items_count)
        for days in state.owed.values()
        for due, owed in days.items()
        if due < begins
    ]
    found: list[int] = []
    for due, count in sorted(late):
        overdue_days = (today - date.fromisoformat(due)).days
        found += [overdue_days // WEEK_DAYS * WEEK_DAYS] * count
    return found[:OPEN_MAX]


def _overdue_percent(exposure: Exposure) -> int:
    owed = exposure.not_due.amount + exposure.overdue.amount
    if owed <= 0:
        return 0
    return int(exposure.overdue.amount * TENTH_PERCENT // owed) * TENTH_PERCENT


def _within_a_year(days: Iterable[date | None], today: date) -> int:
    """A day that nobody knew counts."""
    return sum(day is None or (today - day).days <= YEAR_DAYS for day in days)
