"""Where an item is found again: by what names it, by its debtor, by what is open of it."""

from collections.abc import Iterator
from typing import Any

from libs.events.loop.decider import Placement
from services.matching.domain.items.books import (
    items_index,
    on_account_index,
    sources_index,
    suspected_index,
)
from services.matching.domain.items.state import DebtorState, ItemState, SourceState
from services.matching.domain.lookups import DebtorSeen, ItemSeen, words

Entries = Iterator[tuple[str, str, Any]]


def place_item(tenant: str, state: ItemState) -> Placement:
    index = items_index(tenant, state.debtor) if state.item else None
    if state.is_moving:
        return Placement(index=index, entries=tuple(_entries_of(tenant, state)))
    if not state.is_here:
        return Placement(index=index)
    holding = [one for one in state.suspicions.values() if not one.is_expired]
    ends = [one.expires_on for one in holding if one.expires_on is not None]
    return Placement(
        index=suspected_index(tenant, state.debtor) if ends else index,
        due_on=min(ends, default=None),
        entries=tuple(_entries_of(tenant, state)),
    )


def place_debtor(tenant: str, state: DebtorState) -> Placement:
    """A merged debtor is still one that a person may name."""
    if not state.creditor:
        return Placement()
    seen = DebtorSeen(state.creditor)
    return Placement(entries=(("debtor", words(tenant, state.debtor), seen),))


def place_source(tenant: str, state: SourceState) -> Placement:
    """A share or a credit note of a debtor; no index before it has come."""
    if not state.debtor:
        return Placement()
    names_item = state.on_account.is_positive and state.item
    index_of = on_account_index if names_item else sources_index
    return Placement(index=index_of(tenant, state.debtor))


def _entries_of(tenant: str, state: ItemState) -> Entries:
    seen = ItemSeen(
        item=state.item,
        creditor=state.creditor,
        debtor=state.debtor,
        number=state.number,
        amount=state.amount,
        open=state.open,
        due_on=state.due_on,
        number_length=state.number_length,
        debtor_name=state.debtor_name,
        is_moving=state.is_moving,
        formerly=state.formerly,
    )
    yield "item", words(tenant, state.item), seen
    yield "debtor", words(tenant, state.debtor), DebtorSeen(state.creditor)
    for reference in state.references:
        yield "item_by_reference", words(tenant, state.creditor, reference), seen
    if state.number_hash:
        yield "item_by_number", words(tenant, state.creditor, state.number_hash), seen
    if state.open.is_positive:
        yield from _entries_of_open(tenant, state, seen)


def _entries_of_open(tenant: str, state: ItemState, seen: ItemSeen) -> Entries:
    creditor, amount, currency = state.creditor, str(state.open), state.open.currency
    for debtor in (state.debtor, *state.formerly):
        yield "open_of_debtor", words(tenant, debtor, currency), seen
        yield "open_of_debtor_by_amount", words(tenant, debtor, amount), seen
    yield "open_by_amount", words(tenant, creditor, amount), seen
    if state.customer:
        yield "open_by_customer", words(tenant, creditor, state.customer), seen
    if state.debtor_name:
        yield "open_by_name_and_amount", words(tenant, creditor, state.debtor_name, amount), seen
