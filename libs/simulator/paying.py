"""Who pays what, when and how: the debtors' side of a life."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from random import Random
from typing import Final

from libs.kernel.money import Money
from libs.simulator.days import bank_day_from
from libs.simulator.habits import Manner, Wording, deck
from libs.simulator.invoices import CreditNote, Invoice, rounded
from libs.simulator.parties import Creditor
from libs.simulator.payments import Case, Part, Payment
from libs.simulator.slips import Slips
from libs.simulator.transfers import Owed, Transfers, of_another_amount, payer_of

_DEBIT_ENDS: Final = ("AM04", "MD06", "AC04", *[""] * 17)
_COLLECTION_DAYS: Final = (5, 20)


class Paying:
    """Turns invoices into payments by the habits of their debtors."""

    def __init__(
        self, rng: Random, creditor: Creditor, credit_notes: Iterable[CreditNote], starts_on: date
    ) -> None:
        self._rng = rng
        self._transfers = Transfers(rng, Owed.after(credit_notes))
        self._accounts = [account.iban for account in creditor.accounts]
        self._slips = Slips(rng, self._transfers, self._accounts, starts_on)
        self._debit_ends = deck(rng, _DEBIT_ENDS)

    def payments(self, invoices: Sequence[Invoice]) -> Iterator[Payment]:
        """All payments that these invoices will ever get, debtor by debtor."""
        by_debtor: dict[str, list[Invoice]] = defaultdict(list)
        for invoice in invoices:
            group = invoice.debtor.group
            alone = invoice.debtor.customer_number
            by_debtor[alone if group is None else f"group {group}"].append(invoice)
        for owed in by_debtor.values():
            yield from self._by_manner(owed)

    def _by_manner(self, invoices: list[Invoice]) -> Iterator[Payment]:
        each = {
            Manner.EACH: self._slips.each,
            Manner.PARTS: self._in_parts,
            Manner.DEBIT: self._by_debit,
        }
        manner = invoices[0].debtor.habit.manner
        if manner in each:
            for invoice in invoices:
                yield from each[manner](invoice)
        elif manner is Manner.LUMP:
            yield from self._lumps(invoices)
        elif manner is Manner.SITES:
            yield from self._two_by_two(invoices, self._for_two_sites)
        elif manner is Manner.GROUP:
            yield from self._two_by_two(invoices, self._for_two_debtors)

    def _in_parts(self, invoice: Invoice) -> Iterator[Payment]:
        percents = self._rng.choice(((50, 50), (40, 60), (30, 30, 40)))
        for payment in self._transfers.named(invoice):
            left, day = payment.amount, payment.booked_on
            for percent in percents[:-1]:
                amount = _percent_of(payment.amount, percent)
                yield replace(_part(payment, amount), booked_on=day)
                left, day = left - amount, self._days_later(day)
            yield replace(_part(payment, left), booked_on=day)

    def _days_later(self, day: date) -> date:
        return bank_day_from(day + timedelta(days=self._rng.randrange(6, 18)))

    def _by_debit(self, invoice: Invoice) -> Iterator[Payment]:
        day = invoice.due_on
        while day.day not in _COLLECTION_DAYS:
            day += timedelta(days=1)
        for transfer in self._transfers.named(invoice, bank_day_from(day)):
            main, *others = self._accounts
            account = others[0] if others and self._rng.random() < 0.2 else main
            payment = replace(transfer, by_debit=True, account=account)
            reason = next(self._debit_ends)
            if reason:
                yield from self._slips.returned(payment, reason)
            else:
                yield payment

    def _lumps(self, invoices: list[Invoice]) -> Iterator[Payment]:
        """Once a month, on the debtor's day, all that it has got at least three days before."""
        month_day = self._rng.randrange(3, 27)
        for day, group in groupby(invoices, key=lambda i: _paid_in(i.issued_on, month_day)):
            owed = (Part(invoice, self._transfers.owed.on(day, invoice)) for invoice in group)
            parts = tuple(part for part in owed if part.amount.is_positive)
            if len(parts) == 1:
                yield from self._transfers.plain(parts[0].invoice, day)
            elif parts:
                yield self._lump(parts, day)

    def _lump(self, parts: tuple[Part, ...], day: date) -> Payment:
        invoice = parts[0].invoice
        words = (Wording.NUMBER, Wording.NUMBER, Wording.CUSTOMER, Wording.NOTHING)
        wording = self._rng.choice(words if len(parts) < 6 else words[2:])
        case = Case.SEVERAL_NUMBERS if wording is Wording.NUMBER else Case.LUMP_SUM
        return Payment(day, parts, payer_of(invoice.debtor), invoice.account, case, wording)

    def _two_by_two(
        self, invoices: list[Invoice], pay: Callable[[Invoice, Invoice], Iterator[Payment]]
    ) -> Iterator[Payment]:
        for _, group in groupby(invoices, key=lambda invoice: invoice.issued_on):
            match list(group):
                case [one, other]:
                    yield from pay(one, other)
                case several:
                    for invoice in several:
                        yield from self._transfers.named(invoice)

    def _for_two_sites(self, one: Invoice, other: Invoice) -> Iterator[Payment]:
        """Two transfers that nothing tells apart, not even their text."""
        day, transfers = self._transfers.day(one), self._transfers
        parts = [Part(invoice, transfers.owed.on(day, invoice)) for invoice in (one, other)]
        if parts[0].amount != parts[1].amount or not parts[0].amount.is_positive:
            for invoice in (one, other):
                yield from transfers.named(invoice)
            return
        payer = payer_of(one.debtor)
        for part in parts:
            yield Payment(day, (part,), payer, one.account, Case.TWIN, Wording.CUSTOMER)

    def _for_two_debtors(self, one: Invoice, other: Invoice) -> Iterator[Payment]:
        day = self._transfers.day(one)
        owed = (Part(invoice, self._transfers.owed.on(day, invoice)) for invoice in (one, other))
        parts = tuple(part for part in owed if part.amount.is_positive)
        if len(parts) == 2 and one.debtor != other.debtor and self._rng.random() < 0.8:
            parent = payer_of(one.debtor, "parent")
            yield Payment(day, parts, parent, one.account, Case.TWO_DEBTORS, Wording.NUMBER)
        else:
            for invoice in (one, other):
                yield from self._transfers.named(invoice)


def _part(payment: Payment, amount: Money) -> Payment:
    return of_another_amount(payment, amount, Case.PART_PAYMENT)


def _percent_of(amount: Money, percent: int) -> Money:
    return rounded(amount.amount * percent / 100, amount.currency)


def _paid_in(issued_on: date, month_day: int) -> date:
    """The first `month_day` at least three days after the issue, or the next bank day."""
    day = issued_on + timedelta(days=3)
    while day.day != month_day:
        day += timedelta(days=1)
    return bank_day_from(day)
