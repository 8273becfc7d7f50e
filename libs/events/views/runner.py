"""Fills a view from the log: its active generation, and the next one beside it."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg
import structlog

from libs.events.views.filler import EventSource, Filler, Outrun
from libs.events.views.projection import Projection, schema_of
from libs.events.views.source import BROKER_ERRORS
from libs.postgres.database import UNREACHABLE, migrate
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)
log = structlog.get_logger(__name__)

LOOK_AGAIN_S: Final = 2.0
BACK_OFF_S: Final = 0.5
WAITED_OUT: Final = (*UNREACHABLE, *BROKER_ERRORS, asyncpg.PostgresError, Outrun)


@dataclass(frozen=True, slots=True)
class Generation:
    """One filling of a view."""

    version: int
    number: int
    active: bool


class ViewRunner:
    """One view in one process. Of several processes one fills it, the others stand by."""

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
        connection = await asyncpg.connect(self._database)
        try:
            await connection.execute(SQL["make_generations"])
            while not await connection.fetchval(SQL["try_lock"], self._projection.name):
                await asyncio.sleep(LOOK_AGAIN_S)
            await self._begin(connection)
            await self._keep_filled(connection)
        finally:
            await connection.close()

    async def _begin(self, connection: asyncpg.Connection) -> None:
        """A first generation where there is none: what lies in its schema is of no use then."""
        name, version = self._projection.name, self._projection.version
        async with connection.transaction():
            begun = await connection.fetchval(SQL["begin_generation"], name, version)
            if begun is not None:
                schema = schema_of(name, version, begun)
                await connection.execute(SQL["name_schema"], schema)
                await connection.execute(SQL["drop_schema"])

    async def _keep_filled(self, connection: asyncpg.Connection) -> None:
        """Fill all generations of this version until a newer one is read; then drop the old."""
        async with asyncio.TaskGroup() as group:
            tasks: dict[int, asyncio.Task[None]] = {}
            fillers: dict[int, Filler] = {}
            while True:
                generations = await self._generations(connection)
                if tasks.keys() - self._numbers(generations):
                    raise Outrun(self._projection.name)  # wiped: nobody else drops what is filled
                for generation in generations:
                    mine = generation.version == self._projection.version
                    if mine and generation.number not in tasks:
                        filler = await self._open(connection, generation)
                        fillers[generation.number] = filler
                        tasks[generation.number] = group.create_task(filler.run())
                    if not generation.active and self._is_filled(fillers, generation):
                        await self._switch(connection, generation)
                await self._drop_old(connection, tasks)
                await asyncio.sleep(LOOK_AGAIN_S if self._settled(fillers) else BACK_OFF_S / 5)

    def _settled(self, fillers: dict[int, Filler]) -> bool:
        return all(filler.caught_up.is_set() for filler in fillers.values())

    def _is_filled(self, fillers: dict[int, Filler], generation: Generation) -> bool:
        filler = fillers.get(generation.number)
        mine = generation.version == self._projection.version
        return mine and filler is not None and filler.caught_up.is_set()

    async def _generations(self, connection: asyncpg.Connection) -> Sequence[Generation]:
        rows = await connection.fetch(SQL["generations"], self._projection.name)
        return [Generation(row["version"], row["generation"], row["active"]) for row in rows]

    def _numbers(self, generations: Sequence[Generation]) -> set[int]:
        version = self._projection.version
        return {one.number for one in generations if one.version == version}

    async def _open(self, connection: asyncpg.Connection, generation: Generation) -> Filler:
        schema = schema_of(self._projection.name, generation.version, generation.number)
        await migrate(connection, schema, self._projection.migrations)
        async with connection.transaction():
            await connection.execute(SQL["search_in"], schema)
            await connection.execute(SQL["make_checkpoints"])
            await connection.execute(SQL["guard_tables"])
        return Filler(self._projection, schema, self._database, self._source)

    async def _switch(self, connection: asyncpg.Connection, generation: Generation) -> None:
        name = self._projection.name
        async with connection.transaction():
            await connection.execute(SQL["switch_off"], name)
            await connection.execute(SQL["switch_on"], name, generation.version, generation.number)
        log.info("view_switched", view=name, generation=generation.number)

    async def _drop_old(
        self, connection: asyncpg.Connection, tasks: dict[int, asyncio.Task[None]]
    ) -> None:
        """What is older than the active generation is read by nobody any more."""
        generations = await self._generations(connection)
        active = next((g for g in generations if g.active), None)
        if active is None:
            return
        for old in generations:
            if (old.version, old.number) >= (active.version, active.number):
                continue
            if old.version == active.version and (task := tasks.pop(old.number, None)):
                task.cancel()
                await asyncio.wait([task])
            schema = schema_of(self._projection.name, old.version, old.number)
            async with connection.transaction():
                await connection.execute(SQL["name_schema"], schema)
                await connection.execute(SQL["drop_schema"])
                await connection.execute(
                    SQL["drop_generation"], self._projection.name, old.version, old.number
                )


def _each(group: ExceptionGroup[Exception]) -> Iterator[Exception]:
    for one in group.exceptions:
        if isinstance(one, ExceptionGroup):
            yield from _each(one)
        else:
            yield one


async def ask_for_rebuild(connection: asyncpg.Connection, name: str) -> int:
    """Have a view filled anew beside the old one; returns the new generation's number."""
    number: int = await connection.fetchval(SQL["ask_for_rebuild"], name)
    return number
