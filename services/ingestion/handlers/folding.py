"""Which event makes which state: total, never refuses."""

from libs.events.contracts.ingestion import (
    CreditNoteAwaited,
    CreditNoteRegistered,
    CreditorChanged,
    CreditorRegistered,
    DebtorChanged,
    DebtorErased,
    DebtorMerged,
    DebtorRegistered,
    DocumentsAdded,
    ErasureAsked,
    ErasureQueued,
    ErasureRefused,
    ErasureStarted,
    ImportEnded,
    ImportFinished,
    ImportStarted,
    InvoiceCancelled,
    InvoiceRegistered,
    KeysDestroyed,
    KeysListed,
    MergeDecided,
    Noted,
    NumberClaimed,
    PortfolioAssigned,
)
from libs.events.contracts.model import Event
from libs.events.loop.days import NotedDay
from libs.events.loop.decider import State
from services.ingestion.domain import creditors, debtors, imports, merges, numbers
from services.ingestion.domain.erasures import evolve_list


def after(state: State, event: Event) -> State:
    """`state` after `event`; unchanged by events that no decision rests on."""
    match event:
        case NumberClaimed():
            return numbers.claimed(state, event)
        case CreditNoteAwaited():
            return numbers.awaits(state, event)
        case InvoiceRegistered() | CreditNoteRegistered():
            return debtors.entered(event)
        case InvoiceCancelled():
            return debtors.cancelled(state)
        case ImportStarted() | DocumentsAdded() | ImportEnded() | ImportFinished():
            return imports.evolve(state, event)
        case Noted():
            return NotedDay(event.day_on, event.played)
        case _:
            return _after_party(state, event)


def _after_party(state: State, event: Event) -> State:
    match event:
        case CreditorRegistered() | CreditorChanged():
            return creditors.noted(event)
        case DebtorRegistered():
            return debtors.registered(state, event)
        case DebtorChanged():
            return debtors.changed(state, event)
        case DebtorMerged():
            return debtors.merged(state, event)
        case PortfolioAssigned():
            return debtors.assigned(state, event)
        case ErasureAsked() | ErasureQueued() | ErasureRefused() | ErasureStarted():
            return debtors.erasure_moved(state, event)
        case DebtorErased():
            return debtors.erasure_moved(state, event)
        case KeysListed() | KeysDestroyed():
            return evolve_list(state, event)
        case MergeDecided():
            return merges.decided(state, event)
        case _:
            return state
