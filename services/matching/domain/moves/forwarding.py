"""A merged debtor decides nothing any more: what comes to it is sent on, for ever."""

from libs.events.contracts.ingestion import InvoiceRegistered
from libs.events.contracts.matching import ItemForwarded, ShareForwarded
from libs.events.contracts.model import Command, Contract
from libs.events.loop.decider import NOTHING, Decision
from libs.kernel.keys import path_of
from services.matching.domain.commands import (
    BookShare,
    ExtendDueDate,
    Suspect,
    TakeBackShare,
    Unsuspect,
    Wake,
)
from services.matching.domain.items.books import Books, debtor_stream
from services.matching.domain.moves.commands import BookCredit, CancelItem, TakeOver


class OpenedAfterMerge(Exception):
    """An invoice was registered at a debtor after its merge: ingestion sends those on, a bug."""


def forward(books: Books, body: Contract) -> Decision:
    """What is no command by itself any more, such as a day, was done when all moved.

    An item's Wake goes after the item: where that arrives only what is open is woken, and a
    payment may name what was settled already. A share that stays here, because it bounced or was
    taken back, is looked at before this. Raises OpenedAfterMerge.
    """
    match body:
        case BookShare() as booking:
            return _share(books, booking)
        case TakeOver() as taking:
            return _take_over(books, taking)
        case TakeBackShare() | Suspect() | Unsuspect() | BookCredit() | CancelItem() | Wake():
            _send(books, body)
        case ExtendDueDate() as extension:
            _send(books, extension)
            answer = {"outcome": "forwarded", "item": extension.item, "debtor": books.standing.into}
            return books.draft.decision(answer)
        case InvoiceRegistered() as invoice:
            raise OpenedAfterMerge(invoice.invoice)
        case _:
            return NOTHING
    return books.draft.decision()


def _share(books: Books, booking: BookShare) -> Decision:
    into = books.standing.into
    forwarded = ShareForwarded(
        share=booking.share,
        payment=booking.payment,
        creditor=booking.creditor,
        debtor=books.debtor,
        into=into,
    )
    books.draft.record(debtor_stream(books.tenant, books.debtor), forwarded)
    _send(books, booking.model_copy(update={"debtor": into}))
    return books.draft.decision()


def _take_over(books: Books, taking: TakeOver) -> Decision:
    """Both were merged at once: what comes only passes through."""
    into = books.standing.into
    for item in taking.items:
        forwarded = ItemForwarded(
            item=item.item, creditor=item.creditor, debtor=books.debtor, into=into
        )
        books.draft.record(debtor_stream(books.tenant, books.debtor), forwarded)
    there = {"debtor": into}
    onward = TakeOver(
        debtor=taking.debtor,
        items=tuple(one.model_copy(update=there) for one in taking.items),
        shares=tuple(one.model_copy(update=there) for one in taking.shares),
        credits=tuple(one.model_copy(update=there) for one in taking.credits),
    )
    _send(books, onward)
    return books.draft.decision()


def _send(books: Books, command: Command) -> None:
    books.draft.send(path_of(books.tenant, "debtor", books.standing.into), command)
