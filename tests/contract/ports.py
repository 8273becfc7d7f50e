"""The progress port twice: over the real broker and database, and over those in memory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from random import Random
from typing import Protocol

from libs.events.codec.envelope import Encoded
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.meter import Meter
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.progress.broker_port import BrokerProgress, PublishedPositions
from libs.events.progress.port import ProgressPort, Snapshot, WaitedTooLong
from libs.events.progress.publishing import Publisher
from libs.testkit.counter import Counter
from libs.testkit.counting import Counting
from libs.testkit.world.database import Checkpoint
from libs.testkit.world.log import Producer, Transaction
from libs.testkit.world.progress import SimulatedProgress
from libs.testkit.world.world import World

PARTITIONS = 4


class PortHarness(Protocol):
    """What may happen in a platform, as far as the port tells of it."""

    topics: ServiceTopics

    @property
    def port(self) -> ProgressPort:
        """For one who waits as long as it takes."""

    def within(self, limit_s: float) -> ProgressPort:
        """The port for one who waits no longer than that."""

    async def write(self, topic: str, partition: int, count: int = 1) -> None:
        """Acknowledged records of a transaction that is still open."""

    async def decide(self, partition: int, *, committed: bool) -> None:
        """End the open transaction that wrote to `partition`; acknowledged."""

    async def fold(self, partition: int, checkpoint: int) -> None:
        """The database has folded so far."""

    async def publish(self, snapshot: Snapshot) -> None:
        """An owner's snapshot."""


class BrokerPort:
    """Over Kafka and PostgreSQL."""

    def __init__(self, counting: Counting, port: BrokerProgress, publisher: Publisher) -> None:
        self.topics = counting.topics
        self.port: BrokerProgress = port
        self._counting = counting
        self._publisher = publisher
        self._producers: dict[int, TransactionalProducer] = {}
        self._published: dict[int, Snapshot] = {}

    def within(self, limit_s: float) -> ProgressPort:
        return self.port.within(limit_s)

    async def write(self, topic: str, partition: int, count: int = 1) -> None:
        producer = TransactionalProducer(self._counting.broker, f"contract.{partition}")
        self._producers[partition] = producer
        await producer.start()
        record = Encoded(key=b"-", value=b"{}", headers=[])
        await producer.write([Outgoing(topic, partition, record)] * count)

    async def decide(self, partition: int, *, committed: bool) -> None:
        producer = self._producers.pop(partition)
        await (producer.commit() if committed else producer.abort())
        await producer.drop()

    async def fold(self, partition: int, checkpoint: int) -> None:
        await self._counting.store.migrate()
        await self._counting.pool.execute(
            "insert into checkpoints values ($1, $2, 'token', 1, '{}', '{}') "
            "on conflict (partition) do update set next_offset = excluded.next_offset",
            partition,
            checkpoint,
        )

    async def publish(self, snapshot: Snapshot) -> None:
        self._published[snapshot.partition] = snapshot

        async def source() -> Snapshot:
            return self._published[snapshot.partition]

        self._publisher.watch(snapshot.partition, source)
        self._publisher.stir()

    async def close(self) -> None:
        for producer in self._producers.values():
            await producer.drop()


class SimulatedPort:
    """Over topics and databases in memory."""

    def __init__(self, topics: ServiceTopics) -> None:
        self.topics = topics
        self.world = World(
            {topics.name: Counter(topics.name)},
            {topics.name: topics},
            Random(1),
            partitions=PARTITIONS,
        )
        self.world.premises.habits.asides = 0.0
        self.port = SimulatedProgress(self.world.premises)
        self._open: dict[int, tuple[Producer, Transaction]] = {}

    def within(self, limit_s: float) -> ProgressPort:
        left = int(limit_s * 1_000)

        def count() -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise WaitedTooLong

        return SimulatedProgress(self.world.premises, on_pause=count)

    async def write(self, topic: str, partition: int, count: int = 1) -> None:
        broker = self.world.premises.broker
        producer = broker.start_producer(f"contract.{partition}")
        transaction = producer.begin()
        for _ in range(count):
            producer.append(transaction, broker.topic(topic).partitions[partition], "record")
        self._open[partition] = producer, transaction

    async def decide(self, partition: int, *, committed: bool) -> None:
        producer, transaction = self._open.pop(partition)
        if committed:
            producer.commit(transaction)
        else:
            transaction.decide(committed=False)
        while transaction.unmarked:
            transaction.mark_one()

    async def fold(self, partition: int, checkpoint: int) -> None:
        database = self.world.premises.databases[self.topics.name]
        row = database.checkpoints.get(partition, Checkpoint())
        database.checkpoints[partition] = replace(row, offset=checkpoint)

    async def publish(self, snapshot: Snapshot) -> None:
        published: dict[str, dict[int, Snapshot]] = self.world.premises.published
        published.setdefault(self.topics.name, {})[snapshot.partition] = snapshot


@asynccontextmanager
async def broker_port(counting: Counting) -> AsyncIterator[BrokerPort]:
    """Over a counter's topics and database."""
    topics = counting.topics
    meter = Meter(counting.broker, PARTITIONS)
    positions = PublishedPositions(
        counting.broker, {topics.name: topics.progress_topic}, counting.partitions
    )
    publisher = Publisher(counting.broker, topics.progress_topic, every_s=0.01)
    port = BrokerProgress(positions, meter, {topics.name: counting.store.checkpoints})
    harness = BrokerPort(counting, port, publisher)
    try:
        await meter.start()
        await positions.start()
        await publisher.start()
        await counting.store.migrate()
        yield harness
    finally:
        await harness.close()
        await publisher.stop()
        await positions.stop()
        await meter.stop()
