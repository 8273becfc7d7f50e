"""The fillings of a view: which is read, which is filled beside it, how far each came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg

from libs.events.views.projection import Positions, schema_of
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)


class ViewNotReady(Exception):
    """The view has never been filled up yet; it will be."""


class NeverBegun(Exception):
    """No process has begun to fill the view yet."""


class NothingUnderWay(Exception):
    """Nothing is filled beside what is read."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One filling of a view."""

    version: int
    number: int
    active: bool
    """Whether it is what is read."""
    cancelled: bool
    begun_at: datetime
    """When it was asked for."""

    @property
    def place(self) -> tuple[int, int]:
        """Older ones are less."""
        return self.version, self.number


async def generations_of(connection: asyncpg.Connection, name: str) -> Sequence[Generation]:
    """All there are, the oldest first."""
    return [Generation(**row) for row in await connection.fetch(SQL["generations"], name)]


def active_of(generations: Sequence[Generation]) -> Generation | None:
    """The one that is read; None before the view was filled for the first time."""
    return next((one for one in generations if one.active), None)


async def ask_for_rebuild(connection: asyncpg.Connection, name: str) -> tuple[Generation, bool]:
    """The generation that is filled beside what is read, and whether it is asked for only now.

    Raises NeverBegun.
    """
    asked = await connection.execute(SQL["ask_for_rebuild"], name)
    known = [one for one in await generations_of(connection, name) if not one.cancelled]
    if not known:
        raise NeverBegun(name)
    return known[-1], asked == "INSERT 0 1"


async def cancel_rebuild(connection: asyncpg.Connection, name: str) -> Generation:
    """The generation that is not filled on; whoever fills it drops it. Raises NothingUnderWay,
    also for the first one of a version: nothing could be read in its place.
    """
    row = await connection.fetchrow(SQL["cancel_rebuild"], name)
    if row is None:
        raise NothingUnderWay(name)
    return Generation(**row)


async def active_schema(connection: asyncpg.Connection, name: str) -> str:
    """The schema that is read now. Raises ViewNotReady."""
    row = await connection.fetchrow(SQL["active_generation"], name)
    if row is None:
        raise ViewNotReady(name)
    return schema_of(name, row["version"], row["generation"])


async def positions_of(
    connection: asyncpg.Connection, name: str, generation: Generation
) -> Positions:
    """Up to where it is filled; empty while nobody has begun it."""
    schema = schema_of(name, generation.version, generation.number)
    async with connection.transaction():
        await connection.execute(SQL["search_in"], schema)
        return await checkpoints(connection)


async def checkpoints(connection: asyncpg.Connection) -> Positions:
    """Of the schema that is searched in; empty where it is not there."""
    if not await connection.fetchval(SQL["has_checkpoints"]):
        return {}
    rows = await connection.fetch(SQL["checkpoints"])
    return {(row["topic"], row["partition"]): row["next_offset"] for row in rows}


async def is_filled(connection: asyncpg.Connection, name: str, version: int) -> bool:
    """Whether a process holds this version of the view, to fill it."""
    held: bool = await connection.fetchval(SQL["is_held"], name, version)
    return held
