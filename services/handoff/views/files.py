"""The view that dossiers are made from: what the others said of each debtor."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts import dunning, ingestion, notifications
from libs.events.contracts.model import Erased, Event
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.events.views.reading import Reading
from libs.postgres.statements import Statements
from services.handoff.views.reading import Shown, shown

SQL: Final = Statements(__file__)
NAME: Final = "files"


class FilesView:
    """Folded from ingestion, dunning and notifications."""

    name = NAME
    version = 2
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "ingestion": (
            ingestion.DebtorRegistered,
            ingestion.DebtorChanged,
            ingestion.DebtorMerged,
            ingestion.InvoiceRegistered,
            ingestion.CreditNoteRegistered,
            ingestion.KeysDestroyed,
        ),
        "dunning": (
            dunning.CallLogged,
            dunning.PromiseMade,
            dunning.PromiseKept,
            dunning.PromiseBroken,
            dunning.PromiseEnded,
            dunning.PlanAgreed,
            dunning.PlanMended,
            dunning.PlanKept,
            dunning.PlanBroken,
            dunning.PlanEnded,
            dunning.DisputeOpened,
            dunning.DisputeResolved,
            dunning.PaidClaimNoted,
            dunning.NoteAdded,
        ),
        "notifications": (
            notifications.MessageComposed,
            notifications.SendStarted,
            notifications.MessageSent,
            notifications.MessageBounced,
        ),
    }
    migrations = Path(__file__).parent / "files_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        batch = [row for one in events for row in _rows(one)]
        if batch:
            await connection.execute(SQL["keep_files"], orjson.dumps(batch, default=str).decode())
        tenants, debtors = gone(events, "debtor")
        if debtors:
            await connection.execute(SQL["purge_files"], tenants, debtors)


class Files:
    """Reads of the view, one tenant at a time."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def of(self, tenant: str, debtor: str) -> list[Shown]:
        """All that was said of a debtor, and of those that were merged into it, in the order in
        which it was, for the agency's dossier."""
        async with self._reading.of(tenant, for_agency=True) as connection:
            rows = await connection.fetch(SQL["file_of"], debtor)
        return [shown(row) for row in rows]


def _rows(seen: SeenEvent) -> Iterator[dict[str, Any]]:
    debtor = getattr(seen.event, "debtor", "")
    if not debtor or isinstance(seen.event, ingestion.KeysDestroyed):
        return
    personal = getattr(seen.event, "personal", None)
    known = None if personal is None or isinstance(personal, Erased) else personal
    yield {
        "tenant": seen.tenant,
        "service": seen.service,
        "partition": seen.partition,
        "event_offset": seen.offset,
        "debtor": debtor,
        "at": seen.recorded_at,
        "what": seen.event.TYPE.split(".")[2],
        "details": seen.event.model_dump(mode="json", exclude={"personal"}),
        "personal": known.model_dump(mode="json") if known else None,
    }
