"""A document as its file says it, before our rules have looked at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from libs.events.contracts.ingestion import DocumentReference, Line, Payable, Tax
from libs.events.contracts.parties import DebtorKind, PartyPersonal
from libs.kernel.money import Money

LINES_KEPT_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Totals:
    """What a document says of its sums, signs as written."""

    lines: Money
    """Sum of the lines (BT-106)."""
    allowances: Money
    charges: Money
    net: Money
    tax: Money
    gross: Money
    prepaid: Money
    rounding: Money
    third_party: Money
    """Claims of others that are collected with it (XRechnung's extension, BT-DEX-002)."""
    payable: Money


@dataclass(frozen=True, slots=True)
class Buyer:
    """The debtor as the document writes it; what its id is made of, and what is shown."""

    personal: PartyPersonal
    customer_number: str = ""
    """As the creditor numbers it."""
    legal_id: str = ""
    """The first of VAT number and legal registration, as `scheme:value`; empty: none."""
    endpoint: str = ""
    """Electronic address, as `scheme:value`."""
    kind: DebtorKind = "unknown"
    country: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """One invoice or credit note out of a file."""

    is_credit_note: bool
    """By its root or its type code; the sign of what is due comes on top."""
    number: str
    type_code: str
    currency: str
    issued_on: date
    due_on: date | None
    totals: Totals
    taxes: tuple[Tax, ...]
    lines: tuple[Line, ...]
    """The first LINES_KEPT_MAX of them."""
    lines_count: int
    lines_sum: Money
    """Of all lines."""
    buyer: Buyer
    payable: Payable = field(default_factory=Payable)
    payee_iban: str = ""
    """The account that it asks to be paid to, when it names one."""
    references: tuple[DocumentReference, ...] = ()
    customization: str = ""
    profile: str = ""
    note: str = ""
    positions: Mapping[str, str] = field(default_factory=dict)
    """Where in the file a field stands."""
