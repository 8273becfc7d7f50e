"""Fills one generation of a view: a plain reader whose checkpoint moves with its rows."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Protocol

import asyncpg

from libs.events.views.generations import checkpoints
from libs.events.views.projection import Positions, Projection, SeenEvent
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

CHECK_EVERY_S: Final = 1.0
"""How often one that has nothing to read looks whether its checkpoint still stands."""


class Outrun(Exception):
    """Another process moved this view's checkpoint, or it was wiped; the view is read anew."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some events, and where the reader stands after them, past transaction markers."""

    events: Sequence[SeenEvent]
    positions: Positions
    """Of the partitions that moved."""
    at_end: bool
    """Whether the reader stands at the ends that were there when it began."""


class EventSource(Protocol):
    """Opens readers of the log for views."""

    def read(
        self, projection: Projection, positions: Positions
    ) -> AbstractAsyncContextManager[AsyncIterator[Stretch]]:
        """Stretches from `positions` on (a partition without one from its beginning), for ever."""


class Filler:
    """One generation under way."""

    def __init__(
        self, projection: Projection, schema: str, database: str, source: EventSource
    ) -> None:
        self._projection, self._schema = projection, schema
        self._database, self._source = database, source
        self.caught_up = asyncio.Event()
        """Set once it has passed the ends that were there when it began."""

    async def run(self) -> None:
        """Fill until cancelled. Raises Outrun, and what broker and database raise."""
        connection = await asyncpg.connect(self._database)
        try:
            held, checked_s = await self._checkpoints(connection), time.monotonic()
            async with self._source.read(self._projection, held) as stretches:
                async for stretch in stretches:
                    if stretch.positions:
                        await self._store(connection, stretch, held)
                        held = {**held, **stretch.positions}
                        checked_s = time.monotonic()
                    elif time.monotonic() - checked_s > CHECK_EVERY_S:
                        if await self._checkpoints(connection) != held:
                            raise Outrun(self._projection.name)
                        checked_s = time.monotonic()
                    if stretch.at_end:
                        self.caught_up.set()
        finally:
            await connection.close()

    async def _checkpoints(self, connection: asyncpg.Connection) -> Positions:
        async with connection.transaction():
            await connection.execute(SQL["search_in"], self._schema)
            return await checkpoints(connection)

    async def _store(
        self, connection: asyncpg.Connection, stretch: Stretch, held: Positions
    ) -> None:
        places = sorted(stretch.positions)
        async with connection.transaction():
            await connection.execute(SQL["search_in"], self._schema)
            if stretch.events:
                await self._projection.project(connection, stretch.events)
            moved = await connection.fetchval(
                SQL["move_checkpoints"],
                [topic for topic, _ in places],
                [partition for _, partition in places],
                [held.get(place, 0) for place in places],
                [stretch.positions[place] for place in places],
            )
            if moved != len(places):
                raise Outrun(self._projection.name)
