"""A view compared with its log: filled anew beside what is read, compared row by row, dropped."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final

import asyncpg

from libs.events.contracts.topology import TOPOLOGY
from libs.events.views.filler import EventSource, Filler, Stretch
from libs.events.views.generations import Generation, active_of, checkpoints, generations_of
from libs.events.views.projection import Positions, Projection, SeenEvent, schema_of
from libs.events.views.rows import Comparison, RowDifference, Side
from libs.postgres.database import migrate
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

DIFFERENCES_MAX: Final = 1_000

Told = Callable[[int, int], None]
"""Is told up to how many offsets of how many the view is filled anew."""


@dataclass(frozen=True, slots=True)
class ComparedView:
    """What comparing came to; `skipped` says why it was not done."""

    view: str
    rows: int = 0
    different: int = 0
    differences: tuple[RowDifference, ...] = ()
    """The first thousand of those that are different."""
    skipped: str = ""


class _NotCompared(Exception):
    """Why not."""


async def compare_view(
    projection: Projection, database: str, source: EventSource, told: Told
) -> ComparedView:
    """Compare what is read of a view with what its log says, at one place of the log.

    Writes may go on: what is read is looked at as of one moment, and the filling beside it ends
    at the very positions that it had in that moment. Raises what broker and database raise.
    """
    name = projection.name
    try:
        async with _beside(projection, database) as schema:
            beside = _Beside(projection, schema, database, source, told)
            await beside.fill(await _positions_now(projection, database))
            async with _moment(projection, database) as (kept, positions):
                await beside.fill(positions)
                return await beside.compared(kept)
    except _NotCompared as reason:
        return ComparedView(name, skipped=str(reason))


@dataclass(slots=True)
class _Beside:
    """A filling that nobody reads."""

    projection: Projection
    schema: str
    database: str
    source: EventSource
    told: Told

    async def fill(self, ends: Positions) -> None:
        """On to exactly `ends`."""
        connection = await asyncpg.connect(self.database)
        try:
            async with connection.transaction():
                await connection.execute(SQL["search_in"], self.schema)
                held = await checkpoints(connection)
        finally:
            await connection.close()
        if any(at > ends.get(place, 0) for place, at in held.items()):
            raise _NotCompared("it was wiped meanwhile, and is being filled")
        source = _Bounded(self.source, ends, self.told)
        await Filler(self.projection, self.schema, self.database, source).run()

    async def compared(self, kept: Side) -> ComparedView:
        found = Comparison(DIFFERENCES_MAX)
        connection = await asyncpg.connect(self.database)
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                await found.compare(Side(connection, self.schema), kept)
        finally:
            await connection.close()
        return ComparedView(
            self.projection.name, found.rows, found.different, tuple(found.differences)
        )


@dataclass(frozen=True, slots=True)
class _Bounded:
    """The log up to given positions, and no further: its reader ends there."""

    source: EventSource
    ends: Positions
    told: Told

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        async with self.source.read(projection, positions) as stretches:
            yield self._until(stretches, dict(positions))

    async def _until(
        self, stretches: AsyncIterator[Stretch], held: dict[tuple[str, int], int]
    ) -> AsyncIterator[Stretch]:
        of = sum(self.ends.values())
        while any(held.get(place, 0) < end for place, end in self.ends.items()):
            stretch = await anext(stretches)
            moved = {
                place: min(at, self.ends[place])
                for place, at in stretch.positions.items()
                if place in self.ends and held.get(place) != min(at, self.ends[place])
            }
            held |= moved
            yield replace(stretch, events=self._within(stretch.events), positions=moved)
            self.told(sum(held.values()), of)

    def _within(self, events: Sequence[SeenEvent]) -> list[SeenEvent]:
        return [
            one
            for one in events
            if one.offset < self.ends.get((TOPOLOGY[one.service].events_topic, one.partition), 0)
        ]


@asynccontextmanager
async def _beside(projection: Projection, database: str) -> AsyncIterator[str]:
    """An empty schema for a filling; what one that was killed left in it is dropped first."""
    schema = f"{projection.name}_v{projection.version}_beside"
    connection = await asyncpg.connect(database)
    try:
        if not await connection.fetchval(SQL["try_lock_beside"], schema):
            raise _NotCompared("it is being compared by another already")
        await _drop(connection, schema)
        await migrate(connection, schema, projection.migrations)
        async with connection.transaction():
            await connection.execute(SQL["search_in"], schema)
            await connection.execute(SQL["make_checkpoints"])
        try:
            yield schema
        finally:
            await _drop(connection, schema)
    finally:
        await connection.close()


async def _drop(connection: asyncpg.Connection, schema: str) -> None:
    async with connection.transaction():
        await connection.execute(SQL["name_schema"], schema)
        await connection.execute(SQL["drop_schema"])


async def _positions_now(projection: Projection, database: str) -> Positions:
    async with _moment(projection, database) as (_, positions):
        return positions


@asynccontextmanager
async def _moment(projection: Projection, database: str) -> AsyncIterator[tuple[Side, Positions]]:
    """What is read of a view, seen as of one moment, and the positions that it had then."""
    connection = await asyncpg.connect(database)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            active = await _active(connection, projection)
            schema = schema_of(projection.name, active.version, active.number)
            await connection.execute(SQL["search_in"], schema)
            yield Side(connection, schema), await checkpoints(connection)
    finally:
        await connection.close()


async def _active(connection: asyncpg.Connection, projection: Projection) -> Generation:
    try:
        active = active_of(await generations_of(connection, projection.name))
    except asyncpg.UndefinedTableError as never:
        raise _NotCompared("it was never begun") from never
    if active is None:
        raise _NotCompared("it was never filled yet")
    if active.version != projection.version:
        raise _NotCompared(
            f"version {active.version} is read, this program knows {projection.version}"
        )
    return active
