"""A view of days, filled by its real runner from days that a test writes into the log."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from secrets import token_hex

import asyncpg
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
from libs.events.views.filler import EventSource
from libs.events.views.projection import Projection, SeenEvent
from libs.events.views.reading import Reading, ViewNotReady
from libs.events.views.runner import ViewRunner
from libs.events.views.source import LogSource
from libs.postgres.database import UNREACHABLE, address_of, make_database
from libs.testkit.tripwire import wait_until

PARTITIONS = 2
FIRST_ON = date(2026, 3, 2)


class Days:
    """Which days there were."""

    name = "days"
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {"calendar": (DayStarted,)}
    migrations = Path(__file__).parent / "days"

    async def project(self, connection: asyncpg.Connection, events: Sequence[SeenEvent]) -> None:
        found = [
            (one.tenant, one.event.day_on, one.event.zone)
            for one in events
            if isinstance(one.event, DayStarted)
        ]
        await connection.executemany(
            "insert into days values ($1, $2, $3) on conflict do nothing", found
        )


@dataclass(slots=True)
class Diary:
    """A view of days in a database of its own, and the log that it is filled from."""

    stack: Stack
    database: str
    """Its address."""
    pool: asyncpg.Pool
    keyring: MemoryKeyring
    tenant: str
    """Its own: the log is shared with the tests before it."""
    written: set[date] = field(default_factory=set)

    @property
    def source(self) -> LogSource:
        return LogSource(Broker(self.stack.kafka), self.keyring)

    async def write(self, count: int) -> None:
        """That many days more, one after the other over all partitions."""
        codec = Codec(CALENDAR, self.keyring, ())
        async with AIOKafkaProducer(bootstrap_servers=self.stack.kafka) as producer:
            for _ in range(count):
                day_on = FIRST_ON + timedelta(days=len(self.written))
                event = self._event(day_on)
                encoder = await codec.prepare([event])
                record = encoder.encode_event(
                    event, time=datetime.now(UTC), positions=None, deepest=0, epoch=1
                )
                await producer.send_and_wait(
                    CALENDAR.events_topic,
                    record.value,
                    record.key,
                    partition=len(self.written) % PARTITIONS,
                    headers=record.headers,
                )
                self.written.add(day_on)

    def _event(self, day_on: date) -> NewEvent:
        stream = f"{self.tenant}/day/{day_on}"
        return NewEvent(
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

    async def shown(self) -> set[date]:
        """What is read. Raises ViewNotReady."""
        async with Reading(self.pool, Days.name).of(self.tenant) as rows:
            return {row["day_on"] for row in await rows.fetch("select day_on from days")}

    async def is_complete(self) -> bool:
        """Whether all that was written is shown."""
        with suppress(ViewNotReady, *UNREACHABLE, asyncpg.PostgresError):
            return await self.shown() == self.written
        return False

    async def until_complete(self) -> None:
        await wait_until(self.is_complete, "all days are shown", limit_s=30)

    async def schemas(self) -> list[str]:
        """Those of the view that are there."""
        found = await self.pool.fetch(
            "select nspname from pg_namespace where nspname like 'days%' order by 1"
        )
        return [row["nspname"] for row in found]

    @asynccontextmanager
    async def runs(
        self, projection: Projection | None = None, source: EventSource | None = None
    ) -> AsyncIterator[None]:
        """The view is being filled; ends when its runner does."""
        runner = ViewRunner(projection or Days(), self.database, source or self.source)
        running = asyncio.create_task(runner.run())
        try:
            yield
        finally:
            assert not running.done(), running.exception()
            running.cancel()
            await asyncio.wait([running])


@asynccontextmanager
async def opened(stack: Stack) -> AsyncIterator[Diary]:
    """A view that nobody fills yet."""
    database = f"days_{token_hex(4)}"
    await make_database(stack.postgres, database)
    address = address_of(stack.postgres, database)
    await ensure_topics(Broker(stack.kafka), [CALENDAR], PARTITIONS)
    pool = await asyncpg.create_pool(address, min_size=0, max_size=8)
    try:
        yield Diary(stack, address, pool, MemoryKeyring(), f"t-{token_hex(4)}")
    finally:
        await pool.close()


@asynccontextmanager
async def filled(stack: Stack) -> AsyncIterator[Diary]:
    """A view that is being filled."""
    async with opened(stack) as diary, diary.runs():
        yield diary
