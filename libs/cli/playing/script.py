"""What is played: the creditor of a life, and the files of each day, from its truth.json."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ZONES: Final = {"BE": "Europe/Brussels", "FR": "Europe/Paris", "NL": "Europe/Amsterdam"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day on which files arrive."""

    day_on: str
    invoices: tuple[Path, ...]
    bank: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """A life as it is fed in; what is true of it is for the auditor alone."""

    truth: Path
    creditor: dict[str, Any]
    """As the API takes it."""
    days: tuple[Day, ...]


def script_in(folder: Path) -> Script:
    """Read what `libs.simulator` wrote into `folder`."""
    truth = folder / "truth.json"
    content = json.loads(truth.read_text(encoding="utf-8"))
    creditor = content["creditor"]
    accounts = [
        {"iban": account["iban"], "currency": account["currency"]}
        for account in creditor["accounts"]
    ]
    return Script(
        truth=truth,
        creditor={
            "name": creditor["name"],
            "country": creditor["country"],
            "zone": ZONES[creditor["country"]],
            "feed": "required",
            "vat": creditor["vat"] or "",
            "legal_id": creditor["legal_id"] or "",
            "accounts": accounts,
        },
        days=tuple(
            Day(
                day["day"],
                tuple(folder / name for name in day["invoices"]),
                tuple(folder / name for name in day["bank"]),
            )
            for day in content["timeline"]
        ),
    )
