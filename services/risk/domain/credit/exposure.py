"""What a debtor owes, told apart: not due yet, overdue, in dispute."""

from collections.abc import Mapping
from datetime import date

from libs.kernel.money import Money
from services.risk.domain.debtors.state import Exposure, Owed


def exposure_of(owed: Mapping[str, Owed], currency: str, today: date | None) -> Exposure:
    """`owed` by due day (ISO 8601); without a day nothing is overdue."""
    not_due = overdue = disputed = Money.zero(currency)
    for due, one in owed.items():
        disputed = disputed + one.disputed
        rest = one.open - one.disputed
        if today is not None and date.fromisoformat(due) < today:
            overdue = overdue + rest
        else:
            not_due = not_due + rest
    return Exposure(not_due, overdue, disputed)


def nothing_owed(currency: str) -> Exposure:
    zero = Money.zero(currency)
    return Exposure(zero, zero, zero)
