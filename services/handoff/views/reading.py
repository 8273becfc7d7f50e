"""What API and webhooks ask of the view of placements; every question is bound to a tenant."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeVar

import asyncpg
import orjson

from libs.events.views.reading import Reading, every_tenant
from libs.postgres.statements import Statements
from services.handoff.views.placements import NAME

SQL: Final = Statements(__file__)

_LOOK_AGAIN_S: Final = 0.05
_JSON: Final = frozenset({"details", "personal", "settled"})
_Found = TypeVar("_Found")

Shown = dict[str, Any]
"""A row; what was said of it stands beside its columns."""


@dataclass(frozen=True, slots=True)
class PlacementFilter:
    """Which placements; what is None does not matter."""

    placement: str | None = None
    debtor: str | None = None
    agency: str | None = None
    creditor: str | None = None
    stages: tuple[str, ...] = ()
    """Empty: any."""
    by_agency: bool = False
    """An agency asks: it knows only of what it was offered."""


class Placements:
    """Reads of the view, one tenant at a time."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    async def all(
        self, tenant: str, wanted: PlacementFilter, after: str | None, limit: int
    ) -> list[Shown]:
        async with self.reading.of(tenant) as connection:
            return await _placements(connection, wanted, after, limit)

    async def one(self, tenant: str, wanted: PlacementFilter) -> Shown | None:
        """One placement with its items and all that happened to it, of one moment."""
        async with self.reading.of(tenant) as connection:
            found = await _placements(connection, wanted, None, 1)
            if not found:
                return None
            items = await connection.fetch(SQL["placed_items_of"], wanted.placement)
            happened = await connection.fetch(SQL["happened_to"], wanted.placement)
        return found[0] | {
            "items": [shown(row) for row in items],
            "events": [shown(row) for row in happened],
        }

    async def agencies(self, tenant: str, after: str | None, limit: int) -> list[Shown]:
        async with self.reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["agencies"], after, limit)
        return [shown(row) for row in rows]

    async def agency(self, tenant: str, agency: str) -> Shown | None:
        async with self.reading.of(tenant) as connection:
            row = await connection.fetchrow(SQL["agency"], agency)
        return None if row is None else shown(row)

    async def entries(self, tenant: str, agency: str, after: int, limit: int) -> list[Shown]:
        """Of an agency's feed, in the order in which it was told."""
        async with self.reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["entries"], agency, after, limit)
        return [shown(row) for row in rows]

    async def deliveries(
        self, tenant: str, agency: str, stage: str | None, after: int, limit: int
    ) -> list[Shown]:
        """What became of each entry that is posted."""
        async with self.reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["deliveries"], agency, stage, after, limit)
        return [shown(row) for row in rows]

    async def recoveries(
        self, tenant: str, agency: str, after: str | None, limit: int
    ) -> list[Shown]:
        """With the remittance of each that is in one."""
        async with self.reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["recoveries"], agency, after, limit)
        return [shown(row) for row in rows]

    async def remittances(
        self, tenant: str, agency: str | None, after: str | None, limit: int
    ) -> list[Shown]:
        """With what the ledger has of each."""
        async with self.reading.of(tenant) as connection:
            rows = await connection.fetch(SQL["remittances"], agency, after, limit)
        return [shown(row) for row in rows]

    async def overview(self, tenant: str) -> Shown:
        """Cases by stage; agencies with their cases and their money, of one moment."""
        async with self.reading.of(tenant) as connection:
            stages = await connection.fetch(SQL["stage_sums"])
            agencies = await connection.fetch(SQL["agency_work"])
            money = await connection.fetch(SQL["agency_sums"])
        by_agency: dict[str, list[Shown]] = defaultdict(list)
        for row in money:
            by_agency[row["agency"]].append(_sums(row))
        return {
            "stages": [_stage(row) for row in stages],
            "agencies": [dict(row) | {"money": by_agency[row["agency"]]} for row in agencies],
        }

    async def posted(self, tenant: str, agency: str, number: int) -> tuple[Shown, Shown] | None:
        """An agency and an entry of its feed; None: the view does not know them yet."""
        async with self.reading.of(tenant) as connection:
            known = await connection.fetchrow(SQL["agency"], agency)
            entry = await connection.fetchrow(SQL["entry"], agency, number)
        return None if known is None or entry is None else (shown(known), shown(entry))


async def awaited(
    find: Callable[[], Awaitable[_Found | None]], *, limit_s: float = 2.0
) -> _Found | None:
    """What `find` finds, asked again for a while: a view lags behind what was just recorded."""
    ends = asyncio.get_running_loop().time() + limit_s
    while (found := await find()) is None and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found


async def _placements(
    connection: asyncpg.Connection, wanted: PlacementFilter, after: str | None, limit: int
) -> list[Shown]:
    asked = (
        wanted.placement,
        wanted.debtor,
        wanted.agency,
        wanted.creditor,
        list(wanted.stages) or None,
        wanted.by_agency,
        after,
        limit,
    )
    rows = await connection.fetch(SQL.asked("placements", asked), *asked)
    return [_with_recovered(shown(row)) for row in rows]


def _with_recovered(row: Shown) -> Shown:
    """What was recovered so far, in the currency of the case; of one that was offered."""
    amount = row.pop("recovered_amount")
    if total := row.get("total"):
        number, _, currency = total.partition(" ")
        nothing = str(Decimal(number) * 0)
        row["recovered"] = f"{amount or nothing} {currency}"
    return row


def _stage(row: asyncpg.Record) -> Shown:
    total = f"{row['total']} {row['currency']}" if row["currency"] else None
    return {"stage": row["stage"], "cases": row["cases"], "total": total}


def _sums(row: asyncpg.Record) -> Shown:
    names = ("recovered", "fees", "reported", "clearing")
    sums = {name: f"{row[name]} {row['currency']}" for name in names}
    return {"currency": row["currency"], "recoveries": row["recoveries"], **sums}


def shown(row: asyncpg.Record) -> Shown:
    columns = dict(row)
    said: Shown = orjson.loads(columns.pop("said", b"{}"))
    for name in _JSON & columns.keys():
        columns[name] = None if columns[name] is None else orjson.loads(columns[name])
    return {**said, **columns}


async def topics_wanted(pool: asyncpg.Pool) -> dict[tuple[str, str], str]:
    """By tenant and agency, who may read the topic of its feed. Raises ViewNotReady."""
    async with every_tenant(pool, NAME) as connection:
        rows = await connection.fetch(SQL["topics"])
    return {(row["tenant"], row["agency"]): row["topic_reader"] for row in rows}


async def entries_of_agency(
    pool: asyncpg.Pool, tenant: str, agency: str, after: int, limit: int
) -> list[Shown]:
    """Of a feed, for whoever writes it to its topic. Raises ViewNotReady."""
    async with every_tenant(pool, NAME) as connection:
        rows = await connection.fetch(SQL["entries_of"], tenant, agency, after, limit)
    return [shown(row) for row in rows]
