"""The view of zones: where the creditors of each tenant have their days."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.model import Event
from libs.events.views.projection import SeenEvent
from libs.events.views.reading import Reading, ViewNotReady, every_tenant
from libs.kernel.keys import is_copy
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
NAME: Final = "zones"


class ZonesView:
    """One row a creditor, from its owner's record."""

    name = NAME
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "ingestion": (CreditorRegistered, CreditorChanged)
    }
    migrations = Path(__file__).parent / "migrations"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        rows: dict[tuple[str, str], dict[str, Any]] = {}
        for seen in events:
            event = seen.event
            owned = not is_copy(seen.stream)
            if owned and isinstance(event, CreditorRegistered | CreditorChanged):
                rows[seen.tenant, event.facts.creditor] = {
                    "tenant": seen.tenant,
                    "creditor": event.facts.creditor,
                    "zone": event.facts.zone,
                    "revision": event.revision,
                }
        if rows:
            await connection.execute(SQL["keep_zones"], orjson.dumps(list(rows.values())).decode())


async def zones_of(reading: Reading, tenant: str) -> list[str]:
    """The zones of one tenant's creditors."""
    async with reading.of(tenant) as connection:
        return [row["zone"] for row in await connection.fetch(SQL["zones"])]


async def all_zones(pool: asyncpg.Pool) -> list[str]:
    """The zones of all creditors; none before the view was filled for the first time."""
    try:
        async with every_tenant(pool, NAME) as connection:
            return [row["zone"] for row in await connection.fetch(SQL["zones"])]
    except ViewNotReady:
        return []
