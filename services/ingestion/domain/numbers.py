"""A creditor's document numbers: each is claimed once, by one content."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from libs.events.contracts.ingestion import CreditNoteAwaited, DocumentKind, NumberClaimed
from libs.events.loop.decider import Decision, Recorded, Send
from services.ingestion.domain.commands import (
    DocumentEntry,
    EnterCreditNote,
    EnterInvoice,
    RegisterCreditNote,
    RegisterInvoice,
    RouteCreditNote,
)
from services.ingestion.domain.paths import debtor_path
from services.ingestion.domain.refusals import NumberTaken

_AWAITED_MAX = 20
"""Credit notes that one unclaimed number remembers; the first of another debtor is told."""


@dataclass(frozen=True, slots=True)
class Awaited:
    """A credit note that named the number before it was claimed, and whose it is."""

    credit_note: str
    debtor: str


@dataclass(frozen=True, slots=True)
class Number:
    """What is known of one number of one creditor."""

    document: str = ""
    """Empty: not claimed."""
    kind: DocumentKind = "invoice"
    debtor: str = ""
    kept_hash: str = ""
    original: str = ""
    awaited: tuple[Awaited, ...] = ()

    @property
    def is_claimed(self) -> bool:
        return bool(self.document)

    @property
    def is_invoice(self) -> bool:
        return self.is_claimed and self.kind == "invoice"


def register_invoice(
    command: RegisterInvoice, number: Number, *, tenant: str, path: str
) -> Decision:
    if number.is_claimed:
        return _claimed_before(command.entry, "invoice", command.kept_hash, number)
    entry = command.entry
    enter = EnterInvoice(
        entry=entry,
        personal=command.personal,
        awaited_credit_note=_awaited_elsewhere(number, entry.debtor),
    )
    return _claim(command, "invoice", path, Send(debtor_path(tenant, entry.debtor), enter))


def register_credit_note(
    command: RegisterCreditNote, number: Number, *, tenant: str, path: str, names_path: str | None
) -> Decision:
    """`names_path`: the key of the number that it names; None: it names none."""
    if number.is_claimed:
        return _claimed_before(command.entry, "credit_note", command.kept_hash, number)
    entry, personal = command.entry, command.personal
    if names_path is None:
        to = debtor_path(tenant, entry.debtor)
        send = Send(to, EnterCreditNote(entry=entry, personal=personal))
    else:
        send = Send(names_path, RouteCreditNote(entry=entry, personal=personal))
    return _claim(command, "credit_note", path, send)


def route_credit_note(
    command: RouteCreditNote, number: Number, *, tenant: str, path: str
) -> Decision:
    """To where the invoice was entered; by its own party while there is no such invoice."""
    entry, personal = command.entry, command.personal
    if number.is_invoice:
        there = entry.model_copy(update={"debtor": number.debtor})
        enter = EnterCreditNote(entry=there, personal=personal, names_invoice=number.document)
        return Decision(sends=(Send(debtor_path(tenant, number.debtor), enter),))
    enter = EnterCreditNote(entry=entry, personal=personal)
    send = Send(debtor_path(tenant, entry.debtor), enter)
    if number.is_claimed:
        return Decision(sends=(send,))
    awaited = CreditNoteAwaited(
        creditor=entry.creditor,
        number=entry.names_number,
        credit_note=entry.document,
        debtor=entry.debtor,
    )
    return Decision(events=(Recorded(path, awaited),), sends=(send,))


def claimed(number: Number, event: NumberClaimed) -> Number:
    return replace(
        number,
        document=event.document,
        kind=event.kind,
        debtor=event.debtor,
        kept_hash=event.kept_hash,
        original=event.original,
    )


def awaits(number: Number, event: CreditNoteAwaited) -> Number:
    awaited = (*number.awaited, Awaited(event.credit_note, event.debtor))
    return replace(number, awaited=awaited[:_AWAITED_MAX])


def _awaited_elsewhere(number: Number, debtor: str) -> str:
    return next((one.credit_note for one in number.awaited if one.debtor != debtor), "")


def _claim(
    command: RegisterInvoice | RegisterCreditNote, kind: DocumentKind, path: str, send: Send
) -> Decision:
    entry = command.entry
    claim = NumberClaimed(
        creditor=entry.creditor,
        number=entry.facts.number,
        kind=kind,
        document=entry.document,
        debtor=entry.debtor,
        kept_hash=command.kept_hash,
        original=entry.original,
    )
    return Decision(
        events=(Recorded(path, claim),),
        sends=(send,),
        answer=_answer("accepted", kind, entry.document, entry.debtor, entry.facts.number),
    )


def _claimed_before(
    entry: DocumentEntry, kind: DocumentKind, kept_hash: str, number: Number
) -> Decision:
    """The same kept fields: nothing to do. Raises NumberTaken for any other content."""
    if number.kind == kind and number.kept_hash == kept_hash:
        answer = _answer("duplicate", kind, number.document, number.debtor, entry.facts.number)
        return Decision(answer=answer)
    raise NumberTaken(
        number=entry.facts.number,
        kind=number.kind,
        document=number.document,
        original=number.original,
        offered=entry.original,
        debtor=number.debtor,
    )


def _answer(
    outcome: str, kind: DocumentKind, document: str, debtor: str, number: str
) -> Mapping[str, str]:
    return {
        "outcome": outcome,
        "kind": kind,
        "document": document,
        "debtor": debtor,
        "number": number,
    }
