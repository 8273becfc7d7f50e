"""A counter on the real broker and database: started, asked, killed, and read independently."""

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import CommitFailedError

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded, Envelope, Headers
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.writing import NewQuestion
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.log.topics import ensure_topics
from libs.events.loop.edge import Edge, Question
from libs.events.loop.refolding import Refold, Refolded
from libs.events.loop.seams import NoProbe, Point, Probe
from libs.events.loop.settings import WorkerDeps, WorkerSettings, utc_now
from libs.events.loop.store import Store
from libs.events.loop.worker import Worker
from libs.events.loop.working import Rules
from libs.kernel.keys import partition_of
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


def kill_at(point: Point, partition: int | None = None) -> Tripwire:
    """A probe that kills its worker at a moment, once."""

    async def kill(number: int) -> None:
        raise Killed(f"{point} of {number}")

    return Tripwire(point, kill, partition)


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

    async def dies(self, slot: str, probe: Probe, **figures: Any) -> None:
        """Run a worker until its probe kills it."""
        async with self.worker(slot, probe=probe, **figures) as worker:
            with suppress(Killed):
                await worker.run()
                raise AssertionError("the worker was not killed")

    async def put_raw(
        self, key: bytes | None, value: bytes, headers: Headers, partition: int
    ) -> None:
        """A record in the inbox that no edge would have written."""
        async with AIOKafkaProducer(**self.broker.client) as producer:
            await producer.send_and_wait(
                self.topics.inbox_topic, value, key, partition=partition, headers=headers
            )

    async def put(self, *questions: Question) -> None:
        """Commands as an edge writes them that does not know what was decided before."""
        new = [
            NewQuestion(
                id=question.command_id,
                tenant=question.tenant,
                key=question.key,
                command=question.command,
                body_hash=question.body_hash,
            )
            for question in questions
        ]
        encoder = await self.codec.prepare(new)
        async with AIOKafkaProducer(**self.broker.client) as producer:
            sent = []
            for one in new:
                record = encoder.encode_question(one, time=utc_now())
                future = await producer.send(
                    self.topics.inbox_topic,
                    record.value,
                    record.key,
                    partition=partition_of(one.key, self.partitions),
                    headers=record.headers,
                )
                sent.append(future)
            await asyncio.gather(*sent)

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

    async def refolded(self) -> Refolded:
        """The database compared with its log, once both are quiet."""
        refold = Refold(self.broker, self.topics, self.pool, self.codec, Counter(self.topics.name))
        return await refold.compare(self.partitions)

    async def abandon_transaction(self, partition: int) -> None:
        """Write as the partition's owner, and give it up: only a marker stays."""
        name = f"{self.broker.environment}.{self.topics.name}.{partition}"
        producer = await TransactionalProducer(self.broker, name).start()
        record = Encoded(key=b"-", value=b"{}", headers=[])
        await producer.write([Outgoing(self.topics.events_topic, partition, record)])
        await producer.abort()
        await producer.drop()

    async def commit_to_group(self, positions: Mapping[int, int]) -> None:
        """Offsets in the service's group, as a lag tool would find them; nobody may be in it."""
        consumer = AIOKafkaConsumer(
            **self.broker.client, group_id=f"{self.broker.environment}.{self.topics.name}"
        )
        await consumer.start()
        try:
            places = {
                TopicPartition(self.topics.inbox_topic, number): position
                for number, position in positions.items()
            }
            consumer.assign(list(places))

            async def is_committed() -> bool:
                with suppress(CommitFailedError):
                    await consumer.commit(places)
                    return True
                return False

            await wait_until(is_committed, "the last member's session ends")
        finally:
            await consumer.stop()

    async def ends(self, topic: str | None = None) -> Mapping[int, int]:
        """High watermarks of the events topic, or of another."""
        meter = Meter(self.broker, self.partitions)
        try:
            await meter.start()
            return await meter.ends(topic or self.topics.events_topic)
        finally:
            await meter.stop()

    async def total(self) -> int:
        """The sum of all tallies by the log alone, after checking that versions have no gap."""
        versions: dict[str, int] = {}
        total = 0
        for one in await self.log():
            versions[one.stream] = versions.get(one.stream, 0) + 1
            assert one.version == versions[one.stream], f"{one} is not in version"
            if one.type.endswith("counted.v1"):
                total += json.loads(one.value)["add"]
        return total

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
