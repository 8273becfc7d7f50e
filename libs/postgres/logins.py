"""The login that an API reads its service's database with: it owns nothing, and sees one tenant."""

from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from libs.postgres.database import address_of
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)


async def make_reader(server: str, database: str, password: str) -> str:
    """Make the login of one database where it is missing, and let in nobody else who is no owner.

    The user in `server` may create roles, and owns the database. Returns the address for the API.
    """
    login = f"{database}_api"
    # Advisory locks are of one database, and roles of them all: each service locks in the same.
    connection = await asyncpg.connect(address_of(server, "postgres"))
    try:
        async with connection.transaction():
            await connection.execute(SQL["name_reader"], login, password, database)
            await connection.execute(SQL["make_reader"])
    finally:
        await connection.close()
    return reader_address(server, database, password)


def reader_address(server: str, database: str, password: str) -> str:
    """The address of one database for its API's login."""
    parts = urlsplit(address_of(server, database))
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{database}_api:{quote(password, safe='')}@{host}"))
