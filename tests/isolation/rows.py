"""What the login of an API can see in its service's database, whatever a statement asks for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg

from libs.chassis.ground import database_of
from libs.events.contracts.topology import TOPOLOGY
from libs.postgres.logins import reader_address
from libs.postgres.statements import Statements
from tests.e2e.platform import Platform

SQL: Final = Statements(str(Path(__file__)))

OPEN: Final = frozenset({"checkpoints", "generations"})
"""Tables that a login may read and that are of no tenant: how far the log is folded, and which
filling of a view is read."""


@asynccontextmanager
async def logged_in(platform: Platform, service: str) -> AsyncIterator[asyncpg.Connection]:
    """As the API of a service is."""
    server = platform.environment["RELANCE_POSTGRES"]
    database = database_of(TOPOLOGY[service])
    address = reader_address(server, database, platform.secrets.reader_password())
    connection = await asyncpg.connect(address)
    try:
        yield connection
    finally:
        await connection.close()


async def readable(connection: asyncpg.Connection) -> list[str]:
    """Tables that the login may read, with their schemas, but those that are open."""
    found = await connection.fetch(SQL["readable_tables"])
    return [row["place"] for row in found if row["name"] not in OPEN]


async def unguarded(connection: asyncpg.Connection) -> list[str]:
    """Of these the ones without row-level security, or without a rule about tenants."""
    found = await connection.fetch(SQL["readable_tables"])
    return [row["place"] for row in found if row["name"] not in OPEN and not row["is_guarded"]]


async def seen(connection: asyncpg.Connection, place: str, tenant: str, portfolio: str = "") -> int:
    """How many rows there are for a reader of a tenant."""
    async with connection.transaction():
        await connection.execute(SQL["be_reader"], tenant, portfolio)
        statement = await connection.fetchval(SQL["count_rows"], place)
        count: int = await connection.fetchval(statement)
    return count
