"""What API and tasks ask of the view; every question but one is bound to a tenant."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeVar

import asyncpg
import orjson

from libs.events.contracts.ingestion import DocumentKind
from libs.events.views.reading import Reading, ViewNotReady, active_schema
from libs.postgres.statements import Statements
from services.ingestion.views.records import NAME

SQL: Final = Statements(__file__)
TIMELINE_MAX: Final = 500

_LOOK_AGAIN_S: Final = 0.05
_JSON: Final = frozenset({"facts", "personal", "details"})
_Found = TypeVar("_Found")

Shown = dict[str, Any]
"""A row with JSON read and days and instants as they are."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those behind the id `after`, at most `limit`."""

    after: str | None
    limit: int
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents; what is None does not matter."""

    kind: DocumentKind
    creditor: str | None = None
    debtor: str | None = None
    number: str | None = None
    imported_by: str | None = None


class Records:
    """Reads of the view, one tenant at a time."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def creditors(self, tenant: str, page: Page) -> list[Shown]:
        return await self._rows(tenant, "creditors", page.after, page.limit)

    async def creditor(self, tenant: str, creditor: str) -> Shown | None:
        return await self._row(tenant, "creditor", creditor)

    async def debtors(
        self,
        tenant: str,
        page: Page,
        *,
        creditor: str | None = None,
        words: str | None = None,
        among: Sequence[str] | None = None,
    ) -> list[Shown]:
        asked = (creditor, words, among)
        return await self._rows(tenant, "debtors", *asked, page.after, page.limit)

    async def debtor(self, tenant: str, debtor: str) -> Shown | None:
        return await self._row(tenant, "debtor", debtor)

    async def erasure(self, tenant: str, debtor: str) -> Shown | None:
        """The last one that was asked for."""
        return await self._row(tenant, "erasure", debtor)

    async def timeline(self, tenant: str, debtor: str) -> list[Shown]:
        """The latest TIMELINE_MAX things that happened, the first one first."""
        return await self._rows(tenant, "timeline", debtor, TIMELINE_MAX)

    async def documents(self, tenant: str, wanted: DocumentFilter, page: Page) -> list[Shown]:
        return await self._rows(
            tenant,
            "documents",
            wanted.kind,
            wanted.creditor,
            wanted.debtor,
            wanted.number,
            wanted.imported_by,
            page.after,
            page.limit,
            page.newest_first,
        )

    async def document(self, tenant: str, document: str, kind: DocumentKind) -> Shown | None:
        return await self._row(tenant, "document", document, kind)

    async def imports(self, tenant: str, page: Page) -> list[Shown]:
        """The newest one first, always."""
        return await self._rows(tenant, "imports", None, page.after, page.limit)

    async def one_import(self, tenant: str, import_id: str) -> Shown | None:
        return await self._row(tenant, "imports", import_id, None, 1)

    async def _rows(self, tenant: str, statement: str, *values: object) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return [
                _shown(row) for row in await connection.fetch(SQL.asked(statement, values), *values)
            ]

    async def _row(self, tenant: str, statement: str, *values: object) -> Shown | None:
        return next(iter(await self._rows(tenant, statement, *values)), None)


async def awaited(
    find: Callable[[], Awaitable[_Found | None]], *, limit_s: float = 2.0
) -> _Found | None:
    """What `find` finds, asked again for a while: a view lags behind what was just recorded.

    Raises ViewNotReady when the view is still being filled for the first time after that.
    """
    ends = asyncio.get_running_loop().time() + limit_s
    while asyncio.get_running_loop().time() < ends:
        with suppress(ViewNotReady):
            if (found := await find()) is not None:
                return found
        await asyncio.sleep(_LOOK_AGAIN_S)
    return await find()


async def forgotten_imports(pool: asyncpg.Pool, before: datetime) -> Sequence[tuple[str, str, str]]:
    """(tenant, import, when) of imports that nothing was added to since `before`; all tenants."""
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        try:
            schema = await active_schema(connection, NAME)
        except ViewNotReady:
            return []
        await connection.execute(SQL["search_in"], schema)
        rows = await connection.fetch(SQL["forgotten_imports"], before)
    return [(row["tenant"], row["import_id"], row["last_at"].isoformat()) for row in rows]


def _shown(row: asyncpg.Record) -> Shown:
    return {
        name: orjson.loads(value) if name in _JSON and value is not None else value
        for name, value in row.items()
    }
