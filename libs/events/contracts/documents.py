"""What is kept of a document: its facts, taxes, lines and what it refers to."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.model import Part
from libs.kernel.money import Money


class DocumentReference(Part):
    """Another document that this one names."""

    kind: Literal["order", "contract", "buyer", "project", "invoice", "despatch"]
    number: str
    issued_on: date | None = None


class Tax(Part):
    """One VAT subtotal."""

    category: str
    rate_percent: str | None
    taxable: Money
    tax: Money


class Line(Part):
    """One line, as it is shown to the debtor."""

    number: str
    text: str
    quantity: str
    unit: str = ""
    net: Money


class Payable(Part):
    """How the document asks to be paid."""

    means_code: str = ""
    """UNCL 4461 (`30` credit transfer, `59` SEPA direct debit, …)."""
    reference: str = ""
    """Structured or free payment reference (BT-83)."""
    account: str = ""
    """Opaque id of the creditor's account that is to be paid to, when it is named."""
    mandate: str = ""
    terms: str = ""


class DocumentFacts(Part):
    """What is kept of an invoice or credit note."""

    number: str
    issued_on: date
    due_on: date
    currency: str = Field(min_length=3, max_length=3)
    net: Money
    tax: Money
    gross: Money
    prepaid: Money
    rounding: Money
    payable_amount: Money
    """What is due (BT-115); of a credit note what it is worth; always positive or zero."""
    taxes: tuple[Tax, ...] = ()
    lines: tuple[Line, ...] = ()
    """At most 200 lines are kept here; the original has all."""
    lines_count: int = Field(ge=0)
    payable: Payable = Payable()
    references: tuple[DocumentReference, ...] = ()
    customization: str = ""
    """Specification identifier (BT-24)."""
    profile: str = ""
    note: str = ""
