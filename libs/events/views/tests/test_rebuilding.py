"""A view is filled anew beside what is read: never back in time, and nobody loses his table."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from deploy.local.stack import Stack
from libs.events.views.filler import EventSource, Stretch
from libs.events.views.generations import (
    NeverBegun,
    NothingUnderWay,
    active_of,
    ask_for_rebuild,
    cancel_rebuild,
    generations_of,
    is_filled,
    positions_of,
)
from libs.events.views.projection import Positions, Projection
from libs.events.views.reading import Reading
from libs.events.views.tests.diary import Days, Diary, filled, opened
from libs.testkit.tripwire import wait_until


@pytest.fixture
async def diary(killed_stack: Stack) -> AsyncIterator[Diary]:
    async with filled(killed_stack) as found:
        await found.write(4)
        await found.until_complete()
        yield found


class NextDays(Days):
    """The next version of the view."""

    version = 2


@dataclass(slots=True)
class Slow:
    """A log that lets every generation but the first wait."""

    source: EventSource
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """It knows where the log ended when it began, and has said nothing yet."""
    to_end: asyncio.Event = field(default_factory=asyncio.Event)
    """Lets it read on to that end."""
    on: asyncio.Event = field(default_factory=asyncio.Event)
    """Lets it read on from there."""
    reads: int = 0

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        self.reads += 1
        async with self.source.read(projection, positions) as stretches:
            yield stretches if self.reads == 1 else self._slowly(stretches)

    async def _slowly(self, stretches: AsyncIterator[Stretch]) -> AsyncIterator[Stretch]:
        async for stretch in stretches:
            self.begun.set()
            await self.to_end.wait()
            yield stretch
            if stretch.at_end:
                await self.on.wait()

    def go_on(self) -> None:
        self.to_end.set()
        self.on.set()


async def ask(diary: Diary) -> int:
    async with diary.pool.acquire() as connection:
        return (await ask_for_rebuild(connection, Days.name))[0].number


async def active(diary: Diary) -> tuple[int, int] | None:
    async with diary.pool.acquire() as connection:
        found = active_of(await generations_of(connection, Days.name))
    return found.place if found else None


async def until_read(diary: Diary, version: int, number: int) -> None:
    async def is_read() -> bool:
        return await active(diary) == (version, number)

    await wait_until(is_read, f"version {version}, generation {number} is read", limit_s=30)


async def test_what_is_read_is_replaced_and_dropped(diary: Diary) -> None:
    assert await ask(diary) == 2
    await until_read(diary, 1, 2)

    assert await diary.is_complete()
    await wait_until(lambda: _only(diary, "days_v1_g2"), "the first one is dropped", limit_s=30)
    await diary.write(2)
    await diary.until_complete()


async def _only(diary: Diary, schema: str) -> bool:
    return await diary.schemas() == [schema]


async def test_who_is_reading_keeps_the_table_until_he_has_read(diary: Diary) -> None:
    async with Reading(diary.pool, Days.name).of(diary.tenant) as rows:
        await ask(diary)
        await until_read(diary, 1, 2)
        await diary.write(3)
        await diary.until_complete()  # others read the new one, in which all goes on

        ends_s = (
            asyncio.get_running_loop().time() + 2.5
        )  # it is looked for what to drop each second
        while asyncio.get_running_loop().time() < ends_s:
            assert await diary.schemas() == ["days_v1_g1", "days_v1_g2"]
        assert await rows.fetchval("select count(*) from days") == 4
    await wait_until(lambda: _only(diary, "days_v1_g2"), "the first one is dropped", limit_s=30)


async def test_a_switch_takes_nobody_back_to_where_the_log_ended_when_it_began(
    killed_stack: Stack,
) -> None:
    async with opened(killed_stack) as diary:
        slow = Slow(diary.source)
        async with diary.runs(source=slow):
            await diary.write(4)
            await diary.until_complete()
            await ask(diary)
            await slow.begun.wait()
            await diary.write(3)
            await diary.until_complete()

            slow.to_end.set()
            ends_s = asyncio.get_running_loop().time() + 4.0  # it is tried for 2 s, each second
            while asyncio.get_running_loop().time() < ends_s:
                assert await diary.shown() == diary.written
            assert await active(diary) == (1, 1)

            slow.go_on()
            await until_read(diary, 1, 2)
            assert await diary.shown() == diary.written


async def test_who_asks_while_one_is_under_way_is_given_that_one(killed_stack: Stack) -> None:
    async with opened(killed_stack) as diary:
        slow = Slow(diary.source)
        async with diary.runs(source=slow):
            await diary.write(2)
            await diary.until_complete()
            assert await ask(diary) == 2
            await slow.begun.wait()
            assert await asyncio.gather(*(ask(diary) for _ in range(5))) == [2] * 5
            slow.go_on()
            await until_read(diary, 1, 2)


async def test_those_who_ask_at_once_are_given_one(diary: Diary) -> None:
    assert await asyncio.gather(*(ask(diary) for _ in range(6))) == [2] * 6


async def test_one_that_is_cancelled_is_dropped_and_what_is_read_goes_on(
    killed_stack: Stack,
) -> None:
    async with opened(killed_stack) as diary:
        slow = Slow(diary.source)
        async with diary.runs(source=slow):
            await diary.write(2)
            await diary.until_complete()
            await ask(diary)
            await slow.begun.wait()

            async with diary.pool.acquire() as connection:
                assert (await cancel_rebuild(connection, Days.name)).number == 2
                with pytest.raises(NothingUnderWay):
                    await cancel_rebuild(connection, Days.name)
            await wait_until(lambda: _only(diary, "days_v1_g1"), "it is dropped", limit_s=30)
            await diary.write(2)
            await diary.until_complete()

            slow.go_on()
            assert await ask(diary) == 2
            await until_read(diary, 1, 2)
            assert await diary.is_complete()


async def test_a_view_that_nobody_began_cannot_be_rebuilt(killed_stack: Stack) -> None:
    async with filled(killed_stack) as diary:
        await diary.write(1)
        await diary.until_complete()
        async with diary.pool.acquire() as connection:
            with pytest.raises(NeverBegun):
                await ask_for_rebuild(connection, "another")
            assert await is_filled(connection, Days.name, 1)
            assert not await is_filled(connection, Days.name, 2)


async def test_the_next_version_is_filled_beside_the_one_that_its_old_program_fills(
    diary: Diary,
) -> None:
    slow = Slow(diary.source, reads=1)
    async with diary.runs(NextDays(), slow):
        await slow.begun.wait()
        await diary.write(3)
        await diary.until_complete()  # the old program goes on filling what is read
        assert await active(diary) == (1, 1)

        slow.go_on()
        await until_read(diary, 2, 1)
        assert await diary.is_complete()
        await wait_until(lambda: _only(diary, "days_v2_g1"), "version 1 is dropped", limit_s=30)
        await diary.write(3)
        await diary.until_complete()
        assert await diary.schemas() == ["days_v2_g1"]  # the old program does not begin again


async def test_how_far_a_generation_came_is_told_by_its_positions(diary: Diary) -> None:
    async with diary.pool.acquire() as connection:
        (first,) = await generations_of(connection, Days.name)
        before = await positions_of(connection, Days.name, first)
        await diary.write(4)
        await diary.until_complete()
        after = await positions_of(connection, Days.name, first)
    assert sum(after.values()) - sum(before.values()) == 4
