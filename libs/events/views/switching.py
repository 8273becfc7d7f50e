"""From one generation to the next: never back in time, and nobody loses what he is reading."""

import asyncio
import time
from datetime import datetime
from typing import Final

import asyncpg

from libs.events.views.generations import Generation, checkpoints
from libs.events.views.projection import Positions, schema_of
from libs.postgres.statements import Statements

SQL: Final = Statements(__file__)

PASS_WITHIN_S: Final = 2.0
"""So long what is read is held up for the next one to reach it; then it is tried again later."""
LOOK_S: Final = 0.02


class _NotYet(Exception):
    """The next one is still behind, or was cancelled."""


async def switched(
    connection: asyncpg.Connection, name: str, old: Generation | None, new: Generation
) -> bool:
    """Let `new` be what is read, once it stands at least where `old` stands.

    `old` goes on being read and is not filled on meanwhile: under load the two would pass each
    other for ever. False: nothing changed.
    """
    try:
        async with connection.transaction():
            if old is not None:
                await _await_passed(connection, name, old, new)
            await connection.execute(SQL["switch_off"], name)
            if not await connection.fetchval(SQL["switch_on"], name, new.version, new.number):
                raise _NotYet
    except _NotYet:
        return False
    return True


async def _await_passed(
    connection: asyncpg.Connection, name: str, old: Generation, new: Generation
) -> None:
    await connection.execute(SQL["search_in"], schema_of(name, old.version, old.number))
    if not await connection.fetchval(SQL["has_checkpoints"]):
        return  # its schema is gone: there is nothing to be behind of
    await connection.execute(SQL["hold_checkpoints"])
    held = await checkpoints(connection)
    await connection.execute(SQL["search_in"], schema_of(name, new.version, new.number))
    ends_s = time.monotonic() + PASS_WITHIN_S
    while _is_behind(await checkpoints(connection), held):
        if time.monotonic() > ends_s:
            raise _NotYet
        await asyncio.sleep(LOOK_S)


def _is_behind(positions: Positions, others: Positions) -> bool:
    """In what both hear: a new version may have left a topic. Without positions it was wiped."""
    return not positions or any(others.get(place, 0) > at for place, at in positions.items())


class Farewells:
    """Generations that nobody begins to read any more, and since when."""

    def __init__(self) -> None:
        self._since: dict[tuple[int, int], datetime] = {}

    async def is_unread(self, connection: asyncpg.Connection, old: Generation) -> bool:
        """Whether every transaction has ended that may have found `old` to be what is read.

        Dropped under one, its table would be gone between two of its questions.
        """
        if old.place not in self._since:
            # Asked after the switch was seen: who begins later sees it too.
            self._since[old.place] = await connection.fetchval(SQL["now"])
        return not await connection.fetchval(SQL["is_seen_since"], self._since[old.place])
