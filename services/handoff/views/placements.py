"""The view of placements and agencies: handoff's own events, and what the ledger settles."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import asyncpg
import orjson

from libs.events.contracts.handoff import EVENTS
from libs.events.contracts.ingestion import KeysDestroyed
from libs.events.contracts.matching import RemittanceReopened, RemittanceSettled
from libs.events.contracts.model import Event
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.postgres.statements import Statements
from services.handoff.views.rows import merged, rows_of

SQL: Final = Statements(__file__)
NAME: Final = "placements"


class PlacementsView:
    """Folded from handoff's own events; matching says whose transfers have come, ingestion whose
    keys are gone."""

    name = NAME
    version = 3
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "handoff": EVENTS,
        "matching": (RemittanceSettled, RemittanceReopened),
        "ingestion": (KeysDestroyed,),
    }
    migrations = Path(__file__).parent / "placements_migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        rows = (row for one in events for row in rows_of(one))
        for table, batch in merged(rows):
            text = orjson.dumps(batch, default=str).decode()
            await connection.execute(SQL[f"keep_{table}"], text)
        tenants, debtors = gone(events, "debtor")
        if debtors:
            await connection.execute(SQL["purge_placements"], tenants, debtors)
