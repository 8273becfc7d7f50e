"""Debtors and the documents under them; a merged debtor keeps its own and forwards the rest."""

from dataclasses import dataclass, field, replace

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    DebtorChanged,
    DebtorMerged,
    DebtorRegistered,
    DocumentForwarded,
    ErasureRefused,
    InvoiceCancelled,
    InvoiceRegistered,
    PortfolioAssigned,
)
from libs.events.contracts.model import Erased, Event
from libs.events.contracts.parties import PartyPersonal
from libs.events.loop.decider import NOTHING, Decision, Recorded, Send
from services.ingestion.domain.commands import (
    AssignPortfolio,
    CancelInvoice,
    ChangeDebtor,
    CloseDebtor,
    DocumentEntry,
    EnterCreditNote,
    EnterInvoice,
)
from services.ingestion.domain.erasures import Erasure, evolve_erasure
from services.ingestion.domain.paths import (
    credit_note_stream,
    debtor_path,
    invoice_stream,
)
from services.ingestion.domain.refusals import (
    DebtorChangedMeanwhile,
    DebtorIsErased,
    DebtorIsMerged,
    DebtorUnknown,
    InvoiceUnknown,
)


@dataclass(frozen=True, slots=True)
class Debtor:
    """A customer account, without anything that says who it is."""

    creditor: str = ""
    """Empty: not registered."""
    merged_into: str = ""
    sales: str = ""
    """In whose portfolio it is; empty: in nobody's."""
    revision: int = 0
    """How often its master data were said."""
    erasure: Erasure = field(default_factory=Erasure)

    @property
    def is_registered(self) -> bool:
        return bool(self.creditor)


@dataclass(frozen=True, slots=True)
class Document:
    """An invoice or credit note as it was entered under a debtor."""

    debtor: str = ""
    """Empty: not entered here."""
    creditor: str = ""
    number: str = ""
    is_cancelled: bool = False


def enter_invoice(
    command: EnterInvoice, debtor: Debtor, invoice: Document, awaited: Document, *, tenant: str
) -> Decision:
    """`awaited`: the credit note that waits for this invoice, if it was entered here too."""
    entry = command.entry
    if invoice.debtor == entry.debtor:
        return NOTHING
    if debtor.merged_into:
        onward = command.model_copy(update={"entry": _moved(entry, debtor.merged_into)})
        return _forward(entry, onward, debtor.merged_into, tenant)
    elsewhere = "" if awaited.debtor == entry.debtor else command.awaited_credit_note
    registered = InvoiceRegistered(
        invoice=entry.document,
        creditor=entry.creditor,
        debtor=entry.debtor,
        facts=entry.facts,
        original=entry.original,
        customer_number=entry.customer_number,
        language=entry.language,
        country=entry.country,
        imported_by=entry.imported_by,
        awaited_credit_note=elsewhere,
        personal=command.personal,
    )
    document = Recorded(invoice_stream(tenant, entry.document), registered)
    before = _debtor_if_new(entry, command.personal, debtor, tenant)
    return Decision(events=(*before, document, *_erasure_called_off(entry, debtor, tenant)))


def enter_credit_note(
    command: EnterCreditNote, debtor: Debtor, note: Document, invoice: Document, *, tenant: str
) -> Decision:
    """`invoice`: the one that it names, if it was entered here."""
    entry = command.entry
    if note.debtor == entry.debtor:
        return NOTHING
    if debtor.merged_into and invoice.debtor != entry.debtor:
        onward = command.model_copy(update={"entry": _moved(entry, debtor.merged_into)})
        return _forward(entry, onward, debtor.merged_into, tenant)
    registered = CreditNoteRegistered(
        credit_note=entry.document,
        creditor=entry.creditor,
        debtor=entry.debtor,
        facts=entry.facts,
        original=entry.original,
        names_number=entry.names_number,
        names_invoice=command.names_invoice,
        customer_number=entry.customer_number,
        imported_by=entry.imported_by,
        personal=command.personal,
    )
    document = Recorded(credit_note_stream(tenant, entry.document), registered)
    before = _debtor_if_new(entry, command.personal, debtor, tenant)
    return Decision(events=(*before, document, *_erasure_called_off(entry, debtor, tenant)))


def cancel(command: CancelInvoice, invoice: Document, *, tenant: str) -> Decision:
    if invoice.debtor != command.debtor:
        raise InvoiceUnknown(invoice=command.invoice, debtor=command.debtor)
    answer = {"invoice": command.invoice, "debtor": command.debtor, "number": invoice.number}
    if invoice.is_cancelled:
        return Decision(answer=answer | {"outcome": "duplicate"})
    cancelled = InvoiceCancelled(
        invoice=command.invoice,
        creditor=invoice.creditor,
        debtor=command.debtor,
        number=invoice.number,
        reason=command.reason,
        cancelled_by=command.cancelled_by,
    )
    return Decision(
        events=(Recorded(invoice_stream(tenant, command.invoice), cancelled),),
        answer=answer | {"outcome": "accepted"},
    )


