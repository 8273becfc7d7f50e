"""Documents heard become items and credit on account, or leave the books."""

from datetime import date

from libs.events.contracts.ingestion import (
    CreditNoteRegistered,
    InvoiceRegistered,
)
from libs.events.contracts.matching import (
    CreditBooked,
    DueDateExtended,
    ItemCancelled,
    ItemNames,
    ItemOpened,
    SettlementSuspected,
)
from libs.events.contracts.model import Erased
from libs.events.loop.decider import NOTHING, Decision
from libs.kernel.ids import IdSecret
from services.matching.domain.commands import ExtendDueDate
from services.matching.domain.evidence import (
    customer_hash,
    name_hash,
    normalised_number,
    normalised_reference,
    number_hash,
)
from services.matching.domain.items.books import Books
from services.matching.domain.moves.commands import BookCredit, CancelItem
from services.matching.domain.refusals import DueDateNotLater, ItemIsClosed, ItemUnknown


def open_item(
    books: Books, invoice: InvoiceRegistered, ids: IdSecret, today: date | None
) -> Decision:
    """What is on account under the item's name settles it at once; then payments are woken.

    `today`: since when a credit note at another debtor is awaited; else the day of issue.
    """
    if books.item(invoice.invoice).item:
        return NOTHING
    facts = invoice.facts
    opened = ItemOpened(
        item=invoice.invoice,
        kind="invoice",
        creditor=invoice.creditor,
        debtor=invoice.debtor,
        number=facts.number,
        amount=facts.payable_amount,
        issued_on=facts.issued_on,
        due_on=facts.due_on,
        names=_names_of(invoice, ids, books.tenant),
    )
    books.record_on_item(invoice.invoice, opened)
    if invoice.awaited_credit_note:
        awaited = SettlementSuspected(
            item=invoice.invoice,
            creditor=invoice.creditor,
            debtor=invoice.debtor,
            by=invoice.awaited_credit_note,
            by_kind="credit_note",
            since_on=today or facts.issued_on,
            expires_on=None,
        )
        books.record_on_item(invoice.invoice, awaited)
    books.settle_by_what_names(invoice.invoice)
    books.wake(invoice.invoice)  # also when settled already: a payment may name it
    return books.draft.decision()


def _names_of(invoice: InvoiceRegistered, ids: IdSecret, tenant: str) -> ItemNames:
    reference = normalised_reference(invoice.facts.payable.reference)
    buyer = invoice.personal
    name = "" if isinstance(buyer, Erased) else buyer.name
    return ItemNames(
        references=(reference,) if reference else (),
        number=number_hash(ids, tenant, invoice.facts.number),
        number_length=len(normalised_number(invoice.facts.number)),
        customer=customer_hash(ids, tenant, invoice.customer_number),
        debtor_name=name_hash(ids, tenant, name),
    )


def item_named_by(note: CreditNoteRegistered, ids: IdSecret, tenant: str) -> str:
    """The item that a credit note names, whether it has opened yet or not; empty: none.

    The id of an invoice follows from its number, so that a note may come before its invoice.
    """
    if note.names_invoice or not note.names_number:
        return note.names_invoice
    return ids.hashed(tenant, "document", note.creditor, "invoice", note.names_number)


def credit_of(note: CreditNoteRegistered, ids: IdSecret, tenant: str) -> BookCredit:
    """What the books need of a credit note."""
    return BookCredit(
        credit=note.credit_note,
        creditor=note.creditor,
        number=note.facts.number,
        names_number=note.names_number,
        item=item_named_by(note, ids, tenant),
        amount=note.facts.payable_amount,
        issued_on=note.facts.issued_on,
    )


def book_credit(books: Books, note: BookCredit) -> Decision:
    """A credit note settles what it names; its rest is on account under that name."""
    stream = books.credit_stream(note.credit)
    if books.draft.of(stream).credit:
        return NOTHING
    booked = CreditBooked(debtor=books.debtor, **note.model_dump())
    books.draft.record(stream, booked)
    if not note.item:
        return books.draft.decision()
    open_before = books.item(note.item).open
    books.settle(stream, note.item)
    if books.item(note.item).open != open_before:
        books.wake_what_is_open((note.item,))
    return books.draft.decision()


def cancel_item(books: Books, cancelled: CancelItem) -> Decision:
    """What had settled the item is on account again; its whole amount leaves the books."""
    item = books.item(cancelled.item)
    if not item.is_here:
        return NOTHING
    for source, amount in item.sources.items():
        books.reverse(books.source_stream(source), item.item, amount)
    gone = ItemCancelled(
        item=item.item,
        creditor=item.creditor,
        debtor=item.debtor,
        written_back=item.amount,
        reason=cancelled.reason,
    )
    books.record_on_item(item.item, gone)
    return books.draft.decision()


def extend_due_date(books: Books, asked: ExtendDueDate) -> Decision:
    """Raises ItemUnknown, ItemIsClosed, DueDateNotLater."""
    item = books.item(asked.item)
    if not item.is_here:
        raise ItemUnknown(item=asked.item)
    if asked.due_on == item.due_on:
        return NOTHING
    if asked.due_on < item.due_on:
        raise DueDateNotLater(item=asked.item, due_on=asked.due_on, was_due_on=item.due_on)
    if item.open.is_zero:
        raise ItemIsClosed(item=asked.item)
    extended = DueDateExtended(
        item=item.item,
        creditor=item.creditor,
        debtor=item.debtor,
        due_on=asked.due_on,
        was_due_on=item.due_on,
        reason=asked.reason,
        extended_by=asked.extended_by,
    )
    books.record_on_item(item.item, extended)
    return books.draft.decision({"outcome": "accepted", "item": item.item})
