"""An item whose open amount changed wakes the payments that could be for it."""

from collections.abc import Iterable
from typing import Final

from libs.events.loop.decider import NOTHING, Decision, Found, Lookup
from libs.kernel.keys import path_of
from services.matching.domain.commands import Search, Wake
from services.matching.domain.items.books import Books
from services.matching.domain.items.state import ItemState
from services.matching.domain.lookups import (
    FEW,
    MANY,
    FreeSeen,
    by_name_and_amount,
    by_name_of,
    free_by_amount,
    payer_of_debtor,
)

WOKEN_MAX: Final = 20


def naming_lookups(tenant: str, item: ItemState) -> tuple[Lookup, ...]:
    """Payments with free money whose text names the item or its debtor."""
    named = [("free_by_reference", one) for one in item.references]
    named += [("free_by_number", item.number_hash), ("free_by_customer", item.customer)]
    return tuple(by_name_of(kind, tenant, item.creditor, one) for kind, one in named if one)


def amount_lookups(tenant: str, item: ItemState) -> tuple[Lookup, ...]:
    """Payments of exactly the open amount, and whose payer is known for the debtor."""
    if not item.open.is_positive:
        return ()
    amount = free_by_amount(tenant, item.creditor, item.open)
    return (amount, *_known_payers(tenant, item), *_same_name(tenant, item))


def _known_payers(tenant: str, item: ItemState) -> tuple[Lookup, ...]:
    """Who pays for its debtor, and for those that it was at before they were merged."""
    return tuple(payer_of_debtor(tenant, one) for one in (item.debtor, *item.formerly))


def _same_name(tenant: str, item: ItemState) -> tuple[Lookup, ...]:
    if not item.debtor_name:
        return ()
    kind, name = "free_by_name_and_amount", item.debtor_name
    return (by_name_and_amount(kind, tenant, item.creditor, name, item.open),)


def payer_lookups(tenant: str, item: ItemState, payers: Iterable[str]) -> tuple[Lookup, ...]:
    """Payments of exactly the open amount of these payers, each asked by itself."""
    return tuple(
        by_name_and_amount("free_by_payer_and_amount", tenant, item.creditor, payer, item.open)
        for payer in payers
    )


def wake(books: Books, asked: Wake, found: Found) -> Decision:
    """Send a search to at most twenty payments: those that name the item come first."""
    item = books.item(asked.item)
    if not item.is_here:
        return NOTHING
    if asked.payers:
        lookups = payer_lookups(books.tenant, item, asked.payers)
        _search(books, _payments(found, lookups))
        return books.draft.decision()
    woken = _payments(found, naming_lookups(books.tenant, item))
    payers = _payers(books.tenant, item, found)
    if item.open.is_positive:
        same_amount = found.entries(free_by_amount(books.tenant, item.creditor, item.open))
        woken += [one.value.payment for one in same_amount if one.value.payer_account in payers]
        woken += _payments(found, _same_name(books.tenant, item))
        if len(same_amount) == MANY and payers:
            again = Wake(item=asked.item, payers=payers[: FEW - 1])
            books.draft.send(path_of(books.tenant, "debtor", books.debtor), again)
    _search(books, woken)
    return books.draft.decision()


def _payers(tenant: str, item: ItemState, found: Found) -> tuple[str, ...]:
    if not item.open.is_positive:
        return ()
    entries = (entry for one in _known_payers(tenant, item) for entry in found.entries(one))
    return tuple(dict.fromkeys(entry.value.payer_account for entry in entries))


def _payments(found: Found, lookups: Iterable[Lookup]) -> list[str]:
    seen: list[FreeSeen] = [entry.value for one in lookups for entry in found.entries(one)]
    return [one.payment for one in seen]


def _search(books: Books, payments: Iterable[str]) -> None:
    for payment in list(dict.fromkeys(payments))[:WOKEN_MAX]:
        search = Search(payment=payment, debtors=(books.debtor,))
        books.draft.send(path_of(books.tenant, "payment", payment), search)
