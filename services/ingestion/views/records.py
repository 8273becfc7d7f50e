"""The view of parties, documents and imports, folded from ingestion's own events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg
import orjson

from libs.events.contracts.ingestion import (
    EVENTS,
    CreditNoteRegistered,
    CreditorChanged,
    CreditorRegistered,
    DebtorChanged,
    DebtorMerged,
    DebtorRegistered,
    DocumentsAdded,
    ImportEnded,
    ImportFinished,
    ImportStarted,
    InvoiceCancelled,
    InvoiceRegistered,
)
from libs.events.contracts.model import Event
from libs.events.views.portfolio import keep_portfolio
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements
from services.ingestion.views import erasure_rows, rows
from services.ingestion.views.rows import Row

SQL: Final = Statements(__file__)
NAME: Final = "records"


class RecordsView:
    """Creditors, debtors with their timeline, documents, imports."""

    name = NAME
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {"ingestion": EVENTS}
    migrations = Path(__file__).parent / "migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        """Copies of announced facts say nothing new and are passed over."""
        seen = [one for one in events if not is_copy(one.stream)]
        for statement, batch in _batches(seen):
            if batch:
                await connection.execute(SQL[statement], orjson.dumps(batch).decode())
        await keep_portfolio(connection, seen)
        tenants, debtors = gone(seen, "debtor")
        if debtors:
            await connection.execute(SQL["purge_debtors"], tenants, debtors)
            await connection.execute(SQL["purge_documents"], tenants, debtors)


def _batches(seen: Sequence[SeenEvent]) -> Iterable[tuple[str, list[Row]]]:
    """A statement with its rows, in an order in which what is changed is there."""
    yield "keep_creditors", _last_of(seen, "creditor", _creditor)
    yield "keep_debtors", _debtors(seen)
    yield "keep_merges", _last_of(seen, "debtor", _merge)
    yield "keep_documents", _last_of(seen, "document", _document)
    yield "keep_cancellations", _last_of(seen, "document", _cancellation)
    yield "keep_imports", _last_of(seen, "import_id", _start)
    yield "move_imports", _moves(seen)
    yield "keep_erasures", erasure_rows.erasures(seen)
    yield "keep_erased_keys", erasure_rows.erased_keys(seen)
    yield "keep_erased_objects", erasure_rows.erased_objects(seen)
    yield "keep_timeline", [row for one in seen for row in rows.timeline_rows(one)]


def _last_of(
    seen: Sequence[SeenEvent], identity: str, row_of: Callable[[SeenEvent], Row | None]
) -> list[Row]:
    """The last row of each thing: a statement may touch a row once."""
    found = (row for one in seen if (row := row_of(one)) is not None)
    return list({(row["tenant"], row[identity]): row for row in found}.values())


def _debtors(seen: Sequence[SeenEvent]) -> list[Row]:
    """Master data as they are after all of `seen`; what only a registration says is kept."""
    kept: dict[tuple[str, str], Row] = {}
    for one in seen:
        if isinstance(one.event, DebtorRegistered | DebtorChanged):
            row = rows.debtor_row(one, one.event)
            before = kept.get((one.tenant, one.event.debtor), {})
            for name in ("found_by", "registered_at"):
                row[name] = row[name] or before.get(name)
            kept[one.tenant, one.event.debtor] = row
    return list(kept.values())


def _moves(seen: Sequence[SeenEvent]) -> list[Row]:
    """What happened to each import after its start, put together."""
    moved: dict[tuple[str, str], Row] = {}
    for one in seen:
        if (row := _move(one)) is not None:
            said = {name: value for name, value in row.items() if value is not None}
            place = (one.tenant, row["import_id"])
            moved[place] = moved.get(place, {}) | said
    return list(moved.values())


def _creditor(seen: SeenEvent) -> Row | None:
    event = seen.event
    if isinstance(event, CreditorRegistered | CreditorChanged):
        return rows.creditor_row(seen, event)
    return None


def _merge(seen: SeenEvent) -> Row | None:
    event = seen.event
    if not isinstance(event, DebtorMerged):
        return None
    return {"tenant": seen.tenant, "debtor": event.debtor, "into_debtor": event.into}


def _document(seen: SeenEvent) -> Row | None:
    match seen.event:
        case InvoiceRegistered() as event:
            return rows.invoice_row(seen, event)
        case CreditNoteRegistered() as event:
            return rows.credit_note_row(seen, event)
        case _:
            return None


def _cancellation(seen: SeenEvent) -> Row | None:
    event = seen.event
    return rows.cancellation_row(seen, event) if isinstance(event, InvoiceCancelled) else None


def _start(seen: SeenEvent) -> Row | None:
    event = seen.event
    if not isinstance(event, ImportStarted):
        return None
    return event.model_dump() | {"tenant": seen.tenant, "started_at": seen.recorded_at}


def _move(seen: SeenEvent) -> Row | None:
    event, at = seen.event, seen.recorded_at
    if not isinstance(event, DocumentsAdded | ImportEnded | ImportFinished):
        return None
    row: Row = {"tenant": seen.tenant, "import_id": event.import_id, "at": at}
    match event:
        case DocumentsAdded():
            return row | {"documents_count": event.count_so_far}
        case ImportEnded():
            return row | {"ended_at": at, "ended_by": event.ended_by}
        case ImportFinished():
            return row | {"finished_at": at}
