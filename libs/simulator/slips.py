"""What befalls payments: paid twice, too much, too early, in halves, returned."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

from libs.kernel.money import Money
from libs.simulator.days import bank_day_after, bank_day_from
from libs.simulator.habits import deck
from libs.simulator.invoices import Invoice, rounded
from libs.simulator.payments import Case, Part, Payment, Return
from libs.simulator.transfers import Transfers, of_another_amount, payer_of

# What befalls forty invoices that are paid one by one; the other cards are plain payments.
_SLIPS: Final = (
    "twice", "twice", "over", "short", "short", "early", "halves", "recalled",
    "third_party", "second_account", "second_account", "other_account", "unpaid", "unpaid",
    *[""] * 26,
)  # fmt: skip


class Slips:
    """Pays invoices one by one, and now and then not as it should be."""

    def __init__(
        self, rng: Random, transfers: Transfers, accounts: Sequence[str], starts_on: date
    ) -> None:
        self._rng, self._transfers = rng, transfers
        self._accounts, self._starts_on = accounts, starts_on
        self._slips = deck(rng, _SLIPS)

    def each(self, invoice: Invoice) -> Iterator[Payment]:
        """The payments that this invoice gets; none for one that is never paid."""
        slip = next(self._slips)
        if slip == "":
            yield from self._transfers.plain(invoice)
        elif slip != "unpaid":
            for payment in self._transfers.named(invoice):
                yield from self._befallen(payment, slip)

    def _befallen(self, payment: Payment, slip: str) -> Iterator[Payment]:
        match slip:
            case "twice":
                yield from self._twice(payment)
            case "over":
                yield self._over(payment)
            case "short":
                yield from self._short(payment)
            case "early":
                yield self._early(payment)
            case "halves":
                yield from self._halves(payment)
            case "recalled":
                yield from self.returned(payment, self._rng.choice(("CUST", "TECH", "FRAD")))
            case "other_account":
                yield replace(payment, account=self._rng.choice(self._accounts))
            case _:
                yield replace(payment, payer=payer_of(payment.parts[0].invoice.debtor, slip))

    def _twice(self, payment: Payment) -> Iterator[Payment]:
        day = bank_day_from(payment.booked_on + timedelta(days=self._rng.randrange(2, 11)))
        yield from (payment, replace(payment, booked_on=day, case=Case.DUPLICATE))

    def _over(self, payment: Payment) -> Payment:
        extra = Money.of(self._rng.choice(("1.00", "10.00", "25.50")), payment.amount.currency)
        return of_another_amount(payment, payment.amount + extra, Case.OVERPAYMENT)

    def _short(self, payment: Payment) -> Iterator[Payment]:
        less = Money.of(self._rng.choice(("5.00", "12.50", "15.00")), payment.amount.currency)
        if less < payment.amount:
            amount = payment.amount - less
            yield of_another_amount(payment, amount, Case.NUMBER_OTHER_AMOUNT)

    def _early(self, payment: Payment) -> Payment:
        """Before the invoice: the statement of that week comes in before the invoice does."""
        invoice = payment.parts[0].invoice
        day = bank_day_from(invoice.issued_on - timedelta(days=self._rng.randrange(10, 15)))
        if day < self._starts_on:
            return payment
        parts = (Part(invoice, invoice.payable),)
        return replace(payment, booked_on=day, parts=parts, case=Case.BEFORE_INVOICE)

    def _halves(self, payment: Payment) -> Iterator[Payment]:
        half = rounded(payment.amount.amount / 2, payment.amount.currency)
        if half + half == payment.amount:
            twin = of_another_amount(payment, half, Case.TWIN)
            yield from (twin, twin)
        else:
            yield payment

    def returned(self, payment: Payment, reason: str) -> Iterator[Payment]:
        """It comes back after some days; more often than not the debtor then pays again."""
        day = bank_day_after(payment.booked_on, self._rng.randrange(2, 8))
        yield replace(payment, returned=Return(day, reason), case=Case.RETURNED)
        if self._rng.random() < 0.6:
            again = bank_day_after(day, self._rng.randrange(3, 10))
            yield from self._transfers.named(payment.parts[0].invoice, again)
