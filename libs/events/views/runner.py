"""Fills a view from the log: the generation that is read, and the next one beside it."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import asyncpg
import structlog

from libs.events.views.filler import EventSource, Filler, Outrun
from libs.events.views.generations import Generation, active_of, generations_of
from libs.events.views.projection import Projection, schema_of
from libs.events.views.source import BROKER_ERRORS
from libs.events.views.switching import Farewells, switched
from libs.postgres.database import UNREACHABLE, migrate
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
log = structlog.get_logger(__name__)

LOOK_AGAIN_S: Final = 1.0
BACK_OFF_S: Final = 0.5
WAITED_OUT: Final = (
    *UNREACHABLE,
    *BROKER_ERRORS,
    asyncpg.PostgresError,
    asyncpg.InternalClientError,  # its connection was cut amid an answer
    Outrun,
)


class ViewRunner:
    """One view in one process. Of several processes one fills a version of it, the others stand
    by; an old version goes on being filled by its own program until the new one is read.
    """

    def __init__(self, projection: Projection, database: str, source: EventSource) -> None:
        self._projection, self._database, self._source = projection, database, source

    async def run(self) -> None:
        """Fill until cancelled; errors of broker and database are waited out."""
        while True:
            try:
                await self._hold_and_fill()
            except* WAITED_OUT as troubles:  # alone, or of several fillers at once
                reasons = sorted({type(one).__name__ for one in _each(troubles)})
                log.warning("view_waits", view=self._projection.name, reasons=reasons)
                await asyncio.sleep(BACK_OFF_S)

    async def _hold_and_fill(self) -> None:
        name, version = self._projection.name, self._projection.version
        connection = await asyncpg.connect(self._database)
        try:
            await connection.execute(SQL["make_generations"])
            while not await connection.fetchval(SQL["try_lock"], name, version):
                await asyncio.sleep(LOOK_AGAIN_S)
            await self._begin(connection)
            async with asyncio.TaskGroup() as group:
                filling = _Filling(
                    self._projection, self._database, self._source, connection, group
                )
                while True:
                    await filling.step()
                    await asyncio.sleep(LOOK_AGAIN_S if filling.is_settled else BACK_OFF_S / 5)
        finally:
            await connection.close()

    async def _begin(self, connection: asyncpg.Connection) -> None:
        """A first generation where there is none: what lies in its schema is of no use then."""
        name, version = self._projection.name, self._projection.version
        async with connection.transaction():
            begun = await connection.fetchval(SQL["begin_generation"], name, version)
            if begun is not None:
                await _drop_schema(connection, schema_of(name, version, begun))


@dataclass(slots=True)
class _Filling:
    """The generations of one version that one process fills, and what becomes of them."""

    projection: Projection
    database: str
    source: EventSource
    connection: asyncpg.Connection
    group: asyncio.TaskGroup
    tasks: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    fillers: dict[int, Filler] = field(default_factory=dict)
    farewells: Farewells = field(default_factory=Farewells)

    @property
    def is_settled(self) -> bool:
        return all(filler.caught_up.is_set() for filler in self.fillers.values())

    async def step(self) -> None:
        """Fill what is to be filled, switch to what is filled, drop what nobody reads."""
        generations = await generations_of(self.connection, self.projection.name)
        mine = [one for one in generations if one.version == self.projection.version]
        if self.tasks.keys() - {one.number for one in mine}:
            raise Outrun(self.projection.name)  # wiped: nobody else drops what is filled
        active = active_of(generations)
        for generation in mine:
            if generation.cancelled or (active and generation.place < active.place):
                await self._leave(generation)
            elif generation.number not in self.tasks:
                await self._fill(generation)
            elif not generation.active and self.fillers[generation.number].caught_up.is_set():
                await self._switch(active, generation)
        await self._drop_unread(generations, active)

    async def _fill(self, generation: Generation) -> None:
        schema = self._schema(generation)
        await migrate(self.connection, schema, self.projection.migrations)
        async with self.connection.transaction():
            await self.connection.execute(SQL["search_in"], schema)
            await self.connection.execute(SQL["make_checkpoints"])
            await self.connection.execute(SQL["guard_tables"])
        filler = Filler(self.projection, schema, self.database, self.source)
        self.fillers[generation.number] = filler
        self.tasks[generation.number] = self.group.create_task(filler.run())

    async def _leave(self, generation: Generation) -> None:
        """It is filled no more; who reads it still has all that he began with."""
        self.fillers.pop(generation.number, None)
        if task := self.tasks.pop(generation.number, None):
            task.cancel()
            await asyncio.wait([task])

    async def _switch(self, active: Generation | None, generation: Generation) -> None:
        name = self.projection.name
        if await switched(self.connection, name, active, generation):
            log.info("view_switched", view=name, generation=generation.number)

    async def _drop_unread(
        self, generations: Sequence[Generation], active: Generation | None
    ) -> None:
        """What is older than the active generation, and what was cancelled before it was read."""
        for one in generations:
            is_mine = one.version == self.projection.version
            is_old = active is not None and one.place < active.place
            unread = is_old and await self.farewells.is_unread(self.connection, one)
            if unread or (one.cancelled and is_mine and not one.active):
                await self._drop(one)

    async def _drop(self, old: Generation) -> None:
        async with self.connection.transaction():
            await _drop_schema(self.connection, self._schema(old))
            await self.connection.execute(
                SQL["drop_generation"], self.projection.name, old.version, old.number
            )
        log.info("view_dropped", view=self.projection.name, generation=old.number)

    def _schema(self, generation: Generation) -> str:
        return schema_of(self.projection.name, generation.version, generation.number)


async def _drop_schema(connection: asyncpg.Connection, schema: str) -> None:
    await connection.execute(SQL["name_schema"], schema)
    await connection.execute(SQL["drop_schema"])


def _each(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for one in group.exceptions:
        if isinstance(one, ExceptionGroup):
            yield from _each(one)
        else:
            yield one
