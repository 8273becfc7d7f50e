"""What the model sees of a debtor on a day, and the hash by which that can be told again."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final

from libs.kernel.money import Money, total
from services.risk.domain.debtors.state import DebtorState, Owed

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
    """What is known of a debtor, as it is seen from a day."""
    return Inputs(
        paid=tuple(_paid(state, today)),
        long_overdue_days=tuple(_long_overdue(state, today)),
        overdue_percent=max(
            (_overdue_percent(days, today) for days in state.owed.values()), default=0
        ),
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
    late = [
        (date.fromisoformat(due), owed.items_count)
        for days in state.owed.values()
        for due, owed in days.items()
    ]
    found: list[int] = []
    for due_on, count in sorted(late):
        overdue_days = (today - due_on).days
        if overdue_days > LATE_DAYS:
            found += [overdue_days // WEEK_DAYS * WEEK_DAYS] * count
    return found[:OPEN_MAX]


def _overdue_percent(days: dict[str, Owed], today: date) -> int:
    currencies = {owed.open.currency for owed in days.values()}
    if not currencies:
        return 0
    (currency,) = currencies
    owed_now = _uncontested(days.values(), currency)
    overdue = _uncontested(
        (owed for due, owed in days.items() if date.fromisoformat(due) < today), currency
    )
    if not owed_now.is_positive:
        return 0
    return int(overdue.amount * TENTH_PERCENT // owed_now.amount) * TENTH_PERCENT


def _uncontested(owed: Iterable[Owed], currency: str) -> Money:
    return total((one.open - one.disputed for one in owed), currency)


def _within_a_year(days: Iterable[date | None], today: date) -> int:
    """A day that nobody knew counts."""
    return sum(day is None or (today - day).days <= YEAR_DAYS for day in days)
