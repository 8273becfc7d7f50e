"""The view of figures: what is open, how old it is, what was invoiced and settled on which day."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts.dunning import (
    PromiseAdopted,
    PromiseBroken,
    PromiseEnded,
    PromiseKept,
    PromiseLeft,
    PromiseMade,
)
from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    CreditMovedIn,
    DueDateExtended,
    ItemCancelled,
    ItemMovedIn,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    PaymentIdentified,
    PaymentReceived,
    ShareBooked,
    ShareMovedIn,
    ShareRecalled,
    ShareTakenBack,
)
from libs.events.contracts.model import Event
from libs.events.views.projection import SeenEvent
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements
from services.console.views.moved import moved_rows

SQL: Final = Statements(__file__)
Row = dict[str, Any]

_IDENTITIES: Final[Mapping[str, tuple[str, ...]]] = {
    "items": ("item", "debtor"),
    "allocations": ("source", "item"),
    "sources": ("source", "debtor"),
    "payments": ("payment",),
    "promises": ("promise", "debtor"),
}
_SUMS: Final[Mapping[str, tuple[str, ...]]] = {
    "items": ("due_sums", "issued_sums"),
    "allocations": ("booked_sums",),
}
"""Tables that follow from another's rows."""


class FiguresView:
    """Figures over all debtors; nothing in it says who anybody is."""

    name = "figures"
    version = 3
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "matching": (
            ItemOpened,
            ItemReduced,
            ItemSettled,
            ItemReopened,
            ItemCancelled,
            DueDateExtended,
            PaymentAllocated,
            AllocationReversed,
            ShareBooked,
            CreditBooked,
            ShareTakenBack,
            PaymentReceived,
            PaymentIdentified,
            ShareRecalled,
            ItemMovedIn,
            ShareMovedIn,
            CreditMovedIn,
        ),
        "dunning": (
            PromiseMade,
            PromiseKept,
            PromiseBroken,
            PromiseEnded,
            PromiseLeft,
            PromiseAdopted,
        ),
    }
    migrations = Path(__file__).parent / "figures_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        for table, rows in _merged(events):
            text = orjson.dumps(rows, default=str).decode()
            await connection.execute(SQL[f"keep_{table}"], text)
            for sums in _SUMS.get(table, ()):
                await connection.execute(SQL[f"forget_{sums}"])


def _merged(events: Sequence[SeenEvent]) -> Iterator[tuple[str, list[Row]]]:
    """Each row once: later events speak over earlier ones, what is set against an item adds up."""
    tables: dict[str, dict[tuple[str, ...], Row]] = {}
    for seen in events:
        if is_copy(seen.stream):
            continue
        for table, row in _rows(seen.event):
            rows = tables.setdefault(table, {})
            named = tuple(str(row[name]) for name in _IDENTITIES[table])
            before = rows.get((seen.tenant, *named), {"tenant": seen.tenant})
            if table == "allocations" and "amount" in before:
                row = row | {"amount": before["amount"] + row["amount"]}
            said = {name: value for name, value in row.items() if value is not None}
            rows[seen.tenant, *named] = before | said
    for table, found in tables.items():
        yield table, list(found.values())


def _rows(event: Event) -> Iterator[tuple[str, Row]]:
    match event:
        case PaymentReceived() | PaymentIdentified() | ShareRecalled():
            yield from _payment_rows(event)
        case PromiseMade() | PromiseKept() | PromiseBroken() | PromiseEnded():
            state = type(event).__name__.removeprefix("Promise").lower()
            yield "promises", _at(event) | {"promise": event.promise, "state": state}
        case PromiseLeft():
            yield "promises", _at(event) | {"promise": event.promise, "moved_to": event.into}
        case PromiseAdopted():
            state = "made" if event.standing == "open" else event.standing
            yield "promises", _at(event) | {"promise": event.promise, "state": state}
        case ItemMovedIn() | ShareMovedIn() | CreditMovedIn():
            yield from moved_rows(event)
        case _:
            yield from _item_rows(event)


def _at(event: Any) -> Row:
    """Whose it is: a row belongs to events of one debtor's key."""
    return {"creditor": event.creditor, "debtor": event.debtor}


def _item_rows(event: Event) -> Iterator[tuple[str, Row]]:
    match event:
        case ItemOpened():
            row = {"currency": event.amount.currency, "amount": event.amount.amount}
            row |= {"open": event.amount.amount, "issued_on": event.issued_on}
            yield "items", _at(event) | row | {"item": event.item, "due_on": event.due_on}
        case ItemReduced() | ItemReopened():
            yield "items", _at(event) | {"item": event.item, "open": event.open.amount}
        case ItemSettled():
            yield "items", _at(event) | {"item": event.item, "open": 0}
        case ItemCancelled():
            yield "items", _at(event) | {"item": event.item, "open": 0, "cancelled": True}
        case DueDateExtended():
            yield "items", _at(event) | {"item": event.item, "due_on": event.due_on}
        case _:
            yield from _source_rows(event)


def _source_rows(event: Event) -> Iterator[tuple[str, Row]]:
    match event:
        case PaymentAllocated() | AllocationReversed():
            sign = 1 if isinstance(event, PaymentAllocated) else -1
            row: Row = {"source": event.source, "item": event.item, "creditor": event.creditor}
            row |= {"currency": event.amount.currency, "amount": sign * event.amount.amount}
            yield "allocations", row | {"booked_on": getattr(event, "booked_on", None)}
            row = {"source": event.source, "on_account": event.on_account.amount}
            yield "sources", _at(event) | row
        case ShareBooked() | CreditBooked():
            source = event.share if isinstance(event, ShareBooked) else event.credit
            row = {"source": source, "on_account": event.amount.amount}
            yield "sources", _at(event) | row | {"currency": event.amount.currency}
        case ShareTakenBack():
            yield "sources", _at(event) | {"source": event.share, "on_account": 0}


def _payment_rows(
    event: PaymentReceived | PaymentIdentified | ShareRecalled,
) -> Iterator[tuple[str, Row]]:
    row: Row = {"payment": event.payment}
    match event:
        case PaymentReceived():
            yield "payments", row | {"kind": event.kind, "creditor": event.creditor}
        case PaymentIdentified():
            is_person = bool(event.decided_by)
            yield "payments", row | {"by_person" if is_person else "by_rule": True}
        case ShareRecalled(reason="undone"):
            yield "payments", row | {"by_person": True}
