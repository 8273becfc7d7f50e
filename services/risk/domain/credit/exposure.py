"""What a debtor owes, told apart: not due yet, overdue, in dispute."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from libs.kernel.money import Money
from services.risk.domain.debtors.state import Exposure, Owed


def exposure_of(owed: Mapping[str, Owed], currency: str, today: date | None) -> Exposure:
    """`owed` by due day (ISO 8601); without a day nothing is overdue.

    With every fact it goes over all due days: bare numbers, and days in the order of their texts.
    """
    not_due = overdue = disputed = Decimal(0)
    begins = "" if today is None else today.isoformat()
    for due, one in owed.items():
        rest = one.open.amount - one.disputed.amount
        disputed += one.disputed.amount
        if due < begins:
            overdue += rest
        else:
            not_due += rest
    return Exposure(
        Money.of(not_due, currency), Money.of(overdue, currency), Money.of(disputed, currency)
    )


def nothing_owed(currency: str) -> Exposure:
    zero = Money.zero(currency)
    return Exposure(zero, zero, zero)
