"""Debtors at their key, with the documents that are entered there."""

from libs.events.contracts.model import Contract
from libs.events.loop.decider import Decision, Found, Message, Needs, States
from services.ingestion.domain import debtors, merges
from services.ingestion.domain.commands import (
    AssignPortfolio,
    CancelInvoice,
    ChangeDebtor,
    CloseDebtor,
    EnterCreditNote,
    EnterInvoice,
    MergeDebtors,
)
from services.ingestion.domain.debtors import Document
from services.ingestion.domain.paths import credit_note_stream, invoice_stream
from services.ingestion.handlers.handling import not_handled


class Documents:
    """What is entered under a debtor."""

    handles: tuple[type[Contract], ...] = (EnterInvoice, EnterCreditNote, CancelInvoice)

    def needs(self, message: Message, states: States) -> Needs:
        document, other = _streams(message)
        return Needs(streams=tuple(name for name in (message.key, document, other) if name))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        document, other = _streams(message)
        entered: Document = states.of(document)
        related: Document = states.of(other) if other else Document()
        debtor: debtors.Debtor = states.of(message.key)
        tenant = message.tenant
        match message.body:
            case EnterInvoice() as body:
                return debtors.enter_invoice(body, debtor, entered, related, tenant=tenant)
            case EnterCreditNote() as body:
                return debtors.enter_credit_note(body, debtor, entered, related, tenant=tenant)
            case CancelInvoice() as body:
                return debtors.cancel(body, entered, tenant=tenant)
            case body:
                not_handled(body)


class Debtors:
    """Master data, whose portfolio it is in, and being merged."""

    handles: tuple[type[Contract], ...] = (
        ChangeDebtor,
        AssignPortfolio,
        CloseDebtor,
        MergeDebtors,
    )

    def needs(self, message: Message, states: States) -> Needs:
        return Needs(streams=(message.key,))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        state, tenant = states.of(message.key), message.tenant
        match message.body:
            case ChangeDebtor() as body:
                return debtors.change(body, state, tenant=tenant)
            case AssignPortfolio() as body:
                return debtors.assign(body, state, tenant=tenant)
            case CloseDebtor() as body:
                return debtors.close(body, state, tenant=tenant)
            case MergeDebtors() as body:
                return merges.merge(body, state, tenant=tenant)
            case body:
                not_handled(body)


def _streams(message: Message) -> tuple[str, str]:
    """The document's stream, and that of the one it is related to; empty: none."""
    tenant = message.tenant
    match message.body:
        case EnterInvoice(entry=entry, awaited_credit_note=awaited):
            other = credit_note_stream(tenant, awaited) if awaited else ""
            return invoice_stream(tenant, entry.document), other
        case EnterCreditNote(entry=entry, names_invoice=invoice):
            other = invoice_stream(tenant, invoice) if invoice else ""
            return credit_note_stream(tenant, entry.document), other
        case CancelInvoice(invoice=invoice):
            return invoice_stream(tenant, invoice), ""
        case body:
            not_handled(body)
