"""A view whose database is emptied or killed comes back from the log, on the real ones."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from deploy.local.stack import Stack
from libs.events.codec.codec import Codec
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Event
from libs.events.contracts.topology import CALENDAR
from libs.events.log.address import Broker
from libs.events.log.topics import ensure_topics
from libs.events.loop.batch import NewEvent
from libs.events.views.projection import SeenEvent
from libs.events.views.reading import Reading, ViewNotReady
from libs.events.views.runner import ViewRunner
from libs.events.views.source import LogSource
from libs.postgres.database import UNREACHABLE, address_of, make_database
from libs.testkit.tripwire import wait_until

PARTITIONS = 2
FIRST_ON = date(2026, 3, 2)
WIPES = {
    "its rows and checkpoints": "truncate days_v1_g1.days, days_v1_g1.checkpoints",
    "every row there is": "truncate days_v1_g1.days, days_v1_g1.checkpoints,"
    " days_v1_g1.migrations, relance_views.generations",
    "every table there is": "drop schema days_v1_g1, relance_views cascade",
}


class Days:
    """Which days there were."""

    name = "days"
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {"calendar": (DayStarted,)}
    migrations = Path(__file__).parent / "days"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        found = [
            (one.tenant, one.event.day_on) for one in events if isinstance(one.event, DayStarted)
        ]
        await connection.executemany(
            "insert into days values ($1, $2) on conflict do nothing", found
        )


@dataclass(slots=True)
class Diary:
    """A view of days in a database of its own, and the log that it is filled from."""

    stack: Stack
    pool: asyncpg.Pool
    keyring: MemoryKeyring
    tenant: str
    """Its own: the log is shared with the tests before it."""
    written: set[date] = field(default_factory=set)

    async def write(self, count: int) -> None:
        """That many days more, one after the other over all partitions."""
        codec = Codec(CALENDAR, self.keyring, ())
        for _ in range(count):
            day_on = FIRST_ON + timedelta(days=len(self.written))
            stream = f"{self.tenant}/day/{day_on}"
            event = NewEvent(
                id=token_hex(16),
                tenant=self.tenant,
                key=stream,
                stream=stream,
                version=1,
                event=DayStarted(day_on=day_on, zone="Europe/Brussels"),
                depth=0,
                causation=token_hex(16),
                correlation=token_hex(16),
            )
            encoder = await codec.prepare([event])
            record = encoder.encode_event(
                event, time=datetime.now(UTC), positions=None, deepest=0, epoch=1
            )
            async with AIOKafkaProducer(bootstrap_servers=self.stack.kafka) as producer:
                await producer.send_and_wait(
                    CALENDAR.events_topic,
                    record.value,
                    record.key,
                    partition=len(self.written) % PARTITIONS,
                    headers=record.headers,
                )
            self.written.add(day_on)

    async def is_complete(self) -> bool:
        """Whether all that was written is shown."""
        with suppress(ViewNotReady, *UNREACHABLE, asyncpg.PostgresError):
            async with Reading(self.pool, Days.name).of(self.tenant) as rows:
                found = await rows.fetch("select day_on from days")
            return {row["day_on"] for row in found} == self.written
        return False

    async def until_complete(self) -> None:
        await wait_until(self.is_complete, "all days are shown", limit_s=30)


@asynccontextmanager
async def filled(stack: Stack) -> AsyncIterator[Diary]:
    """A view that is being filled; ends when its runner does."""
    database = f"days_{token_hex(4)}"
    await make_database(stack.postgres, database)
    address = address_of(stack.postgres, database)
    keyring = MemoryKeyring()
    await ensure_topics(Broker(stack.kafka), [CALENDAR], PARTITIONS)
    pool = await asyncpg.create_pool(address, min_size=0, max_size=2)
    running = asyncio.create_task(
        ViewRunner(Days(), address, LogSource(stack.kafka, keyring)).run()
    )
    try:
        yield Diary(stack, pool, keyring, f"t-{token_hex(4)}")
    finally:
        assert not running.done(), running.exception()
        running.cancel()
        await asyncio.wait([running])
        await pool.close()


@pytest.fixture
async def diary(own_stack: Stack) -> AsyncIterator[Diary]:
    async with filled(own_stack) as found:
        await found.write(4)
        await found.until_complete()
        yield found


@pytest.mark.parametrize("wipe", WIPES.values(), ids=WIPES.keys())
async def test_a_view_that_is_wiped_in_quiet_notices_and_is_filled_again(
    diary: Diary, wipe: str
) -> None:
    await diary.pool.execute(wipe)
    assert not await diary.is_complete()
    await diary.until_complete()


@pytest.mark.parametrize("wipe", WIPES.values(), ids=WIPES.keys())
async def test_a_view_that_is_wiped_under_load_does_not_begin_in_the_middle(
    diary: Diary, wipe: str
) -> None:
    await diary.pool.execute(wipe)
    await diary.write(1)
    await diary.until_complete()


async def test_a_view_goes_on_where_it_was_when_its_database_was_killed(diary: Diary) -> None:
    await diary.stack.kill_database()
    await diary.write(1)
    await diary.stack.start_database()
    await diary.until_complete()