def change(command: ChangeDebtor, debtor: Debtor, *, tenant: str) -> Decision:
    if not debtor.is_registered:
        raise DebtorUnknown(debtor=command.debtor)
    if debtor.merged_into:
        raise DebtorIsMerged(debtor=command.debtor, into=debtor.merged_into)
    if debtor.erasure.takes_no_data:
        raise DebtorIsErased(debtor=command.debtor)
    if command.if_revision not in (None, debtor.revision):
        raise DebtorChangedMeanwhile(debtor=command.debtor, revision=debtor.revision)
    changed = DebtorChanged(
        debtor=command.debtor,
        creditor=debtor.creditor,
        customer_number=command.customer_number,
        kind=command.kind,
        country=command.country,
        language=command.language,
        personal=command.personal,
        revision=debtor.revision + 1,
    )
    return Decision(
        events=(Recorded(debtor_path(tenant, command.debtor), changed),),
        answer={"outcome": "accepted", "debtor": command.debtor},
    )


def assign(command: AssignPortfolio, debtor: Debtor, *, tenant: str) -> Decision:
    if not debtor.is_registered:
        raise DebtorUnknown(debtor=command.debtor)
    answer = {"debtor": command.debtor, "sales": command.sales}
    if debtor.sales == command.sales:
        return Decision(answer=answer | {"outcome": "duplicate"})
    assigned = PortfolioAssigned(
        debtor=command.debtor,
        creditor=debtor.creditor,
        sales=command.sales,
        assigned_by=command.assigned_by,
    )
    return Decision(
        events=(Recorded(debtor_path(tenant, command.debtor), assigned),),
        answer=answer | {"outcome": "accepted"},
    )


def close(command: CloseDebtor, debtor: Debtor, *, tenant: str) -> Decision:
    if debtor.merged_into:
        return NOTHING
    merged = DebtorMerged(debtor=command.debtor, into=command.into)
    return Decision(events=(Recorded(debtor_path(tenant, command.debtor), merged),))


def registered(debtor: Debtor, event: DebtorRegistered) -> Debtor:
    return replace(debtor, creditor=event.creditor, revision=1)


def changed(debtor: Debtor, event: DebtorChanged) -> Debtor:
    return replace(debtor, revision=event.revision or debtor.revision + 1)


def merged(debtor: Debtor, event: DebtorMerged) -> Debtor:
    return replace(debtor, merged_into=event.into)


def assigned(debtor: Debtor, event: PortfolioAssigned) -> Debtor:
    return replace(debtor, sales=event.sales)


def erasure_moved(debtor: Debtor, event: Event) -> Debtor:
    return replace(debtor, erasure=evolve_erasure(debtor.erasure, event))


def entered(event: InvoiceRegistered | CreditNoteRegistered) -> Document:
    return Document(event.debtor, event.creditor, event.facts.number)


def cancelled(document: Document) -> Document:
    return replace(document, is_cancelled=True)


def _moved(entry: DocumentEntry, into: str) -> DocumentEntry:
    return entry.model_copy(update={"debtor": into})


def _forward(
    entry: DocumentEntry, onward: EnterInvoice | EnterCreditNote, into: str, tenant: str
) -> Decision:
    forwarded = DocumentForwarded(document=entry.document, debtor=entry.debtor, into=into)
    return Decision(
        events=(Recorded(debtor_path(tenant, entry.debtor), forwarded),),
        sends=(Send(debtor_path(tenant, into), onward),),
    )


def _erasure_called_off(entry: DocumentEntry, debtor: Debtor, tenant: str) -> tuple[Recorded, ...]:
    """A new document ends a wish that is not begun yet; what is begun goes on beside it."""
    if not debtor.erasure.is_pending:
        return ()
    refused = ErasureRefused(
        debtor=entry.debtor,
        asking=debtor.erasure.asking,
        cause="new_document",
        about=entry.document,
        number=entry.facts.number,
    )
    return (Recorded(debtor_path(tenant, entry.debtor), refused),)


def _debtor_if_new(
    entry: DocumentEntry, personal: PartyPersonal | Erased, debtor: Debtor, tenant: str
) -> tuple[Recorded, ...]:
    if debtor.is_registered:
        return ()
    event = DebtorRegistered(
        debtor=entry.debtor,
        creditor=entry.creditor,
        found_by=entry.found_by,
        customer_number=entry.customer_number,
        kind=entry.debtor_kind,
        country=entry.country,
        language=entry.language,
        personal=personal,
    )
    return (Recorded(debtor_path(tenant, entry.debtor), event),)
