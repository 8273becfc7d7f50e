"""A bank statement as it was read, whatever format it came in; kept as bytes by hash."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from libs.kernel.money import Money

_VERSION: Final = b"statement:1\n"


class UnreadableContent(ValueError):
    """Bytes that no version of this module wrote."""


@dataclass(frozen=True, slots=True)
class OriginalReferences:
    """What a returned entry says of the payment that comes back."""

    end_to_end_id: str = ""
    bank_reference: str = ""
    instruction_id: str = ""
    mandate: str = ""
    message_id: str = ""


@dataclass(frozen=True, slots=True)
class EntryContent:
    """One booked movement: an entry, or one transaction of a batch whose details add up."""

    amount: Money
    """Signed as the account sees it: credits are positive. May be zero."""
    booked_on: date
    value_on: date | None = None
    status: str = "BOOK"
    is_reversal: bool = False
    entry_reference: str = ""
    bank_reference: str = ""
    """The account servicer's reference (AcctSvcrRef)."""
    end_to_end_id: str = ""
    mandate: str = ""
    bank_code: str = ""
    """`PMNT/RCDT/ESCT`, or the bank's own code."""
    batch_count: int = 1
    counterparty_name: str = ""
    counterparty_iban: str = ""
    """IBAN, or whatever else identifies the account."""
    counterparty_bic: str = ""
    ultimate_party: str = ""
    remittance: str = ""
    """Unstructured lines, joined by a line feed."""
    structured: tuple[str, ...] = ()
    return_reason: str = ""
    original: OriginalReferences = OriginalReferences()
    information: str = ""
    """What the bank adds to the entry in words."""


@dataclass(frozen=True, slots=True)
class StatementContent:
    """One statement of one account, its pages joined, its entries by booking day."""

    account_number: str
    """IBAN, or the bank's own number, upper case without spaces."""
    currency: str
    bank_id: str
    from_on: date
    to_on: date
    opening: Money | None
    closing: Money | None
    entries: tuple[EntryContent, ...] = ()
    """Ordered by booking day; within a day as the bank has them."""
    sequence: int | None = None
    """The electronic sequence number, else the legal one."""
    message_id: str = ""
    created_at: str = ""
    account_name: str = ""
    left_out_count: int = 0
    """Entries that are pending or for information: they never count."""


def encode_content(content: StatementContent) -> bytes:
    """The bytes that the object store keeps; the same content is always the same bytes."""
    return _VERSION + msgspec.msgpack.encode(content)


def decode_content(raw: bytes) -> StatementContent:
    """A statement out of kept bytes. Raises UnreadableContent for anything else."""
    if not raw.startswith(_VERSION):
        raise UnreadableContent("these bytes are no statement of version 1")
    try:
        return _DECODER.decode(raw[len(_VERSION) :])
    except msgspec.DecodeError as mistake:
        raise UnreadableContent(str(mistake)) from mistake


_DECODER: Final = msgspec.msgpack.Decoder(StatementContent)
