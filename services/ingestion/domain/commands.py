"""What ingestion asks of itself: from its edge, from its tasks, from one key to another."""

from datetime import date
from typing import Literal

from libs.events.contracts.ingestion import (
    CreditorFacts,
    DocumentFacts,
    FoundBy,
    KeyReceipt,
    Review,
)
from libs.events.contracts.model import Command, Erased, Field, Part
from libs.events.contracts.parties import BankAccount, DebtorKind, PartyPersonal


class RegisterCreditor(Command, type="relance.ingestion.register_creditor.v1"):
    """Key: the creditor."""

    facts: CreditorFacts


class CreditorChanges(Part):
    """What changes of a creditor; None: stays as it is."""

    name: str | None = None
    country: str | None = None
    zone: str | None = None
    vat: str | None = None
    legal_id: str | None = None
    feed: Literal["required", "none"] | None = None
    ledger: Literal["relance", "erp"] | None = None
    suspicion_days_max: int | None = None
    feed_days_max: int | None = None
    review: Review | None = None
    accounts: tuple[BankAccount, ...] = ()
    """Accounts that are added, or that take the place of the one with the same id."""


class ChangeCreditor(Command, type="relance.ingestion.change_creditor.v1"):
    """Key: the creditor. Only what changes, so that two changes at once both hold."""

    creditor: str
    changes: CreditorChanges
    if_revision: int | None = None
    """Refused unless it is at this revision; None: whatever it is at."""


class AnnounceCreditor(Command, type="relance.ingestion.announce_creditor.v1"):
    """To each partition: its copy of a creditor's facts as they are now."""

    facts: CreditorFacts
    revision: int


class DocumentEntry(Part):
    """A document as the edge read it, and whom it concerns."""

    document: str
    creditor: str
    debtor: str
    found_by: FoundBy
    facts: DocumentFacts
    original: str
    names_number: str = ""
    """Of a credit note: the invoice number that it names."""
    customer_number: str = ""
    debtor_kind: DebtorKind = "unknown"
    country: str = ""
    language: str = ""
    imported_by: str = ""


class _Document(Command):
    entry: DocumentEntry
    personal: PartyPersonal | Erased

    def subject(self) -> str:
        return f"debtor/{self.entry.debtor}"


class RegisterInvoice(_Document, type="relance.ingestion.register_invoice.v1"):
    """Key: (creditor, number)."""

    kept_hash: str


class RegisterCreditNote(_Document, type="relance.ingestion.register_credit_note.v1"):
    """Key: (creditor, number) of its own number."""

    kept_hash: str


class RouteCreditNote(_Document, type="relance.ingestion.route_credit_note.v1"):
    """Key: (creditor, number) of the invoice that it names."""


class EnterInvoice(_Document, type="relance.ingestion.enter_invoice.v1"):
    """Key: the debtor."""

    awaited_credit_note: str = ""


class EnterCreditNote(_Document, type="relance.ingestion.enter_credit_note.v1"):
    """Key: the debtor of the invoice that it names, else of its own party."""

    names_invoice: str = ""


class CancelInvoice(Command, type="relance.ingestion.cancel_invoice.v1"):
    """Key: the debtor under which the invoice was entered."""

    invoice: str
    debtor: str
    reason: str
    cancelled_by: str


class ChangeDebtor(Command, type="relance.ingestion.change_debtor.v1"):
    """Key: the debtor. Its master data as they are to be, whole."""

    debtor: str
    customer_number: str = ""
    kind: DebtorKind = "unknown"
    country: str = ""
    language: str = ""
    personal: PartyPersonal | Erased
    if_revision: int | None = None
    """Only if it is still at this one."""

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class MergeDebtors(Command, type="relance.ingestion.merge_debtors.v1"):
    """Key: the tenant's merges."""

    debtor: str
    into: str
    decided_by: str


class AssignPortfolio(Command, type="relance.ingestion.assign_portfolio.v1"):
    """Key: the debtor. In whose portfolio it is from here on; empty: in nobody's."""

    debtor: str
    sales: str
    assigned_by: str


class CloseDebtor(Command, type="relance.ingestion.close_debtor.v1"):
    """Key: the debtor that was merged into another."""

    debtor: str
    into: str


class StartImport(Command, type="relance.ingestion.start_import.v1"):
    """Key: the import."""

    import_id: str
    creditor: str
    started_by: str


class AnnounceImport(Command, type="relance.ingestion.announce_import.v1"):
    """To each partition: its copy of an import's start."""

    import_id: str
    creditor: str
    started_by: str


class AddDocuments(Command, type="relance.ingestion.add_documents.v1"):
    """Key: the import. These originals come next, each as a command of its own."""

    import_id: str
    creditor: str
    originals: tuple[str, ...]
    """At most 500."""


class EndImport(Command, type="relance.ingestion.end_import.v1"):
    """Key: the import. No more documents come."""

    import_id: str
    ended_by: Literal["client", "timeout"]


class FinishImport(Command, type="relance.ingestion.finish_import.v1"):
    """Key: the import. All that it brought was seen at rest."""

    import_id: str


class AnnounceImportFinished(Command, type="relance.ingestion.announce_import_finished.v1"):
    """To each partition: its copy of an import's end."""

    import_id: str
    creditor: str
    documents_count: int


class EraseDebtor(Command, type="relance.ingestion.erase_debtor.v1"):
    """Key: the debtor. Nothing that says who it is is to be left."""

    debtor: str
    asked_by: str


class FinishErasure(Command, type="relance.ingestion.finish_erasure.v1"):
    """Key: the debtor. The keys of one list are destroyed, and their objects emptied."""

    debtor: str
    asking: int
    part: int
    parts: int
    receipts: tuple[KeyReceipt, ...]
    objects_count: int


class CheckKeys(Command, type="relance.ingestion.check_keys.v1"):
    """A chunk of a day's keys with something due: each is asked by itself."""

    day_on: date
    keys: tuple[str, ...] = Field(max_length=500)


class CheckDue(Command, type="relance.ingestion.check_due.v1"):
    """Key: the debtor. A day has begun on which its erasure may be due."""

    day_on: date


COMMANDS: tuple[type[Command], ...] = (
    RegisterCreditor,
    ChangeCreditor,
    AnnounceCreditor,
    RegisterInvoice,
    RegisterCreditNote,
    RouteCreditNote,
    EnterInvoice,
    EnterCreditNote,
    CancelInvoice,
    ChangeDebtor,
    MergeDebtors,
    AssignPortfolio,
    CloseDebtor,
    StartImport,
    AnnounceImport,
    AddDocuments,
    EndImport,
    FinishImport,
    AnnounceImportFinished,
    EraseDebtor,
    FinishErasure,
    CheckKeys,
    CheckDue,
)
