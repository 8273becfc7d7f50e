"""What is played: the creditor of a life, and the files of each day, from its truth.json."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

SATURDAY: Final = 5
ZONES: Final = {"BE": "Europe/Brussels", "FR": "Europe/Paris", "NL": "Europe/Amsterdam"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a debtor says of an invoice, or what is said of its dispute."""

    kind: str
    invoice: str
    pay_by: str | None
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of work: the files that arrive, what debtors say."""

    day_on: str
    invoices: tuple[Path, ...] = ()
    bank: tuple[Path, ...] = ()
    answers: tuple[Answer, ...] = ()


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
        days=tuple(_days(content, folder)),
    )


def _days(content: dict[str, Any], folder: Path) -> Iterator[Day]:
    """Each Monday to Friday from the first file on, also those on which nothing arrives."""
    files = {day["day"]: day for day in content["timeline"]}
    answers: dict[str, list[Answer]] = defaultdict(list)
    for one in content["answers"]:
        said = Answer(one["kind"], one["invoice"], one["pay_by"], one["reason"], one["words"])
        answers[one["day"]].append(said)
    day, last = date.fromisoformat(min(files)), date.fromisoformat(max(files))
    while day <= last:
        found = files.get(str(day), {"invoices": (), "bank": ()})
        if day.weekday() < SATURDAY or str(day) in files:
            yield Day(
                str(day),
                tuple(folder / name for name in found["invoices"]),
                tuple(folder / name for name in found["bank"]),
                tuple(answers[str(day)]),
            )
        day += timedelta(days=1)
