"""Reading a view as one tenant, and one portfolio: row-level security binds every query."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Final

import asyncpg

from libs.events.views.projection import schema_of
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

PORTFOLIO: ContextVar[str] = ContextVar("portfolio", default="")
"""Whose debtors alone are read in this request; empty: all of the tenant's."""


class ViewNotReady(Exception):
    """The view has never been filled up yet; it will be."""


class Reading:
    """Reads of one view through a pool of its service's database."""

    def __init__(self, pool: asyncpg.Pool, name: str) -> None:
        self._pool, self._name = pool, name

    @asynccontextmanager
    async def of(self, tenant: str) -> AsyncIterator[asyncpg.Connection]:
        """A read-only transaction that sees the rows of `tenant` alone, of PORTFOLIO if it is set.

        Raises ViewNotReady before the view was filled for the first time.
        """
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            schema = await active_schema(connection, self._name)
            await connection.execute(SQL["read_as"], schema, tenant, PORTFOLIO.get())
            yield connection


@asynccontextmanager
async def every_tenant(pool: asyncpg.Pool, name: str) -> AsyncIterator[asyncpg.Connection]:
    """A read-only transaction that sees all rows of a view, for what counts over all tenants.

    Raises ViewNotReady before the view was filled for the first time.
    """
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        await connection.execute(SQL["search_in"], await active_schema(connection, name))
        yield connection


async def active_schema(connection: asyncpg.Connection, name: str) -> str:
    """The schema that is read now. Raises ViewNotReady."""
    row = await connection.fetchrow(SQL["active_generation"], name)
    if row is None:
        raise ViewNotReady(name)
    return schema_of(name, row["version"], row["generation"])
