"""Databases: made when missing, migrated forward by numbered files, waited for when absent."""

import asyncio
import re
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import structlog

from libs.postgres.statements import Statements

log = structlog.get_logger(__name__)
SQL: Final = Statements(__file__)

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,62}")
_MIGRATION: Final = re.compile(r"(\d{4})_[a-z0-9_]+\.sql")
_RETRY_S: Final = 0.5

UNREACHABLE: Final = (
    OSError,
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    # Of one whose server was killed in the middle of an answer, when it is asked once more.
    asyncpg.InternalClientError,
)


class MigrationMistake(Exception):
    """The numbered files of a schema and what was applied of them do not agree."""


def address_of(server: str, database: str) -> str:
    """The address of one database on `server`, whatever database `server` itself names."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


async def await_server(address: str, what: str, *, limit_s: float) -> asyncpg.Connection:
    """Connect, and say what is waited for while the server is not there.

    Raises TimeoutError when it does not come within `limit_s`.
    """
    async with asyncio.timeout(limit_s):
        said = False
        while True:
            try:
                return await asyncpg.connect(address)
            except UNREACHABLE as absent:
                if not said:
                    log.warning("waiting_for_database", what=what, reason=type(absent).__name__)
                    said = True
                await asyncio.sleep(_RETRY_S)


async def make_database(server: str, name: str, *, limit_s: float = 60.0) -> None:
    """Create the database `name` when it is missing; safe from several processes at once."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(f"{name!r} is no database name")
    connection = await await_server(address_of(server, "postgres"), name, limit_s=limit_s)
    try:
        if not await connection.fetchval(SQL["database_exists"], name):
            await connection.execute(await connection.fetchval(SQL["make_database"], name))
    except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
        return  # another process was faster
    finally:
        await connection.close()


def migrations_in(folder: Path) -> list[tuple[int, Path]]:
    """The numbered files of a folder, in order. Raises MigrationMistake for a gap in them."""
    found = sorted(
        (int(match.group(1)), path)
        for path in folder.iterdir()
        if (match := _MIGRATION.fullmatch(path.name))
    )
    if [number for number, _ in found] != list(range(1, len(found) + 1)):
        raise MigrationMistake(f"{folder.name}: migrations are not numbered 0001, 0002, …")
    return found


async def migrate(connection: asyncpg.Connection, schema: str, folder: Path) -> int:
    """Apply what is new of `folder` in `schema`, all or nothing; returns how many files.

    The files' statements are unqualified: they run with the schema as search path.
    """
    if _NAME.fullmatch(schema) is None:
        raise ValueError(f"{schema!r} is no schema name")
    async with connection.transaction():
        await connection.execute(SQL["name_schema"], schema)
        await connection.execute(SQL["open_schema"])
        done = await connection.fetchval(SQL["applied_migrations"])
        files = migrations_in(folder)
        if done > len(files):
            raise MigrationMistake(f"{schema} is at {done}, this program knows {len(files)}")
        for number, path in files[done:]:
            await connection.execute(path.read_text())
            await connection.execute(SQL["note_migration"], number)
        return len(files) - int(done)
