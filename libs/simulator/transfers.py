"""The plain transfer of what is owed, on the debtor's day and in the debtor's words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Final

from libs.kernel.money import Money, total
from libs.simulator.days import bank_day_after, bank_day_from
from libs.simulator.habits import Wording, words_for
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.parties import Debtor, Payer
from libs.simulator.payments import Case, Part, Payment

PLAIN_CASES: Final = {
    Wording.REFERENCE: Case.EXACT_REFERENCE,
    Wording.NUMBER: Case.EXACT_NUMBER,
    Wording.CUSTOMER: Case.CUSTOMER_NUMBER,
    Wording.NOTHING: Case.NOTHING_UNKNOWN,
    Wording.UNREADABLE: Case.UNREADABLE_NUMBER,
}


@dataclass(frozen=True, slots=True)
class Owed:
    """What is owed, as debtors see it: the invoice less the credit notes that they have."""

    credit_notes: dict[str, tuple[CreditNote, ...]]

    @classmethod
    def after(cls, credit_notes: Iterable[CreditNote]) -> "Owed":
        by_invoice: dict[str, tuple[CreditNote, ...]] = defaultdict(tuple)
        for note in credit_notes:
            by_invoice[note.invoice.number] += (note,)
        return cls(dict(by_invoice))

    def on(self, day: date, invoice: Invoice) -> Money:
        notes = self.credit_notes.get(invoice.number, ())
        credited = (note.payable for note in notes if note.issued_on <= day)
        return invoice.payable - total(credited, invoice.payable.currency)


def payer_of(debtor: Debtor, kind: str = "own") -> Payer:
    return next(payer for payer in debtor.payers if payer.kind == kind)


def of_another_amount(payment: Payment, amount: Money, case: Case) -> Payment:
    """The same payment for its one invoice, of `amount`."""
    return replace(payment, parts=(replace(payment.parts[0], amount=amount),), case=case)


class Transfers:
    def __init__(self, rng: Random, owed: Owed) -> None:
        self._rng, self.owed = rng, owed

    def day(self, invoice: Invoice) -> date:
        """When its debtor pays it: a bank day after the issue, by the habit."""
        habit, spread_days = invoice.debtor.habit, invoice.debtor.habit.spread_days
        delay_days = habit.delay_days + self._rng.randint(-spread_days, spread_days)
        day = invoice.due_on + timedelta(days=delay_days)
        return bank_day_from(max(day, bank_day_after(invoice.issued_on)))

    def plain(self, invoice: Invoice, day: date | None = None) -> Iterator[Payment]:
        """One transfer of what is owed; none when nothing is."""
        day = day or self.day(invoice)
        owed = self.owed.on(day, invoice)
        if owed.is_positive:
            wording = words_for(self._rng, invoice.debtor.habit, bool(invoice.reference))
            payer, parts = payer_of(invoice.debtor), (Part(invoice, owed),)
            yield Payment(day, parts, payer, invoice.account, PLAIN_CASES[wording], wording)

    def named(self, invoice: Invoice, day: date | None = None) -> Iterator[Payment]:
        """The same, but it says reference or number: for whatever is easily mistaken."""
        for payment in self.plain(invoice, day):
            wording = Wording.REFERENCE if invoice.reference else Wording.NUMBER
            if payment.wording in (Wording.REFERENCE, Wording.NUMBER):
                wording = payment.wording
            yield replace(payment, wording=wording, case=PLAIN_CASES[wording])
