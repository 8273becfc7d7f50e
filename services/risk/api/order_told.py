"""Whether an order may be shipped, as the caller is told."""

from dataclasses import asdict
from typing import Any

from libs.kernel.money import Money, read_money
from services.risk.domain.credit.exposure import nothing_owed
from services.risk.domain.credit.order_check import Standing, check_order
from services.risk.domain.debtors.state import Exposure
from services.risk.views.reading import Shown


def told_order(row: Shown, order: Money) -> dict[str, Any]:
    """`row`: a debtor with its exposures, its limit and its override."""
    standing = _standing(row, order.currency)
    may_ship, reasons = check_order(standing, order)
    exposure, headroom = standing.exposure, standing.headroom
    return {
        "debtor": row["debtor"],
        "amount": str(order),
        "may_ship": may_ship,
        "reasons": [asdict(one) for one in reasons],
        "band": standing.band,
        "exposure": {
            "not_due": str(exposure.not_due),
            "overdue": str(exposure.overdue),
            "disputed": str(exposure.disputed),
            "total": str(exposure.total),
        },
        "limit": str(standing.limit) if standing.limit is not None else None,
        "limit_expires_on": standing.limit_expires_on,
        "headroom": str(headroom) if headroom is not None else None,
    }


def _standing(row: Shown, currency: str) -> Standing:
    held = row["limit"]
    return Standing(
        band=row["band"],
        is_overridden=row["override"] is not None,
        is_watched=row["is_watched"],
        limit=read_money(held["amount"]) if held else None,
        limit_expires_on=held["expires_on"] if held else None,
        exposure=_exposure(row, currency),
    )


def _exposure(row: Shown, currency: str) -> Exposure:
    found = next((one for one in row["exposures"] if one["currency"] == currency), None)
    if found is None:
        return nothing_owed(currency)
    not_due, overdue, disputed = (
        read_money(found[part]) for part in ("not_due", "overdue", "disputed")
    )
    return Exposure(not_due, overdue, disputed)
