"""Suspicions of an item: something could settle it that is not certain."""

from datetime import date

from libs.events.contracts.matching import SettlementSuspected, SuspicionExpired, SuspicionLifted
from libs.events.loop.decider import NOTHING, Decision
from services.matching.domain.commands import Suspect, Unsuspect
from services.matching.domain.items.books import Books, suspected_index
from services.matching.domain.noted import bank_days_after


def suspect(books: Books, asked: Suspect, today: date | None, days_max: int) -> Decision:
    """Hold the item's demands for `days_max` bank days from today on.

    An item that is settled is suspected too: it may reopen.
    """
    item = books.item(asked.item)
    if not item.is_here or asked.by in item.suspicions:
        return NOTHING
    since_on = today or asked.known_on
    suspected = SettlementSuspected(
        item=item.item,
        creditor=item.creditor,
        debtor=item.debtor,
        by=asked.by,
        by_kind="payment",
        since_on=since_on,
        expires_on=bank_days_after(since_on, days_max),
    )
    books.record_on_item(item.item, suspected)
    return books.draft.decision()


def unsuspect(books: Books, asked: Unsuspect) -> Decision:
    item = books.item(asked.item)
    if asked.by not in item.suspicions:
        return NOTHING
    lifted = SuspicionLifted(
        item=item.item, creditor=item.creditor, debtor=item.debtor, by=asked.by
    )
    books.record_on_item(item.item, lifted)
    return books.draft.decision()


def expire_suspicions(books: Books, today: date | None) -> Decision:
    """What is too old to hold a demand becomes a task; a suspicion without an end never does."""
    if today is None:
        return NOTHING
    index = suspected_index(books.tenant, books.debtor)
    for stream, item in books.draft.states.index(index).items():
        for by, suspicion in item.suspicions.items():
            expires_on = suspicion.expires_on
            if suspicion.is_expired or expires_on is None or expires_on > today:
                continue
            expired = SuspicionExpired(
                item=item.item,
                creditor=item.creditor,
                debtor=item.debtor,
                by=by,
                since_on=suspicion.since_on,
            )
            books.draft.record(stream, expired)
    return books.draft.decision()
