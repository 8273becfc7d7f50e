"""What the API asks of the ledger view; every question is bound to a tenant."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import asyncpg
import orjson

from libs.events.views.reading import Reading, ViewNotReady, every_tenant
from libs.kernel.money import Money
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
TIMELINE_MAX: Final = 500

_LOOK_AGAIN_S: Final = 0.05
_JSON: Final = frozenset({"facts", "personal", "details", "outcome_facts"})
_MONEY: Final = frozenset(
    {"amount", "open", "free", "on_account", "opening", "closing", "expected", "found"}
)
_Found = TypeVar("_Found")

Shown = dict[str, Any]
"""A row with JSON read, amounts with their currency, days and instants as they are."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which rows of a list: those behind the id `after`, at most `limit`."""

    after: str | None
    limit: int
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items; what is None does not matter."""

    item: str | None = None
    creditor: str | None = None
    debtor: str | None = None
    number: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentFilter:
    """Which payments; what is None does not matter."""

    payment: str | None = None
    creditor: str | None = None
    statement: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class StatementFilter:
    """Which statements; what is None does not matter."""

    statement: str | None = None
    creditor: str | None = None
    account: str | None = None
    state: str | None = None


_ONE: Final = Page(None, 1)


async def interrupted_feeds(pool: asyncpg.Pool, view: str) -> int:
    """Accounts of all tenants whose feed is interrupted; 0 before the view was ever filled."""
    try:
        async with every_tenant(pool, view) as connection:
            count: int = await connection.fetchval(SQL["interrupted_feeds"])
            return count
    except ViewNotReady:
        return 0


class Ledger:
    """Reads of the view, one tenant at a time; what one answer tells is of one moment."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    async def items(self, tenant: str, wanted: ItemFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _items(connection, wanted, page)

    async def item(self, tenant: str, item: str) -> Shown | None:
        """One item with what is set against it."""
        async with self._reading.of(tenant) as connection:
            found = await _items(connection, ItemFilter(item=item), _ONE)
            if not found:
                return None
            return found[0] | {"settled_by": await _rows(connection, "settled_by", item)}

    async def payments(self, tenant: str, wanted: PaymentFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _payments(connection, wanted, page)

    async def payment(self, tenant: str, payment: str) -> Shown | None:
        """One payment with its shares and all that was found of it."""
        async with self._reading.of(tenant) as connection:
            found = await _payments(connection, PaymentFilter(payment=payment), _ONE)
            if not found:
                return None
            shares = await _rows(connection, "shares_of", payment)
            outcomes = await _rows(connection, "outcomes_of", payment)
        return found[0] | {"shares": shares, "outcomes": outcomes}

    async def debtor(self, tenant: str, debtor: str) -> Shown:
        """Balance by currency, what lies on account, and the latest of what happened."""
        async with self._reading.of(tenant) as connection:
            return {
                "debtor": debtor,
                "balances": await _rows(connection, "balance", debtor),
                "on_account": await _rows(connection, "on_account", debtor),
                "timeline": await _rows(connection, "timeline", debtor, TIMELINE_MAX),
            }

    async def statements(self, tenant: str, wanted: StatementFilter, page: Page) -> list[Shown]:
        async with self._reading.of(tenant) as connection:
            return await _statements(connection, wanted, page)

    async def statement(self, tenant: str, statement: str) -> Shown | None:
        """One statement with its entries that are nobody's payment."""
        async with self._reading.of(tenant) as connection:
            found = await _statements(connection, StatementFilter(statement=statement), _ONE)
            if not found:
                return None
            return found[0] | {"set_aside": await _rows(connection, "set_aside_of", statement)}

    async def cover(self, tenant: str, creditor: str) -> tuple[date | None, list[Shown]]:
        """The day through which the creditor is covered, and its accounts."""
        async with self._reading.of(tenant) as connection:
            through = await _rows(connection, "covered_through", creditor)
            accounts = await _rows(connection, "cover", creditor)
        return (through[0]["through_on"] if through else None), accounts


async def _items(connection: asyncpg.Connection, wanted: ItemFilter, page: Page) -> list[Shown]:
    return await _rows(
        connection,
        "items",
        wanted.item,
        wanted.creditor,
        wanted.debtor,
        wanted.number,
        wanted.state,
        page.after,
        page.limit,
    )


async def _payments(
    connection: asyncpg.Connection, wanted: PaymentFilter, page: Page
) -> list[Shown]:
    return await _rows(
        connection,
        "payments",
        wanted.payment,
        wanted.creditor,
        wanted.statement,
        wanted.outcome,
        page.after,
        page.limit,
        page.newest_first,
    )


async def _statements(
    connection: asyncpg.Connection, wanted: StatementFilter, page: Page
) -> list[Shown]:
    return await _rows(
        connection,
        "statements",
        wanted.statement,
        wanted.creditor,
        wanted.account,
        wanted.state,
        page.after,
        page.limit,
        page.newest_first,
    )


async def _rows(connection: asyncpg.Connection, statement: str, *values: object) -> list[Shown]:
    return [_shown(row) for row in await connection.fetch(SQL.asked(statement, values), *values)]


async def awaited(
    find: Callable[[], Awaitable[_Found | None]], *, limit_s: float = 2.0
) -> _Found | None:
    """What `find` finds, asked again for a while: a view lags behind what was just recorded."""
    ends = asyncio.get_running_loop().time() + limit_s
    while (found := await find()) is None and asyncio.get_running_loop().time() < ends:
        await asyncio.sleep(_LOOK_AGAIN_S)
    return found


def _shown(row: asyncpg.Record) -> Shown:
    currency = row.get("currency")
    shown = {name: _value(name, value, currency) for name, value in row.items()}
    return shown


def _value(name: str, value: Any, currency: str | None) -> Any:
    if value is None:
        return None
    if name in _JSON:
        return orjson.loads(value)
    if name in _MONEY and currency is not None:
        return str(Money.of(value, currency))
    return value
