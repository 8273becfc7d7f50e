"""What a view stores while it is filled, on the real database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import asyncpg
import pytest

from deploy.local.stack import Stack
from libs.events.contracts.topology import CALENDAR
from libs.events.views.filler import MOVE_EVERY_S, Filler, Stretch
from libs.events.views.generations import active_of, generations_of, positions_of
from libs.events.views.projection import Positions, Projection, SeenEvent
from libs.events.views.tests.diary import Days, Diary, opened

PLACE = (CALENDAR.events_topic, 0)
MOVES = 50


@dataclass(frozen=True, slots=True)
class Moving:
    """A log that goes on by a record at a time, none of which is for the view; then it ends."""

    pause_s: float = 0.0

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        yield self._stretches(positions[PLACE])

    async def _stretches(self, begins: int) -> AsyncIterator[Stretch]:
        for moved in range(1, MOVES + 1):
            yield Stretch((), {PLACE: begins + moved}, at_end=True)
            await asyncio.sleep(self.pause_s)


class CountingFiller(Filler):
    """Counts how often something is stored."""

    stored = 0

    async def _store(
        self,
        connection: asyncpg.Connection,
        events: Sequence[SeenEvent],
        passed: Positions,
        held: Positions,
    ) -> None:
        self.stored += 1
        await super()._store(connection, events, passed, held)


@pytest.fixture
async def diary(killed_stack: Stack) -> AsyncIterator[Diary]:
    """A view that was filled once, and is not being filled."""
    async with opened(killed_stack) as found:
        async with found.runs():
            await found.write(4)
            await found.until_complete()
        yield found


async def at(diary: Diary) -> int:
    async with diary.pool.acquire() as connection:
        active = active_of(await generations_of(connection, Days.name))
        assert active is not None
        return (await positions_of(connection, Days.name, active))[PLACE]


@pytest.mark.parametrize("pause_s", [0.0, MOVE_EVERY_S / 10])
async def test_what_holds_nothing_for_a_view_is_passed_in_few_steps(
    diary: Diary, pause_s: float
) -> None:
    before = await at(diary)
    filler = CountingFiller(Days(), "days_v1_g1", diary.database, Moving(pause_s))

    await filler.run()

    assert await at(diary) == before + MOVES
    assert 2 <= filler.stored <= MOVES / 5
