"""Reading a view as one tenant, one portfolio, one agency: row-level security binds every query."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Final

import asyncpg

from libs.events.views.following import AFTER, OF_NOBODY, Followed
from libs.events.views.generations import ViewNotReady, active_schema
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

__all__ = ["AGENCY", "PORTFOLIO", "Reading", "ViewNotReady", "active_schema", "every_tenant"]

PORTFOLIO: ContextVar[str] = ContextVar("portfolio", default="")
"""Whose debtors alone are read in this request; empty: all of the tenant's."""
AGENCY: ContextVar[str] = ContextVar("agency", default="")
"""Whose placements alone are read in this request; empty: nobody of an agency asks."""


class Reading:
    """Reads of one view through a pool of its service's database."""

    def __init__(self, pool: asyncpg.Pool, name: str, followed: Followed = OF_NOBODY) -> None:
        self._pool, self._name, self._followed = pool, name, followed

    @asynccontextmanager
    async def of(
        self, tenant: str, *, for_agency: bool = False
    ) -> AsyncIterator[asyncpg.Connection]:
        """A read-only transaction that sees the rows of `tenant` alone, of PORTFOLIO and of AGENCY
        if they are set, and what was recorded up to AFTER.

        `for_agency`: what is put together for an agency out of what no agency may read itself.
        Raises ViewNotReady before the view was filled for the first time, NotReached, NotFollowed.
        """
        if after := AFTER.get():
            await self._followed.until(self._pool, self._name, after)
        agency = "" if for_agency else AGENCY.get()
        async with (
            self._pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            asked = (self._name, tenant, PORTFOLIO.get(), agency)
            if await connection.fetchrow(SQL["read_as"], *asked) is None:
                raise ViewNotReady(self._name)
            yield connection


@asynccontextmanager
async def every_tenant(pool: asyncpg.Pool, name: str) -> AsyncIterator[asyncpg.Connection]:
    """A read-only transaction that sees all rows of a view, for what counts over all tenants.

    Raises ViewNotReady before the view was filled for the first time.
    """
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        await connection.execute(SQL["search_in"], await active_schema(connection, name))
        yield connection
