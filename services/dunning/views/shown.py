"""Rows of the view as callers are shown them: JSON read, amounts with their currency."""

from typing import Any, Final

import asyncpg
import orjson

from libs.kernel.money import Money
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

_JSON: Final = frozenset(
    {
        "approvals",
        "contacts",
        "cut",
        "details",
        "facts",
        "gate",
        "hold",
        "instalments",
        "items",
        "planned",
        "recall_items",
        "send_window",
    }
)
_MONEY: Final = frozenset(
    {
        "amount",
        "asked",
        "credit",
        "missing",
        "net",
        "on_account",
        "open",
        "paid",
        "payment_amount",
        "total",
    }
)

Shown = dict[str, Any]
"""A row with JSON read, amounts with their currency, days and instants as they are."""


async def rows(connection: asyncpg.Connection, statement: str, *values: object) -> list[Shown]:
    """What a statement of this folder finds."""
    return [_shown(row) for row in await connection.fetch(SQL.asked(statement, values), *values)]


def _shown(row: asyncpg.Record) -> Shown:
    currency = row.get("currency")
    return {name: _value(name, value, currency) for name, value in row.items()}


def _value(name: str, value: Any, currency: str | None) -> Any:
    if value is None:
        return None
    if name in _JSON and isinstance(value, str):
        return orjson.loads(value) if value[:1] in '{["' else value
    if name in _MONEY and currency is not None:
        return str(Money.of(value, currency))
    return value
