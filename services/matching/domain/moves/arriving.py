"""What a merged debtor had arrives, and is one with what is here."""

from libs.events.contracts.matching import CreditMovedIn, ShareMovedIn
from libs.events.loop.decider import Decision
from libs.kernel.keys import path_of
from services.matching.domain.items.books import Books, streams_at
from services.matching.domain.moves.commands import ConfirmArrival, TakeOver


def take_over(books: Books, asked: TakeOver) -> Decision:
    """Money on account settles what it names, whichever of the two came along; then payments
    are woken for all that is open."""
    for share in asked.shares:
        _take_source(books, _arriving(books, "share", share.share), share)
    for credit in asked.credits:
        _take_source(books, _arriving(books, "credit", credit.credit), credit)
    for item in asked.items:
        books.draft.record(_arriving(books, "item", item.item), item)
        books.settle_by_what_names(item.item)
    books.wake_what_is_open(one.item for one in asked.items)
    if asked.items:
        confirmed = ConfirmArrival(at=books.debtor, items=tuple(one.item for one in asked.items))
        # To each where it had been last: who only sent it on had never taken it in.
        books.draft.send(path_of(books.tenant, "debtor", asked.debtor), confirmed)
    return books.draft.decision()


def _take_source(books: Books, stream: str, source: ShareMovedIn | CreditMovedIn) -> None:
    books.draft.record(stream, source)
    if not source.item:
        return
    open_before = books.item(source.item).open
    books.settle(stream, source.item)
    if books.item(source.item).open != open_before:
        books.wake_what_is_open((source.item,))


def _arriving(books: Books, kind: str, identity: str) -> str:
    return streams_at(books.tenant, books.debtor, kind, identity)[1]
