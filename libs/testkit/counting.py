"""A counter on the real broker and database: started, asked, killed, and read independently."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Envelope
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.topics import ensure_topics
from libs.events.loop.edge import Edge, Question
from libs.events.loop.seams import NoProbe, Point, Probe
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.store import Store
from libs.events.loop.worker import Worker
from libs.events.loop.working import Rules
from libs.testkit.counter import Counter, counter_topics
from libs.testkit.stack import Addresses

SESSION_MS = 1_000
WIPE = "truncate checkpoints, states, lookups, outcomes"


class Killed(BaseException):
    """Stands for SIGKILL inside one process: nothing catches it, nothing is tidied up."""


@dataclass(slots=True)
class Tripwire:
    """A probe that runs something at a moment: raise, wait, break the surroundings."""

    at_point: Point
    do: Callable[[int], Awaitable[None]]
    partition: int | None = None
    times: int = 1

    async def at(self, point: Point, partition: int) -> None:
        if point == self.at_point and self.partition in (None, partition) and self.times > 0:
            self.times -= 1
            await self.do(partition)


async def wait_until(
    holds: Callable[[], Awaitable[bool]], reason: str, *, limit_s: float = 15.0
) -> None:
    """Wait for a condition. Raises TimeoutError with the reason when it does not come."""
    ends_s = time.monotonic() + limit_s
    while not await holds():
        if time.monotonic() > ends_s:
            raise TimeoutError(f"waited {limit_s} s for: {reason}")
        await asyncio.sleep(0.005)


@dataclass(frozen=True, slots=True)
class Logged:
    """A committed record of the events topic, as an independent reader sees it."""

    partition: int
    offset: int
    stream: str
    version: int
    type: str
    causation: str
    value: str


@dataclass(slots=True)
class Counting:
    """One counter with topics and a database of its own."""

    broker: Broker
    topics: ServiceTopics
    pool: asyncpg.Pool
    partitions: int
    keyring: MemoryKeyring = field(default_factory=MemoryKeyring)

    @property
    def rules(self) -> Rules:
        return Rules(Counter(self.topics.name))

    @property
    def codec(self) -> Codec:
        return Codec(self.topics, self.keyring, Counter.commands)

    @property
    def store(self) -> Store:
        return Store(self.pool, self.rules)

    def worker(self, slot: str = "one", *, probe: Probe | None = None, **figures: Any) -> Worker:
        """A worker that is not running yet."""
        deps = WorkerDeps(self.broker, self.pool, self.codec, probe=probe or NoProbe())
        settings = WorkerSettings(slot=slot, partitions=self.partitions, session_ms=SESSION_MS)
        return Worker(Counter(self.topics.name), self.topics, deps, replace(settings, **figures))

    @asynccontextmanager
    async def running(
        self, slot: str = "one", *, probe: Probe | None = None, **figures: Any
    ) -> AsyncIterator[Worker]:
        """A worker that runs and has folded what it owns."""
        worker = self.worker(slot, probe=probe, **figures)
        async with worker:
            task = asyncio.create_task(worker.run())
            try:
                await self.ready(worker, task)
                yield worker
            finally:
                worker.stop()
                with suppress(Killed):
                    await task

    async def ready(self, worker: Worker, task: "asyncio.Task[None]") -> None:
        async def is_ready() -> bool:
            if task.done():
                task.result()
            return worker.readiness.is_ready and bool(worker.readiness.owned)

        await wait_until(is_ready, "the worker owns and has folded")

    @asynccontextmanager
    async def edge(self) -> AsyncIterator[Edge]:
        edge = Edge(self.topics, self.broker, self.pool, self.codec, partitions=self.partitions)
        async with edge:
            yield edge

    def question(self, key: str, command: Command, command_id: str | None = None) -> Question:
        return Question(
            tenant=key.split("/", 1)[0],
            key=key,
            command=command,
            command_id=command_id or secrets.token_hex(13),
            body_hash=command.model_dump_json(),
        )

    async def ask(self, edge: Edge, key: str, command: Command) -> Answer:
        answer = await edge.ask(self.question(key, command), wait_s=15.0)
        assert answer is not None, f"{command!r} was not answered"
        return answer

    async def log(self, topic: str | None = None) -> list[Logged]:
        """Every committed record of a topic, by partition and offset."""
        topic = topic or self.topics.events_topic
        places = [TopicPartition(topic, number) for number in range(self.partitions)]
        consumer = AIOKafkaConsumer(
            **self.broker.client, isolation_level="read_committed", fetch_max_wait_ms=20
        )
        await consumer.start()
        try:
            consumer.assign(places)
            await consumer.seek_to_beginning()
            found: list[Logged] = []
            ends = await consumer.end_offsets(places)
            while any([await consumer.position(place) < ends[place] for place in places]):
                for place, records in (await consumer.getmany(timeout_ms=20)).items():
                    found.extend(_logged(place, record) for record in records)
            return sorted(found, key=lambda one: (one.partition, one.offset))
        finally:
            await consumer.stop()

    async def states(self) -> Mapping[str, Any]:
        """What the database holds of tallies, by stream."""
        found = await self.pool.fetch("select stream, version, state from states")
        return {row["stream"]: (row["version"], row["state"]) for row in found}


def _logged(place: TopicPartition, record: Any) -> Logged:
    envelope = Envelope(record.headers)
    return Logged(
        partition=place.partition,
        offset=record.offset,
        stream=envelope.stream,
        version=envelope.number("ce_version", 0),
        type=envelope.text("ce_type", ""),
        causation=envelope.causation,
        value=(record.value or b"").decode(errors="replace"),
    )


@asynccontextmanager
async def counting(stack: Addresses, *, partitions: int = 4) -> AsyncIterator[Counting]:
    """A counter's topics and database, of their own, gone afterwards."""
    name = f"counter-{secrets.token_hex(4)}"
    database = name.replace("-", "_")
    await _administer(stack, f'create database "{database}"')
    pool = await asyncpg.create_pool(address_of(stack.postgres, database), max_size=12)
    topics = counter_topics(name)
    broker = Broker(stack.kafka, environment=name)
    try:
        await ensure_topics(broker, [topics], partitions)
        yield Counting(broker, topics, pool, partitions)
    finally:
        await asyncio.wait_for(pool.close(), 5.0)
        await _administer(stack, f'drop database "{database}" with (force)')


def address_of(postgres: str, database: str) -> str:
    """The same server's other database."""
    return urlunsplit(urlsplit(postgres)._replace(path=f"/{database}"))


async def _administer(stack: Addresses, statement: str) -> None:
    connection = await asyncpg.connect(stack.postgres)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
