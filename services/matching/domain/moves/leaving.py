"""A merged debtor closes: each item moves out, and all it has is handed over."""

from collections.abc import Iterable, Iterator
from typing import Final

from libs.events.contracts.ingestion import DebtorMerged
from libs.events.contracts.matching import (
    CreditMovedIn,
    DebtorClosed,
    ItemArrived,
    ItemMovedIn,
    ItemMovedOut,
    ItemNames,
    SetAgainst,
    ShareMovedIn,
    SourceKind,
    SuspicionCarried,
)
from libs.events.loop.decider import NOTHING, Decision
from libs.kernel.keys import path_of
from services.matching.domain.items.books import (
    Books,
    debtor_stream,
    items_index,
    on_account_index,
    sources_index,
    suspected_index,
)
from services.matching.domain.items.state import (
    CreditState,
    ItemState,
    ShareState,
    SourceState,
)
from services.matching.domain.moves.commands import ConfirmArrival, TakeOver

TAKE_OVER_BYTES_MAX: Final = 256 * 1024
"""Of what one TakeOver carries: a record takes twice that at most."""
TAKE_OVER_COUNT_MAX: Final = 250
"""Each is an event where it arrives, and no transaction is longer than a second."""

Moving = ItemMovedIn | ShareMovedIn | CreditMovedIn


def close_debtor(books: Books, merged: DebtorMerged) -> Decision:
    """Money goes before items: an item finds what settles it there already."""
    if books.standing.into:
        return NOTHING
    items = _items(books)
    sources = tuple(one for one in _sources(books) if is_booked(one))
    creditor = next((one.creditor for one in (*items.values(), *sources)), "")
    closed = DebtorClosed(debtor=books.debtor, into=merged.into, creditor=creditor)
    books.draft.record(debtor_stream(books.tenant, books.debtor), closed)
    for stream, item in items.items():
        out = ItemMovedOut(
            item=item.item,
            creditor=item.creditor,
            debtor=books.debtor,
            into=merged.into,
            open=item.open,
        )
        books.draft.record(stream, out)
    moving: list[Moving] = [_source_moved(one, merged) for one in sources]
    moving += [_item_moved(one, merged) for one in items.values()]
    key = path_of(books.tenant, "debtor", merged.into)
    for part in parts_of(moving):
        books.draft.send(key, _take_over(books.debtor, part))
    return books.draft.decision()


def forget_items(books: Books, asked: ConfirmArrival) -> Decision:
    """They are where they went: nothing finds them here any more."""
    for name in asked.items:
        item = books.item(name)
        if item.into and not item.has_arrived:
            arrived = ItemArrived(
                item=name, creditor=item.creditor, debtor=books.debtor, at=asked.at
            )
            books.record_on_item(name, arrived)
    return books.draft.decision()


def is_booked(source: SourceState) -> bool:
    """What bounced or was taken back stays: it is the answer to whoever asks it back again."""
    return not isinstance(source, ShareState) or source.status == "booked"


def _items(books: Books) -> dict[str, ItemState]:
    found: dict[str, ItemState] = {}
    for index in (suspected_index, items_index):
        found.update(books.draft.states.index(index(books.tenant, books.debtor)))
    return {stream: one for stream, one in sorted(found.items()) if not one.into}


def _sources(books: Books) -> Iterator[SourceState]:
    for index in (on_account_index, sources_index):
        yield from books.draft.states.index(index(books.tenant, books.debtor)).values()


def _source_moved(source: SourceState, merged: DebtorMerged) -> ShareMovedIn | CreditMovedIn:
    if isinstance(source, CreditState):
        return CreditMovedIn(
            credit=source.credit,
            creditor=source.creditor,
            debtor=merged.into,
            came_from=merged.debtor,
            number=source.number,
            item=source.item,
            amount=source.amount,
            on_account=source.on_account,
            issued_on=source.booked_on,
            set_against=tuple(_set_against(source.credit, "credit", source)),
        )
    return ShareMovedIn(
        share=source.share,
        payment=source.payment,
        creditor=source.creditor,
        debtor=merged.into,
        came_from=merged.debtor,
        item=source.item,
        amount=source.amount,
        on_account=source.on_account,
        booked_on=source.booked_on,
        set_against=tuple(_set_against(source.share, "share", source)),
    )


def _set_against(name: str, kind: SourceKind, source: SourceState) -> Iterator[SetAgainst]:
    for item, amount in source.allocated.items():
        yield SetAgainst(source=name, source_kind=kind, item=item, amount=amount)


def _item_moved(item: ItemState, merged: DebtorMerged) -> ItemMovedIn:
    return ItemMovedIn.model_validate(
        {
            "item": item.item,
            "kind": item.kind,
            "creditor": item.creditor,
            "debtor": merged.into,
            "came_from": merged.debtor,
            "formerly": (*item.formerly, merged.debtor),
            "number": item.number,
            "amount": item.amount,
            "open": item.open,
            "issued_on": item.issued_on,
            "due_on": item.due_on,
            "names": _names_of(item),
            "is_cancelled": item.is_cancelled,
            "settled_by": tuple(_settled_by(item)),
            "suspicions": tuple(_carried(item)),
        }
    )


def _names_of(item: ItemState) -> ItemNames:
    return ItemNames(
        references=item.references,
        number=item.number_hash,
        number_length=item.number_length,
        customer=item.customer,
        debtor_name=item.debtor_name,
    )


def _settled_by(item: ItemState) -> Iterator[SetAgainst]:
    for named, amount in item.sources.items():
        kind, _, source = named.partition("/")
        said = {"source": source, "source_kind": kind, "item": item.item, "amount": amount}
        yield SetAgainst.model_validate(said)


def _carried(item: ItemState) -> Iterator[SuspicionCarried]:
    for by, one in item.suspicions.items():
        yield SuspicionCarried(
            by=by, since_on=one.since_on, expires_on=one.expires_on, is_expired=one.is_expired
        )


def parts_of(moving: Iterable[Moving]) -> Iterator[list[Moving]]:
    """As many as a record and a transaction take; none where there is nothing."""
    part: list[Moving] = []
    size = 0
    for one in moving:
        bytes_count = len(one.model_dump_json())
        if part and (size + bytes_count > TAKE_OVER_BYTES_MAX or len(part) == TAKE_OVER_COUNT_MAX):
            yield part
            part, size = [], 0
        part.append(one)
        size += bytes_count
    if part:
        yield part


def _take_over(debtor: str, part: list[Moving]) -> TakeOver:
    return TakeOver(
        debtor=debtor,
        items=tuple(one for one in part if isinstance(one, ItemMovedIn)),
        shares=tuple(one for one in part if isinstance(one, ShareMovedIn)),
        credits=tuple(one for one in part if isinstance(one, CreditMovedIn)),
    )
