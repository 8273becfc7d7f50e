"""What a payment is: whose money, for which invoices, in which of the cases of matching."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from libs.kernel.money import Money, total
from libs.simulator.habits import Wording
from libs.simulator.invoices import Invoice
from libs.simulator.parties import Payer


class Case(StrEnum):
    """What makes a payment easy or hard to match; the rows of the score."""

    EXACT_REFERENCE = "exact_reference"
    EXACT_NUMBER = "exact_number"
    NUMBER_OTHER_AMOUNT = "number_other_amount"
    SEVERAL_NUMBERS = "several_numbers"
    LUMP_SUM = "lump_sum"
    PART_PAYMENT = "part_payment"
    OVERPAYMENT = "overpayment"
    DUPLICATE = "duplicate"
    BEFORE_INVOICE = "before_invoice"
    TWO_DEBTORS = "two_debtors"
    CUSTOMER_NUMBER = "customer_number_only"
    UNREADABLE_NUMBER = "unreadable_number"
    NOTHING_KNOWN = "nothing_known_payer"
    NOTHING_UNKNOWN = "nothing_unknown_payer"
    TWIN = "twin"
    RETURNED = "returned"
    BATCH_DETAIL = "batch_detail"
    BATCH_WHOLE = "batch_whole"
    RETURN_ENTRY = "return_entry"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment its payer meant for one invoice, also if more than was open."""

    invoice: Invoice
    amount: Money


@dataclass(frozen=True, slots=True)
class Return:
    """The payment comes back: `reason` is the ISO 20022 return reason code."""

    booked_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Payment:
    booked_on: date
    parts: tuple[Part, ...]
    payer: Payer
    account: str
    """The creditor's IBAN that it arrives at."""
    case: Case
    wording: Wording
    by_debit: bool = False
    returned: Return | None = None

    @property
    def amount(self) -> Money:
        return total((part.amount for part in self.parts), self.parts[0].amount.currency)
