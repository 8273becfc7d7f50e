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
STORE_EVERY_S: Final = 0.02
"""At most so often: what comes sooner is stored together."""
MOVE_EVERY_S: Final = 0.2
"""So long a checkpoint may stay behind what holds nothing for this view."""


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
        connection = await asyncpg.connect(
            self._database, server_settings={"search_path": self._schema}
        )
        try:
            held = await checkpoints(connection)
            async with self._source.read(self._projection, held) as stretches:
                await self._fill(connection, stretches, held)
        finally:
            await connection.close()

    async def _fill(
        self,
        connection: asyncpg.Connection,
        stretches: AsyncIterator[Stretch],
        held: Positions,
    ) -> None:
        """A view hears a part of what its topics hold, and each transaction moves its reader.

        To store each such move was most of what a view cost: they are stored with what is heard.
        """
        passed: Positions = {}
        looked_s = time.monotonic()
        async for stretch in stretches:
            passed = {**passed, **stretch.positions}
            quiet_s = time.monotonic() - looked_s
            arrives = stretch.at_end and not self.caught_up.is_set()
            if stretch.events or (passed and (arrives or quiet_s > MOVE_EVERY_S)):
                await self._store(connection, stretch.events, passed, held)
                held, passed, looked_s = {**held, **passed}, {}, time.monotonic()
            elif quiet_s > CHECK_EVERY_S:
                if await checkpoints(connection) != held:
                    raise Outrun(self._projection.name)
                looked_s = time.monotonic()
            if stretch.at_end:
                self.caught_up.set()
            if stretch.events:
                await asyncio.sleep(STORE_EVERY_S)
        if passed:
            await self._store(connection, (), passed, held)

    async def _store(
        self,
        connection: asyncpg.Connection,
        events: Sequence[SeenEvent],
        passed: Positions,
        held: Positions,
    ) -> None:
        places = sorted(passed)
        async with connection.transaction():
            if events:
                await self._projection.project(connection, events)
            moved = await connection.fetchval(
                SQL["move_checkpoints"],
                [topic for topic, _ in places],
                [partition for _, partition in places],
                [held.get(place, 0) for place in places],
                [passed[place] for place in places],
            )
            if moved != len(places):
                raise Outrun(self._projection.name)
