"""What a view's row says of an event: plain values, as JSON carries them."""

from typing import Any

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    CreditorChanged,
    CreditorRegistered,
    DebtorChanged,
    DebtorMerged,
    DebtorRegistered,
    DocumentForwarded,
    InvoiceCancelled,
    InvoiceRegistered,
    PortfolioAssigned,
)
from libs.events.contracts.model import Erased
from libs.events.contracts.parties import PartyPersonal
from libs.events.views.projection import SeenEvent

Row = dict[str, Any]


def creditor_row(seen: SeenEvent, event: CreditorRegistered | CreditorChanged) -> Row:
    return {
        "tenant": seen.tenant,
        "creditor": event.facts.creditor,
        "name": event.facts.name,
        "revision": event.revision,
        "facts": event.facts.model_dump(mode="json"),
        "changed_at": seen.recorded_at,
    }


def debtor_row(seen: SeenEvent, event: DebtorRegistered | DebtorChanged) -> Row:
    is_new = isinstance(event, DebtorRegistered)
    return {
        "tenant": seen.tenant,
        "debtor": event.debtor,
        "creditor": event.creditor,
        "found_by": event.found_by if isinstance(event, DebtorRegistered) else None,
        "customer_number": event.customer_number,
        "kind": event.kind,
        "country": event.country,
        "language": event.language,
        "name": None if isinstance(event.personal, Erased) else event.personal.name,
        "personal": _personal(event.personal),
        "revision": 1 if isinstance(event, DebtorRegistered) else event.revision,
        "registered_at": seen.recorded_at if is_new else None,
        "changed_at": seen.recorded_at,
    }


def invoice_row(seen: SeenEvent, event: InvoiceRegistered) -> Row:
    return _document_row(seen, event) | {
        "document": event.invoice,
        "kind": "invoice",
        "names_number": "",
        "names_invoice": "",
        "awaited_credit_note": event.awaited_credit_note,
    }


def credit_note_row(seen: SeenEvent, event: CreditNoteRegistered) -> Row:
    return _document_row(seen, event) | {
        "document": event.credit_note,
        "kind": "credit_note",
        "names_number": event.names_number,
        "names_invoice": event.names_invoice,
        "awaited_credit_note": "",
    }


def _document_row(seen: SeenEvent, event: InvoiceRegistered | CreditNoteRegistered) -> Row:
    facts = event.facts
    return {
        "tenant": seen.tenant,
        "creditor": event.creditor,
        "debtor": event.debtor,
        "number": facts.number,
        "issued_on": facts.issued_on,
        "due_on": facts.due_on,
        "payable": str(facts.payable_amount),
        "facts": facts.model_dump(mode="json"),
        "original": event.original,
        "customer_number": event.customer_number,
        "imported_by": event.imported_by,
        "personal": _personal(event.personal),
        "registered_at": seen.recorded_at,
    }


def cancellation_row(seen: SeenEvent, event: InvoiceCancelled) -> Row:
    return {
        "tenant": seen.tenant,
        "document": event.invoice,
        "cancelled_at": seen.recorded_at,
        "cancelled_by": event.cancelled_by,
        "reason": event.reason,
    }


def timeline_rows(seen: SeenEvent) -> list[Row]:
    """What happened to which debtor; a merge happened to both."""
    return [
        {
            "tenant": seen.tenant,
            "debtor": debtor,
            "at": seen.recorded_at,
            "partition": seen.partition,
            "event_offset": seen.offset,
            "what": what,
            "details": details,
        }
        for debtor, what, details in _happened(seen)
    ]


def _happened(seen: SeenEvent) -> list[tuple[str, str, Row]]:
    event = seen.event
    match event:
        case DebtorRegistered():
            return [(event.debtor, "debtor_registered", {"found_by": event.found_by})]
        case DebtorChanged():
            return [(event.debtor, "debtor_changed", {})]
        case PortfolioAssigned():
            details = {"sales": event.sales, "assigned_by": event.assigned_by}
            return [(event.debtor, "portfolio_assigned", details)]
        case InvoiceRegistered():
            details = _of_document(event) | {"invoice": event.invoice}
            return [(event.debtor, "invoice_registered", details)]
        case CreditNoteRegistered():
            names = {"credit_note": event.credit_note, "names_number": event.names_number}
            return [(event.debtor, "credit_note_registered", _of_document(event) | names)]
        case InvoiceCancelled():
            details = {"invoice": event.invoice, "number": event.number, "reason": event.reason}
            return [(event.debtor, "invoice_cancelled", details)]
        case DocumentForwarded():
            details = {"document": event.document, "into": event.into}
            return [(event.debtor, "document_forwarded", details)]
        case DebtorMerged():
            details = {"debtor": event.debtor, "into": event.into}
            return [(one, "debtor_merged", details) for one in (event.debtor, event.into)]
        case _:
            return []


def _of_document(event: InvoiceRegistered | CreditNoteRegistered) -> Row:
    facts = event.facts
    return {
        "number": facts.number,
        "amount": str(facts.payable_amount),
        "due_on": facts.due_on,
    }


def _personal(personal: PartyPersonal | Erased) -> Row | None:
    return None if isinstance(personal, Erased) else personal.model_dump(mode="json")
