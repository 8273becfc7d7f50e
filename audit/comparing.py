"""The ledger held against the truth of a life: documents, debts, entries."""

from collections import Counter
from collections.abc import Iterator, Mapping

from audit.balance import Difference
from audit.ledger import Ledger
from audit.parties import Parties
from audit.scoring import Judgement, Result
from audit.truth import TrueDocument, Truth


def compared(
    truth: Truth, ledger: Ledger, parties: Parties, judgement: Judgement
) -> list[Difference]:
    """Everything in which the log and the truth disagree."""
    items = {
        item.number: TrueDocument(parties.customer(item.debtor), item.amount)
        for item in ledger.items.values()
        if item.kind == "invoice"
    }
    notes = {
        source.number: TrueDocument(parties.customer(source.debtor), source.amount)
        for source in ledger.sources.values()
        if source.kind == "credit"
    }
    return [
        *_documents("invoice", truth.invoices, items),
        *_documents("credit note", truth.credit_notes, notes),
        *_entries(judgement),
        *_debts(truth, ledger, parties),
    ]


def _documents(
    kind: str, meant: Mapping[str, TrueDocument], found: Mapping[str, TrueDocument]
) -> Iterator[Difference]:
    nobody = TrueDocument("", 0)
    for number in sorted({*meant, *found}):
        true, booked = meant.get(number, nobody), found.get(number, nobody)
        if true.amount != booked.amount:
            yield Difference(f"amount of {kind}", number, true.amount, booked.amount)
        elif true.customer != booked.customer:
            name = f"{number} of {true.customer}, booked under {booked.customer}"
            yield Difference(f"debtor of {kind}", name, true.amount, 0)


def _entries(judgement: Judgement) -> Iterator[Difference]:
    for one in judgement.judged:
        if one.result is Result.MISSING:
            yield Difference("bank entry is not booked", one.entry.shown, one.entry.amount, 0)
        elif one.could_be_known and one.result is Result.WRONG:
            wrong = sum(abs(n - one.entry.meant.get(to, 0)) for to, n in one.given.items())
            yield Difference("certain payment applied wrongly", one.entry.shown, 0, wrong)
    for booked in judgement.unknown:
        name = f"{booked.booked_on} {booked.account}"
        amount = booked.amount if hasattr(booked, "amount") else booked.received
        yield Difference("booked, but no entry of the bank", name, 0, amount)


def _debts(truth: Truth, ledger: Ledger, parties: Parties) -> Iterator[Difference]:
    """A debtor owes what was invoiced, less its credit notes, less what was applied to it."""
    owed: Counter[str] = Counter()
    for invoice in truth.invoices.values():
        owed[invoice.customer] += invoice.amount
    for note in truth.credit_notes.values():
        owed[note.customer] -= note.amount
    for payment in ledger.payments.values():
        for share in payment.shares:
            booked = ledger.sources.get(share)
            if booked:
                owed[parties.customer(booked.debtor)] -= booked.amount
    found = debts(ledger, parties)
    for customer in sorted({*owed, *found}):
        if owed[customer] != found[customer]:
            yield Difference("debt of customer", customer, owed[customer], found[customer])


def debts(ledger: Ledger, parties: Parties) -> Counter[str]:
    """What each customer owes: what is open, less what lies on account."""
    owes: Counter[str] = Counter()
    for item in ledger.items.values():
        owes[parties.customer(item.debtor)] += ledger.open_of(item.id)
    for source in ledger.sources.values():
        owes[parties.customer(source.debtor)] -= source.on_account
    return owes
