"""The truth of a life: what each payment was meant for, and who owes what in the end."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from libs.kernel.money import Money
from libs.simulator.payments import Case

Certain = bool | Literal["order-dependent"]
"""True: in any order of the files. Order-dependent: if they are fed in day by day."""


class PaymentKey(NamedTuple):
    """What a payment is found again by, on both sides of a comparison."""

    account: str
    booked_on: date
    amount: Money
    """Signed: what goes out is negative."""
    reference: str
    """The bank's reference, else the EndToEndId, else empty."""
    nth: int
    """Counts from 1 what is otherwise equal, in the statement's order."""


@dataclass(frozen=True, slots=True)
class TruePart:
    invoice: str
    debtor: str
    """Customer number."""
    amount: Money


@dataclass(frozen=True, slots=True)
class TruePayment:
    key: PaymentKey
    case: Case
    kind: str
    """The bank's side: `transfer`, `direct_debit`, `batch`, `supplier`, `sweep` …"""
    certain: Certain
    certain_by: str
    may_mislead: bool
    """Its evidence may fit something else than what was meant."""
    split: tuple[TruePart, ...]
    """What was meant, whole: also what was more than open. Empty for nobody's."""
    wording: str
    spelling: str
    payer: str
    arrives_on: date
    returned_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrueInvoice:
    """amount + over = credited + paid + open."""

    number: str
    debtor: str
    arrives_on: date
    amount: Money
    credited: Money
    paid: Money
    """All payments meant for it that have not come back."""
    open: Money
    over: Money
    """Credited or paid beyond the amount: credit on account."""


@dataclass(frozen=True, slots=True)
class DayBalance:
    account: str
    day: date
    closing: Money


@dataclass(frozen=True, slots=True)
class Truth:
    payments: tuple[TruePayment, ...]
    invoices: tuple[TrueInvoice, ...]
    balances: tuple[DayBalance, ...]
