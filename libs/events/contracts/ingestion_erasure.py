"""What ingestion says of erasures: asked for, judged, the keys that went, the receipt."""

from datetime import date
from typing import Literal

from libs.events.contracts.model import Event, Field, Part

ErasureCause = Literal[
    "open_item",
    "money_on_account",
    "returnable_debit",
    "retention",
    "term_unknown",
    "day_unknown",
    "new_document",
]
"""What stands against an erasure; a term ends by itself, for the others somebody has to act."""

PAYMENTS_MAX: int = 2_000
"""Payments named by one event: each key that goes has a receipt of about 120 bytes."""


class ErasureAsked(Event, type="relance.ingestion.erasure_asked.v1"):
    """A debtor is to be erased, or the day came for which it was queued: the ledger judges."""

    debtor: str
    creditor: str
    asking: int = Field(ge=1)
    """Counts the questions about this debtor; an answer names the one that it answers."""
    asked_by: str
    day_on: date | None = None
    """The day in the creditor's zone, as it was known here; the ledger may know a later one."""


class ErasureRefused(Event, type="relance.ingestion.erasure_refused.v1"):
    """A debtor is not erased, because somebody has to act first; asked again it is judged anew."""

    debtor: str
    asking: int
    cause: ErasureCause
    about: str = ""
    """Id of the item, the payment, the credit note or the document."""
    number: str = ""
    """Number of the item or the document, for sentences."""


class ErasureQueued(Event, type="relance.ingestion.erasure_queued.v1"):
    """Only a term stands against it: on that day it is judged again, and done."""

    debtor: str
    asking: int
    until_on: date
    """The first day on which it is allowed."""
    cause: ErasureCause
    law: str
    """Where the term stands."""


class ErasureStarted(Event, type="relance.ingestion.erasure_started.v1"):
    """Nothing stands against it: the keys are destroyed from here on, there is no way back."""

    debtor: str
    asking: int
    parts: int = Field(ge=1)
    """In so many lists are the keys."""


class KeysListed(Event, type="relance.ingestion.keys_listed.v1"):
    """Subjects whose keys have to be destroyed."""

    debtor: str
    asking: int
    part: int = Field(ge=1)
    parts: int = Field(ge=1)
    asked_by: str
    subjects: tuple[str, ...] = Field(min_length=1)
    """`debtor/<id>`, `payment/<id>`."""


class KeyReceipt(Part):
    """One destroyed key, as the keyring's tombstone says it."""

    subject: str
    key_id: str
    destroyed_at: str
    """UTC, RFC 3339."""


class KeysDestroyed(Event, type="relance.ingestion.keys_destroyed.v1"):
    """The keys of one list are gone: whoever shows what they sealed purges it on this."""

    debtor: str
    asking: int
    part: int = Field(ge=1)
    receipts: tuple[KeyReceipt, ...] = Field(min_length=1)
    objects_count: int
    """Objects of the store whose sealed bytes were taken away."""


class DebtorErased(Event, type="relance.ingestion.debtor_erased.v1"):
    """The receipt, written last: every key of the debtor's fields, payments and objects is gone."""

    debtor: str
    creditor: str
    asking: int
    asked_by: str
    parts: int = Field(ge=1)
    """KeysDestroyed say which keys; so many of them belong to this erasure."""


ERASURE_EVENTS: tuple[type[Event], ...] = (
    ErasureAsked,
    ErasureRefused,
    ErasureQueued,
    ErasureStarted,
    KeysListed,
    KeysDestroyed,
    DebtorErased,
)
