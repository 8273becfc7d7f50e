"""Which payments anybody could tell for certain, whatever the order in which things come in."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from libs.testkit.interleave.truth.bank import BankEntry
from libs.testkit.interleave.truth.documents import CreditNote, Invoice

Applied = Mapping[str, Decimal]
"""Item to what of a payment must lie with it at the end, set against it or under its name."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """What must become of one payment."""

    applied: Applied
    needs_nobody_else: bool = False
    """Only as long as no person sets other money against its items."""
    needs_items_first: bool = False
    """Only when all of its items were opened before it was received."""


def certainties(
    entries: Sequence[BankEntry], invoices: Sequence[Invoice], notes: Sequence[CreditNote]
) -> Mapping[int, Certainty]:
    """By the place of the entry; entries that nobody can be sure of are not there."""
    payments = [one for one in entries if one.kind == "payment"]
    naming = Counter(
        invoice.identity
        for one in payments
        if one.intent.manner in ("reference", "references", "number", "numbers")
        for invoice, _ in one.intent.meant
    )
    loose = {
        one.intent.payer.identity
        for one in payments
        if one.intent.manner in ("account", "customer") and one.intent.payer
    }
    credited = {note.names.identity for note in notes}
    found = {}
    for one in payments:
        meant = [invoice for invoice, _ in one.intent.meant]
        alone = all(
            naming[invoice.identity] == 1
            and invoice.identity not in credited
            and invoice.debtor.identity not in loose
            for invoice in meant
        )
        certainty = _certainty(one, alone=alone, whole=_whole_debtors(meant, invoices))
        if certainty is not None:
            found[one.place] = certainty
    return found


def _certainty(entry: BankEntry, *, alone: bool, whole: bool) -> Certainty | None:
    intent = entry.intent
    applied: dict[str, Decimal] = {}
    for invoice, amount in intent.meant:
        applied[invoice.identity] = applied.get(invoice.identity, Decimal(0)) + amount
    match intent.manner:
        case "reference" | "references":
            return Certainty(applied)
        case "number" if intent.payer is not None:
            return Certainty(applied)
        case "number" if alone:
            return Certainty(applied, needs_nobody_else=True)
        case "numbers" if alone:
            return Certainty(applied, needs_nobody_else=True, needs_items_first=not whole)
        case _:
            return None


def _whole_debtors(meant: Collection[Invoice], invoices: Sequence[Invoice]) -> bool:
    """Whether the debtors concerned owe nothing but what is meant."""
    debtors = {invoice.debtor.identity for invoice in meant}
    named = {invoice.identity for invoice in meant}
    return all(one.identity in named for one in invoices if one.debtor.identity in debtors)
