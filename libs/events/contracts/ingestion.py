"""What ingestion says: parties, numbers, invoices and credit notes, each once."""

from datetime import date
from typing import Literal

from libs.events.contracts.documents import DocumentFacts, DocumentReference, Line, Payable, Tax
from libs.events.contracts.ingestion_erasure import (
    ERASURE_EVENTS,
    DebtorErased,
    ErasureAsked,
    ErasureQueued,
    ErasureRefused,
    ErasureStarted,
    KeyReceipt,
    KeysDestroyed,
    KeysListed,
)
from libs.events.contracts.ingestion_portfolio import PortfolioAssigned
from libs.events.contracts.model import Erased, Event, Field, Part
from libs.events.contracts.parties import BankAccount, DebtorKind, PartyPersonal

FoundBy = Literal["customer_number", "legal_id", "endpoint", "name_and_postcode"]
DocumentKind = Literal["invoice", "credit_note"]
Review = Literal["none", "one", "two"]


class CreditorFacts(Part):
    """What every service must know of a creditor before it decides anything for it."""

    creditor: str
    name: str
    country: str = Field(min_length=2, max_length=2)
    zone: str
    """IANA time zone in which its days begin."""
    vat: str = ""
    legal_id: str = ""
    accounts: tuple[BankAccount, ...] = ()
    feed: Literal["required", "none"]
    """Whether bank statements come at all; with `none` nothing ever waits for cover."""
    ledger: Literal["relance", "erp"] = "relance"
    suspicion_days_max: int = Field(default=5, ge=0, le=60)
    """Bank days after which a suspicion becomes a task and holds no more."""
    feed_days_max: int = Field(default=3, ge=0, le=60)
    """Bank days that the cover may lag behind before it holds demands."""
    review: Review = "none"
    """How many people look at each demand before it leaves."""


class CreditorRegistered(Event, type="relance.ingestion.creditor_registered.v1"):
    """Announced: the owner's record, and each partition's copy (stream `…@<partition>`)."""

    facts: CreditorFacts
    revision: int = Field(ge=1)


class CreditorChanged(Event, type="relance.ingestion.creditor_changed.v1"):
    """Announced like its registration; `facts` are all facts as they are now."""

    facts: CreditorFacts
    revision: int = Field(ge=2)


class DebtorRegistered(Event, type="relance.ingestion.debtor_registered.v1"):
    """A customer account was seen for the first time."""

    debtor: str
    creditor: str
    found_by: FoundBy
    """What its id is the hash of: the first of these that the document has."""
    customer_number: str = ""
    kind: DebtorKind = "unknown"
    country: str = ""
    language: str = ""
    """ISO 639-1; empty: not said."""
    personal: PartyPersonal | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class DebtorChanged(Event, type="relance.ingestion.debtor_changed.v1"):
    """Master data of a debtor as they are now."""

    debtor: str
    creditor: str
    customer_number: str = ""
    kind: DebtorKind = "unknown"
    country: str = ""
    language: str = ""
    personal: PartyPersonal | Erased
    revision: int = 0  # how often they were said, with this; 0: by a build that did not count

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class MergeDecided(Event, type="relance.ingestion.merge_decided.v1"):
    """One key of the tenant decided it; it knows the whole forest, so there are no rings."""

    debtor: str
    into: str
    decided_by: str


class DebtorMerged(Event, type="relance.ingestion.debtor_merged.v1"):
    """New documents of `debtor` go to `into` from here on."""

    debtor: str
    into: str


class NumberClaimed(Event, type="relance.ingestion.number_claimed.v1"):
    """The number of a document is taken, by this content, for this debtor."""

    creditor: str
    number: str
    kind: DocumentKind
    document: str
    """Opaque id of the invoice or credit note."""
    debtor: str
    kept_hash: str
    """Keyed hash of the fields that we keep, prefixed by the version of what is kept: `1:…`."""
    original: str
    """Object store hash of the file as it came."""


class CreditNoteAwaited(Event, type="relance.ingestion.credit_note_awaited.v1"):
    """A credit note named this number before it was claimed; it went by its own party."""

    creditor: str
    number: str
    credit_note: str
    debtor: str


