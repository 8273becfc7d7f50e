"""Works out the truth of a life from its documents and statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from libs.kernel.money import Money, smaller, total
from libs.simulator.any_order import AnyOrder
from libs.simulator.booked import Booked, booked_in
from libs.simulator.certainty import Evidence, cents
from libs.simulator.day_by_day import DayByDay
from libs.simulator.habits import Wording
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.life import Item, Life, Seen
from libs.simulator.reading import Reader
from libs.simulator.statements import Statement
from libs.simulator.true_payments import not_a_payment, true_payment
from libs.simulator.truth import DayBalance, TrueInvoice, Truth


class LookingBack:
    def __init__(
        self,
        invoices: Sequence[Invoice],
        credit_notes: Sequence[CreditNote],
        statements: Sequence[Statement],
    ) -> None:
        self._invoices, self._credit_notes = invoices, credit_notes
        self._statements = statements
        self._numbers = Reader(invoice.number for invoice in invoices)
        self._customers = Reader({invoice.debtor.customer_number for invoice in invoices})

    def truth(self) -> Truth:
        booked = list(booked_in(self._statements))
        life = Life.of(self._items(), self._seen(booked))
        any_order, days = AnyOrder(life), DayByDay(life).verdicts()
        seen = {seen.place: seen for seen in life.seen}
        payments = tuple(
            true_payment(b, seen[place], any_order, days[place], life)
            if place in seen
            else not_a_payment(b)
            for place, b in enumerate(booked)
        )
        return Truth(payments, tuple(self._true_invoices(booked)), tuple(self._balances()))

    def _items(self) -> Iterator[Item]:
        notes: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for note in self._credit_notes:
            notes[note.invoice.number].append((note.arrives_on, cents(note.payable)))
        for invoice in self._invoices:
            credits = tuple(notes[invoice.number])
            yield Item(
                invoice.number, invoice.debtor, cents(invoice.payable), invoice.arrives_on, credits
            )

    def _seen(self, booked: Sequence[Booked]) -> Iterator[Seen]:
        arrivals = {
            transaction.transaction_id: b.arrives_on
            for b in booked
            for transaction in b.transactions
            if b.entry.takes_back
        }
        for place, b in enumerate(booked):
            if b.payments:
                parts = [part for payment in b.payments for part in payment.parts]
                meant = tuple(sorted((part.invoice.number, cents(part.amount)) for part in parts))
                back = arrivals.get(b.transactions[0].transaction_id)
                yield Seen(place, b.arrives_on, self._evidence(b), meant, back)

    def _evidence(self, booked: Booked) -> Evidence:
        first, payment = booked.transactions[0], booked.payments[0]
        lines = [line for t in booked.transactions for line in t.remittance.lines]
        is_reference = payment.wording is Wording.REFERENCE and len(booked.transactions) == 1
        return Evidence(
            cents=cents(booked.key.amount),
            reference_of=payment.parts[0].invoice.number if is_reference else "",
            numbers=self._numbers.numbers(lines),
            customers=self._customers.numbers(lines),
            payer_name=first.party.name if first.party else "",
            payer_iban=first.party.iban if first.party else "",
        )

    def _true_invoices(self, booked: Iterable[Booked]) -> Iterator[TrueInvoice]:
        paid: dict[str, list[Money]] = defaultdict(list)
        for b in booked:
            sign = -1 if b.entry.takes_back else 1
            for part in (p for t in b.transactions if t.payment for p in t.payment.parts):
                paid[part.invoice.number].append(part.amount if sign > 0 else -part.amount)
        credited: dict[str, list[Money]] = defaultdict(list)
        for note in self._credit_notes:
            credited[note.invoice.number].append(note.payable)
        for invoice in self._invoices:
            yield _true_invoice(invoice, credited[invoice.number], paid[invoice.number])

    def _balances(self) -> Iterator[DayBalance]:
        for statement in self._statements:
            balance = statement.opening
            by_day: dict[date, Money] = {statement.from_on: balance}
            for entry in statement.entries:
                balance = balance + entry.amount
                by_day[entry.booked_on] = balance
            by_day[statement.to_on] = statement.closing
            for day, closing in sorted(by_day.items()):
                yield DayBalance(statement.account.iban, day, closing)


def _true_invoice(invoice: Invoice, credits: list[Money], payments: list[Money]) -> TrueInvoice:
    currency = invoice.payable.currency
    credited, paid = total(credits, currency), total(payments, currency)
    settled = smaller(invoice.payable, credited + paid)
    return TrueInvoice(
        number=invoice.number,
        debtor=invoice.debtor.customer_number,
        arrives_on=invoice.arrives_on,
        amount=invoice.payable,
        credited=credited,
        paid=paid,
        open=invoice.payable - settled,
        over=credited + paid - settled,
    )
