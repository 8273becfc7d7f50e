"""The view that digests read: what waits for a person, and whose the debtors are."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts.dunning import (
    CallDropped,
    CallLogged,
    CallMissed,
    CallScheduled,
    DemandDrafted,
    DemandProposed,
    DisputeOpened,
    DisputeResolved,
    DraftDropped,
    ItemAdopted,
    ItemChanged,
    ItemDropped,
    ItemLeft,
    ItemTakenIn,
    TaskDone,
    TaskOpened,
)
from libs.events.contracts.ingestion import PortfolioAssigned
from libs.events.contracts.model import Event
from libs.events.views.portfolio import keep_portfolio
from libs.events.views.projection import SeenEvent
from libs.kernel.money import Money
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
NAME: Final = "waiting"

Row = dict[str, Any]
Thing = tuple[str, str, str, str]
"""Tenant, debtor, kind, id: it begins and ends to wait at one key."""
Item = tuple[str, str, str]
"""Tenant, debtor, item."""


class WaitingView:
    """Folded from dunning's events; ingestion says in whose portfolio debtors are."""

    name = NAME
    version = 2
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "dunning": (
            DemandDrafted,
            DemandProposed,
            DraftDropped,
            CallScheduled,
            CallLogged,
            CallMissed,
            CallDropped,
            TaskOpened,
            TaskDone,
            DisputeOpened,
            DisputeResolved,
            ItemAdopted,
            ItemChanged,
            ItemDropped,
            ItemLeft,
            ItemTakenIn,
        ),
        "ingestion": (PortfolioAssigned,),
    }
    migrations = Path(__file__).parent / "waiting_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        """The last word about each thing, and each item, stands."""
        said: dict[Thing, Row | None] = {}
        items: dict[Item, Row] = {}
        for seen in events:
            if (closed := _closed(seen.event)) is not None:
                debtor, item, is_closed = closed
                items[seen.tenant, debtor, item] = {"is_closed": is_closed}
            for debtor, kind, what, row in _said(seen.event):
                said[seen.tenant, debtor, kind, what] = row
        batches = {
            "keep_waiting": [_named(thing) | row for thing, row in said.items() if row is not None],
            "drop_waiting": [_named(thing) for thing, row in said.items() if row is None],
            "keep_items": [
                {"tenant": tenant, "debtor": debtor, "item": item} | row
                for (tenant, debtor, item), row in items.items()
            ],
        }
        for statement, batch in batches.items():
            if batch:
                text = orjson.dumps(batch, default=str).decode()
                await connection.execute(SQL[statement], text)
        await keep_portfolio(connection, events)


def _named(thing: Thing) -> Row:
    return dict(zip(("tenant", "debtor", "kind", "what"), thing, strict=True))


def _said(event: Event) -> Iterator[tuple[str, str, str, Row | None]]:
    """Debtor, kind, id, and what waits; None: it waits no more."""
    match event:
        case DemandDrafted():
            yield event.debtor, "draft", event.demand, _row(event.net, event.day_on)
        case DemandProposed() | DraftDropped():
            yield event.debtor, "draft", event.demand, None
        case CallScheduled():
            yield event.debtor, "call", event.call, _row(event.asked, event.day_on)
        case CallLogged() | CallMissed() | CallDropped():
            yield event.debtor, "call", event.call, None
        case TaskOpened() if event.kind != "dispute_due":  # the dispute itself is listed
            yield event.debtor, "task", event.task, _row(None, event.opened_on)
        case TaskDone():
            yield event.debtor, "task", event.task, None
        case _:
            yield from _disputed(event)


def _disputed(event: Event) -> Iterator[tuple[str, str, str, Row | None]]:
    match event:
        case DisputeOpened():
            row = _row(event.amount, event.due_on, event.owner, event.item)
            yield event.debtor, "dispute", event.dispute, row
        case DisputeResolved():
            yield event.debtor, "dispute", event.dispute, None
        case ItemAdopted():
            for one in event.baggage.disputes:
                row = _row(one.amount, one.due_on, item=event.item)
                waits = one.resolution is None
                yield event.debtor, "dispute", one.dispute, row if waits else None
        case _:
            return


def _closed(event: Event) -> tuple[str, str, bool] | None:
    """Debtor, item, and whether nothing is open of it there: then nobody waits for its disputes.
    None: nothing is said of that."""
    match event:
        case ItemDropped() | ItemLeft():
            return event.debtor, event.item, True
        case ItemTakenIn() | ItemChanged():
            return event.debtor, event.item, not event.open.is_positive
        case _:
            return None


def _row(amount: Money | None, due_on: date | None, owner: str = "", item: str = "") -> Row:
    said = {"currency": amount.currency, "amount": amount.amount} if amount else {}
    row = {"currency": None, "amount": None, **said, "due_on": due_on, "owner": owner}
    return row | {"item": item}
