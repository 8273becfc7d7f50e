"""Books payments on the creditor's accounts: transfers, collections in batches, returns."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from random import Random
from typing import Final

from libs.kernel.money import total
from libs.simulator.entries import NOT_PROVIDED, Entry, Kind, Transaction
from libs.simulator.habits import Wording
from libs.simulator.parties import BankAccount, Creditor
from libs.simulator.payments import Case, Payment
from libs.simulator.remittance import Remittance, Speaker, Speech

_SHARED_IDS: Final = ("PAIEMENT", "BATCH-1", "SCT")


class Booking:
    """Turns payments into entries, with the text and the references that the bank passes on."""

    def __init__(self, rng: Random, creditor: Creditor, speaker: Speaker, ends_on: date) -> None:
        self._rng, self._speaker, self._ends_on = rng, speaker, ends_on
        self._accounts = {account.iban: account for account in creditor.accounts}
        self._serial = self._batches = 0
        self._twins: dict[tuple[object, ...], Transaction] = {}

    def entries(self, payments: Iterable[Payment]) -> Iterator[Entry]:
        """All entries through the last day, also those that take money back."""
        collections: dict[tuple[date, str], list[Transaction]] = defaultdict(list)
        for payment in payments:
            if payment.booked_on > self._ends_on:
                continue
            transaction = self._transaction(payment)
            if payment.by_debit:
                collections[payment.booked_on, payment.account].append(transaction)
            else:
                yield self._entry(Kind.TRANSFER, payment.account, payment.booked_on, transaction)
            yield from self._return(transaction)
        for (day, account), transactions in sorted(collections.items(), key=lambda c: c[0]):
            yield self._entry(self._collection_kind(transactions), account, day, *transactions)

    def _entry(self, kind: Kind, account: str, day: date, *transactions: Transaction) -> Entry:
        currency = transactions[0].amount.currency
        amount = total((transaction.amount for transaction in transactions), currency)
        return Entry(self._accounts[account], day, amount, kind, transactions)

    def _collection_kind(self, transactions: list[Transaction]) -> Kind:
        """Every other batch comes without amounts, unless some of it comes back."""
        if len(transactions) == 1:
            return Kind.DEBIT
        returned = any(t.payment and t.payment.returned for t in transactions)
        if returned:
            return Kind.BATCH
        self._batches += 1
        return Kind.BATCH_WHOLE if self._batches % 2 else Kind.BATCH

    def _return(self, original: Transaction) -> Iterator[Entry]:
        payment = original.payment
        if not payment or not payment.returned or payment.returned.booked_on > self._ends_on:
            return
        back = replace(original, return_reason=payment.returned.reason)
        kind = Kind.DEBIT_RETURN if payment.by_debit else Kind.TRANSFER_RETURN
        entry = self._entry(kind, payment.account, payment.returned.booked_on, back)
        yield replace(entry, amount=-entry.amount)

    def _transaction(self, payment: Payment) -> Transaction:
        twin = (payment.payer.iban, payment.booked_on, payment.amount, payment.case)
        if payment.case is Case.TWIN and twin in self._twins:
            return replace(self._twins[twin], payment=payment)
        self._serial += 1
        transaction = Transaction(
            amount=payment.amount,
            party=payment.payer,
            remittance=self._remittance(payment, self._accounts[payment.account]),
            end_to_end_id=self._end_to_end_id(payment),
            transaction_id=f"TX{self._serial:012d}",
            mandate_id=_mandate(payment) if payment.by_debit else "",
            payment=payment,
        )
        if payment.case is Case.TWIN:
            transaction = replace(transaction, end_to_end_id=NOT_PROVIDED, transaction_id="")
            self._twins[twin] = transaction
        return transaction

    def _remittance(self, payment: Payment, account: BankAccount) -> Remittance:
        invoice = payment.parts[0].invoice
        if payment.by_debit and payment.wording is Wording.NUMBER:
            return Remittance((invoice.number,), "", Wording.NUMBER, "plain")
        speech = Speech(
            payment.wording,
            tuple(sorted(part.invoice.number for part in payment.parts)),
            invoice.reference,
            invoice.debtor.customer_number,
            invoice.debtor.language,
            invoice.debtor.habit.spelling,
            invoice.issued_on,
        )
        return self._speaker.say(speech, cut=not account.numbered)

    def _end_to_end_id(self, payment: Payment) -> str:
        """Unique where the creditor collects or money comes back; else often none, or shared."""
        if payment.by_debit:
            return f"RLC{self._serial:09d}"
        if payment.returned or self._rng.random() < 0.3:
            return f"E2E{payment.booked_on:%y%m%d}{self._serial:08d}"
        return self._rng.choice(_SHARED_IDS) if self._rng.random() < 0.15 else NOT_PROVIDED


def _mandate(payment: Payment) -> str:
    return f"MND-{payment.parts[0].invoice.debtor.customer_number}"
