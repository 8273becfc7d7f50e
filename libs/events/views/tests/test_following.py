"""A read that names a position waits until its view shows what was recorded there."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from deploy.local.stack import Stack
from libs.events.contracts.topology import CALENDAR, events_topic_of
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.position import Position
from libs.events.loop.statements import migrations
from libs.events.views.following import AFTER, UNHEARD, Followed, NotFollowed, NotReached
from libs.events.views.reading import Reading
from libs.events.views.tests.diary import PARTITIONS, Days, Diary, filled

SOON = 0.3
"""A limit for what does not come."""


@pytest.fixture(name="diary")
async def _diary(killed_stack: Stack) -> AsyncIterator[Diary]:
    async with filled(killed_stack) as found:
        await found.write(1)
        await found.until_complete()
        yield found


@contextmanager
def after(*positions: Position) -> Iterator[None]:
    before = AFTER.set(positions)
    try:
        yield
    finally:
        AFTER.reset(before)


async def ends(diary: Diary) -> list[Position]:
    meter = Meter(Broker(diary.stack.kafka), PARTITIONS)
    await meter.start()
    try:
        found = await meter.ends(CALENDAR.events_topic)
    finally:
        await meter.stop()
    return [Position("calendar", number, end) for number, end in found.items()]


async def read(diary: Diary, followed: Followed) -> set[date]:
    async with Reading(diary.pool, Days.name, followed).of(diary.tenant) as rows:
        return {row["day_on"] for row in await rows.fetch("select day_on from days")}


async def test_what_was_recorded_is_read_at_once(diary: Diary) -> None:
    """Asked once each time: nobody looks again."""
    for _ in range(5):
        await diary.write(4)
        with after(*await ends(diary)):
            assert await read(diary, Followed(hears=Days.hears)) == diary.written


async def test_what_does_not_come_is_waited_for_no_longer_than_the_limit(diary: Diary) -> None:
    (here, *_) = await ends(diary)
    with (
        after(Position(here.service, here.partition, here.offset + 1)),
        pytest.raises(NotReached, match="days"),
    ):
        await read(diary, Followed(hears=Days.hears, limit_s=SOON))


async def test_a_service_that_nobody_hears_is_told_at_once(diary: Diary) -> None:
    with after(Position("risk", 0, 1)), pytest.raises(NotFollowed, match="risk"):
        await read(diary, Followed("calendar", Days.hears))


async def test_what_the_views_own_service_hears_is_waited_for_until_it_was_decided_on(
    diary: Diary,
) -> None:
    """Ingestion hears matching, though this view of it does not."""
    async with diary.pool.acquire() as connection:
        for one in migrations():
            await connection.execute(one)
    followed = Followed("ingestion", Days.hears, limit_s=SOON)
    with after(Position("matching", 1, 7 + UNHEARD)):
        for heard in (None, 6):
            await _has_decided(diary, 1, heard)
            with pytest.raises(NotReached):
                await read(diary, followed)
        await _has_decided(diary, 1, 7)
        assert await read(diary, followed) == diary.written


async def _has_decided(diary: Diary, partition: int, heard: int | None) -> None:
    topic = events_topic_of("matching")
    await diary.pool.execute(
        """
        insert into checkpoints (partition, next_offset, token, epoch, positions, depths)
        values ($1, 1, '', 1, json_build_object($2::text, $3::bigint), '{}')
        on conflict (partition) do update set positions = excluded.positions
        """,
        partition,
        topic,
        heard,
    )