class InvoiceRegistered(Event, type="relance.ingestion.invoice_registered.v1"):
    """An invoice is in, once, under its debtor."""

    invoice: str
    creditor: str
    debtor: str
    facts: DocumentFacts
    original: str
    customer_number: str = ""
    language: str = ""
    country: str = ""
    imported_by: str = ""
    """The import that brought it; empty: a single upload."""
    awaited_credit_note: str = ""
    """A credit note for another debtor named this number before: the item opens suspected."""
    personal: PartyPersonal | Erased
    """The buyer as this document writes it."""

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class CreditNoteRegistered(Event, type="relance.ingestion.credit_note_registered.v1"):
    """A credit note is in, once, under the debtor of the invoice that it names."""

    credit_note: str
    creditor: str
    debtor: str
    facts: DocumentFacts
    original: str
    names_number: str = ""
    """The invoice number that it names; empty: none."""
    names_invoice: str = ""
    """That invoice, when its number is claimed."""
    customer_number: str = ""
    imported_by: str = ""
    personal: PartyPersonal | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class InvoiceCancelled(Event, type="relance.ingestion.invoice_cancelled.v1"):
    """The creditor withdrew an invoice; whatever was paid on it is credit on account."""

    invoice: str
    creditor: str
    debtor: str
    number: str
    reason: str
    cancelled_by: str


class DocumentForwarded(Event, type="relance.ingestion.document_forwarded.v1"):
    """A document came for a merged debtor and was sent on."""

    document: str
    debtor: str
    into: str


class ImportStarted(Event, type="relance.ingestion.import_started.v1"):
    """Announced: documents of this creditor are being booked."""

    import_id: str
    creditor: str
    started_by: str


class DocumentsAdded(Event, type="relance.ingestion.documents_added.v1"):
    """A batch of an import's documents was sent on to their keys."""

    import_id: str
    creditor: str
    originals: tuple[str, ...] = Field(max_length=500)
    count_so_far: int


class ImportEnded(Event, type="relance.ingestion.import_ended.v1"):
    """No more documents come; the import is over once those that came are at rest."""

    import_id: str
    creditor: str
    documents_count: int
    ended_by: Literal["client", "timeout"]


class ImportFinished(Event, type="relance.ingestion.import_finished.v1"):
    """Announced: every document of the import has had its effect."""

    import_id: str
    creditor: str
    documents_count: int


class Noted(Event, type="relance.ingestion.noted.v1"):
    """What was heard of others and matters here: a day in a zone."""

    day_on: date
    zone: str
    tenant: str | None
    played: bool


EVENTS: tuple[type[Event], ...] = (
    CreditorRegistered,
    CreditorChanged,
    DebtorRegistered,
    DebtorChanged,
    MergeDecided,
    DebtorMerged,
    PortfolioAssigned,
    NumberClaimed,
    CreditNoteAwaited,
    InvoiceRegistered,
    CreditNoteRegistered,
    InvoiceCancelled,
    DocumentForwarded,
    ImportStarted,
    DocumentsAdded,
    ImportEnded,
    ImportFinished,
    Noted,
    *ERASURE_EVENTS,
)

__all__ = [
    "ERASURE_EVENTS",
    "EVENTS",
    "CreditNoteAwaited",
    "CreditNoteRegistered",
    "CreditorChanged",
    "CreditorFacts",
    "CreditorRegistered",
    "DebtorChanged",
    "DebtorErased",
    "DebtorMerged",
    "DebtorRegistered",
    "DocumentFacts",
    "DocumentForwarded",
    "DocumentKind",
    "DocumentReference",
    "DocumentsAdded",
    "ErasureAsked",
    "ErasureQueued",
    "ErasureRefused",
    "ErasureStarted",
    "FoundBy",
    "ImportEnded",
    "ImportFinished",
    "ImportStarted",
    "InvoiceCancelled",
    "InvoiceRegistered",
    "KeyReceipt",
    "KeysDestroyed",
    "KeysListed",
    "Line",
    "MergeDecided",
    "Noted",
    "NumberClaimed",
    "Payable",
    "PortfolioAssigned",
    "Review",
    "Tax",
]
