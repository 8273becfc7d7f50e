"""Shares of payments arrive at their debtor, and leave it again."""

from libs.events.contracts.matching import ShareBooked, ShareBounced, ShareTakenBack
from libs.events.loop.decider import NOTHING, Decision
from libs.kernel.keys import path_of
from services.matching.domain.commands import BookShare, ReleaseShare, TakeBackShare
from services.matching.domain.items.books import Books


class TakenBackBeforeBooked(Exception):
    """A share was asked back that never came: the route's order was broken, which is a bug."""


def book_share(books: Books, asked: BookShare) -> Decision:
    """A debtor never refuses money whose evidence names it or its item.

    What rests on an amount alone bounces, unless its item is open by exactly that amount.
    """
    stream = books.share_stream(asked.share)
    if books.share(asked.share).status:
        return NOTHING
    if asked.evidence == "amount" and not _is_open_by_exactly(books, asked):
        return _bounce(books, asked)
    booked = ShareBooked(
        share=asked.share,
        payment=asked.payment,
        creditor=asked.creditor,
        debtor=asked.debtor,
        item=asked.item,
        amount=asked.amount,
        evidence=asked.evidence,
        booked_on=asked.booked_on,
    )
    books.draft.record(stream, booked)
    if asked.item:
        open_before = books.item(asked.item).open
        books.settle(stream, asked.item)
        if books.item(asked.item).open != open_before:
            books.wake_what_is_open((asked.item,))
    return books.draft.decision()


def _is_open_by_exactly(books: Books, asked: BookShare) -> bool:
    item = books.item(asked.item)
    return item.is_here and item.open == asked.amount


def _bounce(books: Books, asked: BookShare) -> Decision:
    bounced = ShareBounced(
        share=asked.share,
        payment=asked.payment,
        creditor=asked.creditor,
        debtor=asked.debtor,
        item=asked.item,
        amount=asked.amount,
    )
    books.draft.record(books.share_stream(asked.share), bounced)
    _answer(books, ReleaseShare(share=asked.share, payment=asked.payment, reason="bounced"))
    return books.draft.decision()


def bounce_share(books: Books, dropped: BookShare) -> Decision:
    """A share that a person drops on its way, whatever spoke for it, goes back to its payment."""
    return NOTHING if books.share(dropped.share).status else _bounce(books, dropped)


def take_back_share(books: Books, asked: TakeBackShare) -> Decision:
    """Its allocations are undone in order; other money that names an item settles it again.

    A share that bounced here sent its answer then. Raises TakenBackBeforeBooked.
    """
    share = books.share(asked.share)
    if share.is_over:
        return NOTHING
    if share.status != "booked":
        raise TakenBackBeforeBooked(asked.share)
    stream = books.share_stream(asked.share)
    for item, amount in share.allocated.items():
        books.reverse(stream, item, amount)
        books.reopen(stream, item, amount, asked.reason)
        books.settle_by_what_names(item, but=stream)
    taken_back = ShareTakenBack(
        share=asked.share,
        payment=share.payment,
        creditor=share.creditor,
        debtor=share.debtor,
        amount=share.amount,
        by_return=asked.by_return,
    )
    books.draft.record(stream, taken_back)
    _answer(books, ReleaseShare(share=asked.share, payment=share.payment, reason="taken_back"))
    books.wake_what_is_open(share.allocated)
    return books.draft.decision()


def _answer(books: Books, answer: ReleaseShare) -> None:
    books.draft.send(path_of(books.tenant, "payment", answer.payment), answer)
