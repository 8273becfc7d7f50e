"""What the API asks of the view; every question is bound to a tenant."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

import asyncpg
import orjson

from libs.events.views.reading import Reading
from libs.kernel.money import Money
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
TIMELINE_MAX: Final = 500
_JSON: Final = frozenset({"reasons", "details"})
_MONEY: Final = frozenset({"amount", "requested", "not_due", "overdue", "disputed", "total"})
_LOOK_AGAIN_S: Final = 0.05
_Found = TypeVar("_Found")

Said = Literal["limits", "overrides", "watches"]
"""What people said, each a list of its own."""
Shown = dict[str, Any]
"""A row with JSON read, amounts with their currency, days and instants as they are."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those after the id `after`, at most `limit`."""

    after: str | None
    limit: int


@dataclass(frozen=True, slots=True)
class DebtorFilter:
    """Which debtors; what is None does not matter."""

    debtor: str | None = None
    creditor: str | None = None
    band: str | None = None
    watched: bool | None = None
    breached: bool | None = None


@dataclass(frozen=True, slots=True)
class SaidFilter:
    """Which limits, overrides, watches; what is None does not matter."""

    identity: str | None = None
    creditor: str | None = None
    debtor: str | None = None
    state: str | None = None


ONE: Final = Page(None, 1)
_FEW: Final = Page(None, 100)


class Standings:
    """Reads of the view, one tenant at a time; what one answer tells is of one moment."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def debtors(self, tenant: str, wanted: DebtorFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _debtors(connection, wanted, page)

    async def debtor(self, tenant: str, debtor: str) -> Shown | None:
        """One debtor with what it owes, its limit, what holds instead of its score."""
        wanted = SaidFilter(debtor=debtor)
        granted = SaidFilter(debtor=debtor, state="granted")
        holds = SaidFilter(debtor=debtor, state="holds")
        async with self._reading.of(tenant) as connection:
            found = await _debtors(connection, DebtorFilter(debtor=debtor), ONE)
            if not found:
                return None
            return found[0] | {
                "exposures": await _rows(connection, "exposures", debtor),
                "limit": _first(await _said(connection, "limits", granted, ONE)),
                "override": _first(await _said(connection, "overrides", holds, ONE)),
                "limits": await _said(connection, "limits", wanted, _FEW),
                "overrides": await _said(connection, "overrides", wanted, _FEW),
                "watches": await _said(connection, "watches", wanted, _FEW),
                "timeline": await _rows(connection, "timeline", debtor, TIMELINE_MAX),
            }

    async def said(self, tenant: str, what: Said, wanted: SaidFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _said(connection, what, wanted, page)


async def _debtors(connection: asyncpg.Connection, wanted: DebtorFilter, page: Page) -> list[Shown]:
    asked = (wanted.debtor, wanted.creditor, wanted.band, wanted.watched, wanted.breached)
    return await _rows(connection, "debtors", *asked, page.after, page.limit)


async def _said(
    connection: asyncpg.Connection, what: Said, wanted: SaidFilter, page: Page
) -> list[Shown]:
    asked = (wanted.identity, wanted.creditor, wanted.debtor, wanted.state)
    return await _rows(connection, what, *asked, page.after, page.limit)


def _first(found: list[Shown]) -> Shown | None:
    return found[0] if found else None


async def _rows(connection: asyncpg.Connection, statement: str, *values: object) -> list[Shown]:
    """What a statement of this folder finds."""
    return [_shown(row) for row in await connection.fetch(SQL.asked(statement, values), *values)]


def _shown(row: asyncpg.Record) -> Shown:
    currency = row.get("currency")
    return {name: _value(name, value, currency) for name, value in row.items()}


def _value(name: str, value: Any, currency: str | None) -> Any:
    if name in _JSON and isinstance(value, str):
        return orjson.loads(value)
    if name in _MONEY and value is not None and currency is not None:
        return str(Money.of(value, currency))
    return value


async def awaited(
    find: Callable[[], Awaitable[_Found | None]], *, limit_s: float = 2.0
) -> _Found | None:
    """What `find` finds, asked again for a while: a view lags behind what was just recorded."""
    ends = asyncio.get_running_loop().time() + limit_s
    while (found := await find()) is None and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found
