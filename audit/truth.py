"""The truth of a simulated life, read from its truth.json; amounts in minor units."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audit.cents import cents

SCHEMA = "relance.simulator.truth.v1"


class TruthUnreadable(Exception):
    """The file is not there, or is no truth that this auditor knows."""


@dataclass(frozen=True, slots=True)
class TrueEntry:
    """One bank entry, and what it was meant for: invoice number to amount; empty: nobody's."""

    iban: str
    booked_on: str
    amount: int
    """Signed: what goes out is negative."""
    currency: str
    reference: str
    case: str
    certain: bool | str
    """True: in any order. `order-dependent`: when the files are fed in day by day."""
    meant: Mapping[str, int]
    returned: bool
    arrives_on: str = ""
    """The day on which its bank file is fed in."""
    returned_on: str = ""
    """The day on which the bank took it back."""
    certain_by: str = ""
    """What it can be known by."""

    def is_known(self, *, day_by_day: bool) -> bool:
        """Whether anybody could know what it is for, in the order in which it was fed in."""
        return self.certain is True or (day_by_day and bool(self.certain))

    @property
    def shown(self) -> str:
        """How a person finds it again."""
        return f"{self.booked_on} {self.iban} {self.reference or 'without reference'} ({self.case})"


@dataclass(frozen=True, slots=True)
class TrueDocument:
    """An invoice or credit note: whose it is, and for how much."""

    customer: str
    amount: int
    invoice: str = ""
    """A credit note's."""
    arrives_on: str = ""
    due_on: str = ""


@dataclass(frozen=True, slots=True)
class TrueAnswer:
    """What a debtor said on a day, and what it leads to."""

    day_on: str
    kind: str
    invoice: str
    leads_to: str


@dataclass(frozen=True, slots=True)
class Truth:
    """What was sent, what was paid, what the bank says in the end."""

    seed: int
    entries: tuple[TrueEntry, ...]
    invoices: Mapping[str, TrueDocument]
    credit_notes: Mapping[str, TrueDocument]
    closing: Mapping[str, int]
    """The bank's last balance by IBAN."""
    names: Mapping[str, str]
    """Debtors' names by customer number."""
    answers: tuple[TrueAnswer, ...] = ()
    silent: frozenset[str] = frozenset()
    """Customers whom no mail reaches: without an address, or with one that bounces."""


def read_truth(path: Path) -> Truth:
    """Raises TruthUnreadable."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as mistake:
        raise TruthUnreadable(f"{path}: {mistake}") from mistake
    if content.get("schema") != SCHEMA:
        raise TruthUnreadable(f"{path} is no {SCHEMA}")
    return Truth(
        seed=content["seed"],
        entries=tuple(map(_entry, content["payments"])),
        invoices={i["number"]: _document(i) for i in content["invoices"]},
        credit_notes={n["number"]: _document(n) for n in content["credit_notes"]},
        closing={a["iban"]: cents(a["closing"]) for a in content["creditor"]["accounts"]},
        names={d["customer_number"]: d["name"] for d in content["debtors"]},
        answers=tuple(map(_answer, content["answers"])),
        silent=frozenset(d["customer_number"] for d in content["debtors"] if not d["reached"]),
    )


def _answer(record: dict[str, Any]) -> TrueAnswer:
    return TrueAnswer(record["day"], record["kind"], record["invoice"], record["leads_to"])


def _entry(record: dict[str, Any]) -> TrueEntry:
    iban, booked_on, amount, reference, _nth = record["key"]
    meant: dict[str, int] = {}
    for part in record["split"]:
        meant[part["invoice"]] = meant.get(part["invoice"], 0) + cents(part["amount"])
    return TrueEntry(
        iban=iban,
        booked_on=booked_on,
        amount=cents(amount),
        currency=amount.split(" ")[1],
        reference=reference,
        case=record["case"],
        certain=record["certain"],
        meant=meant,
        returned=record["returned_on"] is not None,
        arrives_on=record["arrives_on"],
        returned_on=record["returned_on"] or "",
        certain_by=record.get("certain_by", ""),
    )


def _document(record: dict[str, Any]) -> TrueDocument:
    return TrueDocument(
        record["debtor"],
        cents(record["amount"]),
        invoice=record.get("invoice", ""),
        arrives_on=record["arrives_on"],
        due_on=record.get("due_on", ""),
    )
