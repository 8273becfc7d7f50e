"""Invoices and credit notes: their shape and their totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from libs.kernel.money import Money, minor_units, total
from libs.simulator.parties import Debtor


@dataclass(frozen=True, slots=True)
class Line:
    description: str
    quantity: Decimal
    unit: str
    """UN/ECE recommendation 20: C62 piece, HUR hour, DAY day."""
    price: Money
    rate_percent: Decimal

    @property
    def net(self) -> Money:
        return rounded(self.quantity * self.price.amount, self.price.currency)


@dataclass(frozen=True, slots=True)
class Tax:
    rate_percent: Decimal
    base: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Invoice:
    number: str
    debtor: Debtor
    issued_on: date
    due_on: date
    arrives_on: date
    """The day on which its file is fed in: the issue date, or a few days later."""
    lines: tuple[Line, ...]
    reference: str
    """RF or OGM with check digits; empty when this invoice carries none."""
    account: str
    """IBAN that it asks to pay to."""
    order: str
    payable: Money


@dataclass(frozen=True, slots=True)
class CreditNote:
    number: str
    invoice: Invoice
    issued_on: date
    lines: tuple[Line, ...]
    payable: Money

    @property
    def arrives_on(self) -> date:
        return max(self.issued_on, self.invoice.arrives_on)


def rounded(amount: Decimal, currency: str) -> Money:
    """To the currency's minor unit, ties away from zero."""
    unit = Decimal(1).scaleb(-minor_units(currency))
    return Money(amount.quantize(unit, ROUND_HALF_UP), currency)


def taxes(lines: Sequence[Line]) -> list[Tax]:
    """VAT by rate, computed on the sum of the lines (EN 16931, BR-CO-17)."""
    currency = lines[0].price.currency
    result = []
    for rate in sorted({line.rate_percent for line in lines}, reverse=True):
        base = total((line.net for line in lines if line.rate_percent == rate), currency)
        result.append(Tax(rate, base, rounded(base.amount * rate / 100, currency)))
    return result


def payable(lines: Sequence[Line]) -> Money:
    currency = lines[0].price.currency
    return total((part for tax in taxes(lines) for part in (tax.base, tax.tax)), currency)
