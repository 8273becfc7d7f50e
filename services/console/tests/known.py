"""What services know of a debtor and of a payment, where a test plays them."""

from typing import Any, Final

from services.console.tests.playing import Answer
from services.console.web.ports import Document

DEBTOR: Final = "0k3w9xv2qpt5m1c8e7r4ya6nbd"
OTHER: Final = "1k3w9xv2qpt5m1c8e7r4ya6nbd"
FIRST: Final = "2k3w9xv2qpt5m1c8e7r4ya6nbd"
SECOND: Final = "3k3w9xv2qpt5m1c8e7r4ya6nbd"
PAYMENT: Final = "4k3w9xv2qpt5m1c8e7r4ya6nbd"


def item(name: str, number: str, open_: str = "48.00 EUR") -> Document:
    return {
        "item": name,
        "debtor": DEBTOR,
        "number": number,
        "amount": open_,
        "open": open_,
        "issued_on": "2026-02-01",
        "due_on": "2026-03-01",
        "suspected_by": [],
    }


def debtor() -> dict[str, Answer]:
    """Two invoices of one debtor."""
    party = {"debtor": DEBTOR, "name": "Jansen BV", "customer_number": "C-1", "timeline": []}
    balance = {"currency": "EUR", "open": "96.00 EUR", "on_account": "0.00 EUR"}
    return {
        f"ingestion /v1/debtors/{DEBTOR}": party,
        f"matching /v1/debtors/{DEBTOR}": {"balances": [balance], "timeline": []},
        "matching /v1/items": listed(item(FIRST, "F-1"), item(SECOND, "F-2")),
        "handoff /v1/agencies": listed({"agency": OTHER, "name": "Incasso Zuid"}),
    }


def listed(*rows: Document) -> dict[str, Any]:
    return {"items": list(rows), "next": None}


def payment() -> dict[str, Answer]:
    """100 that nobody knows the use of; Jansen and Maes are found by what was looked for."""
    shown: Document = {
        "payment": PAYMENT,
        "amount": "100.00 EUR",
        "free": "100.00 EUR",
        "outcome": "unidentified",
        "booked_on": "2026-03-10",
        "candidates": [],
        "shares": [],
        "outcomes": [],
        "payer": None,
        "why": None,
    }
    jansen, maes = {"debtor": DEBTOR, "name": "Jansen"}, {"debtor": OTHER, "name": "Maes"}
    return {
        f"matching /v1/payments/{PAYMENT}": shown,
        "ingestion /v1/debtors": listed(jansen, maes),
        f"ingestion /v1/debtors/{DEBTOR}": jansen,
        f"ingestion /v1/debtors/{OTHER}": maes,
        "matching /v1/items": listed(item(FIRST, "F-1")),
    }


def credit(**more: Any) -> Document:
    """What risk knows of the debtor: Paula asked for a limit in dollars."""
    limit = {"limit": FIRST, "state": "requested", "requested": "500.00 USD", "requested_by": "an"}
    known: Document = {"band": "B", "late_percent": 3, "late_days": 2, "limits": [limit]}
    return known | {"exposures": [], "limit": None, "timeline": [], "reasons": []} | more
