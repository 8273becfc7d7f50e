"""A part of a statement's new entries goes to the payments, or aside."""

from dataclasses import dataclass
from typing import Literal

from libs.events.contracts.matching import (
    ChunkBooked,
    EntryPersonal,
    EntrySetAside,
    PaymentEvidence,
    PaymentPersonal,
    SetAsideKind,
)
from libs.events.loop.decider import NOTHING, Decision, Found, Message, States
from libs.kernel.ids import IdSecret
from services.matching.domain.commands import ReceivePayment
from services.matching.domain.evidence import evidence_of
from services.matching.domain.noted import CreditorState, creditor_stream
from services.matching.domain.statements.chunking import positions_of
from services.matching.domain.statements.commands import BookChunk
from services.matching.domain.statements.content import EntryContent, StatementContent
from services.matching.domain.statements.recording import FeedDraft
from services.matching.domain.statements.setting_aside import use_of
from services.matching.domain.statements.state import StatementState
from services.matching.domain.statements.streams import (
    payment_path,
    statement_path,
)


@dataclass(frozen=True, slots=True)
class _NewEntry:
    """An entry of the content, and the id that it was given when the statement was accepted."""

    id: str
    position: int
    entry: EntryContent


def book_chunk(message: Message, states: States, found: Found, ids: IdSecret) -> Decision:
    """Carry out what was fixed when the statement was accepted; a chunk is booked once."""
    command = message.body
    assert isinstance(command, BookChunk)
    stream = statement_path(message.tenant, command.statement)
    known: StatementState = states.of(stream)
    if command.chunk in known.chunks:
        return NOTHING
    content: StatementContent = found.content(command.content)
    creditor: CreditorState = states.of(
        creditor_stream(message.tenant, command.creditor, message.partition)
    )
    draft = FeedDraft(states)
    positions = positions_of(command.ranges)
    for position, entry_id in zip(positions, command.entries, strict=True):
        new = _NewEntry(entry_id, position, content.entries[position])
        match use_of(new.entry, creditor, message.tenant, ids):
            case "credit" | "return" as kind:
                evidence = evidence_of(new.entry, message.tenant, ids)
                payment = _payment(command, new, kind, evidence)
                draft.send(payment_path(message.tenant, entry_id), payment)
            case kind:
                draft.record(stream, _aside(command, new, kind))
    draft.record(
        stream,
        ChunkBooked(
            account=command.account,
            statement=command.statement,
            chunk=command.chunk,
            entries_count=len(positions),
        ),
    )
    return draft.decision()


def _payment(
    command: BookChunk,
    new: _NewEntry,
    kind: Literal["credit", "return"],
    evidence: PaymentEvidence,
) -> ReceivePayment:
    entry = new.entry
    return ReceivePayment(
        payment=new.id,
        kind=kind,
        creditor=command.creditor,
        account=command.account,
        statement=command.statement,
        position=new.position,
        amount=abs(entry.amount),
        booked_on=entry.booked_on,
        value_on=entry.value_on,
        bank_reference=entry.bank_reference,
        end_to_end_id=entry.end_to_end_id,
        mandate=entry.mandate,
        bank_code=entry.bank_code,
        return_reason=entry.return_reason,
        batch_count=entry.batch_count,
        evidence=evidence,
        personal=PaymentPersonal(
            payer_name=entry.counterparty_name,
            payer_iban=entry.counterparty_iban,
            payer_bic=entry.counterparty_bic,
            ultimate_payer=entry.ultimate_party,
            remittance=entry.remittance or entry.information,
            structured=entry.structured,
        ),
    )


def _aside(command: BookChunk, new: _NewEntry, kind: SetAsideKind) -> EntrySetAside:
    entry = new.entry
    return EntrySetAside(
        account=command.account,
        creditor=command.creditor,
        statement=command.statement,
        entry=new.id,
        position=new.position,
        kind=kind,
        amount=entry.amount,
        booked_on=entry.booked_on,
        bank_code=entry.bank_code,
        personal=EntryPersonal(
            counterparty=entry.counterparty_name,
            counterparty_iban=entry.counterparty_iban,
            remittance=entry.remittance or entry.information,
        ),
    )
