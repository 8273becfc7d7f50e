"""Snapshots are published when they changed, soon, and each second when they did not."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.client import AIOKafkaClient
from aiokafka.protocol.fetch import FetchRequest

from libs.events.loop.folding import no_depths
from libs.events.progress import broker_port
from libs.events.progress.broker_port import TAIL_A_PARTITION, PublishedPositions
from libs.events.progress.port import Snapshot
from libs.events.progress.publishing import Publisher, read_snapshot, write_snapshot
from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import wait_until

COUNT: Final = 300
COUNT_OF_FETCHES: Final = 20


def snapshot(partition: int, checkpoint: int) -> Snapshot:
    return Snapshot(partition, checkpoint, {"in": checkpoint}, no_depths(), ("t", "*"))


@pytest.fixture
async def counter(stack: Addresses) -> AsyncIterator[Counting]:
    async with counting(stack, partitions=2) as found:
        yield found


@asynccontextmanager
async def publishing(counter: Counting) -> AsyncIterator[Publisher]:
    publisher = Publisher(counter.broker, counter.topics.progress_topic, every_s=0.02)
    try:
        yield await publisher.start()
    finally:
        await publisher.stop()


@asynccontextmanager
async def written(counter: Counting) -> AsyncIterator[list[Snapshot]]:
    """Every snapshot on the topic, growing."""
    found: list[Snapshot] = []
    consumer = AIOKafkaConsumer(**counter.broker.client, fetch_max_wait_ms=20)
    await consumer.start()
    consumer.assign([TopicPartition(counter.topics.progress_topic, 0)])
    await consumer.seek_to_beginning()

    async def read() -> None:
        async for record in consumer:
            found.append(read_snapshot(record.key, record.value))

    reading = asyncio.create_task(read())
    try:
        yield found
    finally:
        reading.cancel()
        await consumer.stop()


def test_a_snapshot_reads_back_equal() -> None:
    one = snapshot(3, 17)
    assert read_snapshot(*write_snapshot(one)) == one


async def test_changes_are_published_together_and_the_last_of_them_always(
    counter: Counting,
) -> None:
    latest = snapshot(0, 0)

    async def source() -> Snapshot:
        return latest

    async with publishing(counter) as publisher, written(counter) as found:
        publisher.watch(0, source)
        for checkpoint in range(1, 101):
            latest = snapshot(0, checkpoint)
            publisher.stir()
            await asyncio.sleep(0.001)

        async def the_last_is_there() -> bool:
            return latest in found

        await wait_until(the_last_is_there, "the last change is published")
    assert len(found) < 50, "not each of them by itself"
    assert found == sorted(found, key=lambda one: one.checkpoint)


async def test_what_does_not_change_is_published_each_second_and_after_unwatch_no_more(
    counter: Counting,
) -> None:
    async def source() -> Snapshot:
        return snapshot(1, 5)

    async def not_taken_over() -> None:
        return None

    async with publishing(counter) as publisher, written(counter) as found:
        publisher.watch(0, not_taken_over)
        publisher.watch(1, source)
        begun_s = time.monotonic()

        async def three_are_there() -> bool:
            return len(found) == 3

        await wait_until(three_are_there, "once at first, then each second")
        assert 1.5 < time.monotonic() - begun_s < 6
        publisher.unwatch(1)
        count = len(found)
        publisher.stir()
    assert len(found) == count
    assert all(one == snapshot(1, 5) for one in found)


@asynccontextmanager
async def listening(counter: Counting) -> AsyncIterator[PublishedPositions]:
    topics = {"counter": counter.topics.progress_topic}
    positions = PublishedPositions(counter.broker, topics, counter.partitions)
    try:
        yield await positions.start()
    finally:
        await positions.stop()


async def test_what_nobody_looks_at_is_seldom_read_and_all_of_it_when_somebody_does(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read as they came, positions were two of five requests of a busy platform."""
    fetches, asks = list[object](), AIOKafkaClient.send

    async def send(client: AIOKafkaClient, node: int, request: object, **options: Any) -> object:
        if isinstance(request, FetchRequest):
            fetches.append(request)
        return await asks(client, node, request, **options)

    monkeypatch.setattr(broker_port, "LULL_S", 60.0)
    async with listening(counter) as positions, AIOKafkaProducer(**counter.broker.client) as says:
        monkeypatch.setattr(AIOKafkaClient, "send", send)
        last = snapshot(0, COUNT - 1)
        for checkpoint in range(COUNT):
            key, value = write_snapshot(snapshot(0, checkpoint))
            await says.send_and_wait(counter.topics.progress_topic, value, key=key, partition=0)
        assert len(fetches) < COUNT / 10

        async def is_read() -> bool:
            return positions.of("counter") == {0: last}

        await wait_until(is_read, "the latest, once somebody looks: long before its lull is over")


async def test_where_a_fetch_did_not_bring_all_it_reads_on_though_nobody_looks(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would fall behind without end, and the first look would have all of it to read."""
    topic, asked_from, asks = counter.topics.progress_topic, list[int](), AIOKafkaClient.send

    async def send(client: AIOKafkaClient, node: int, request: Any, **options: Any) -> object:
        if isinstance(request, FetchRequest):
            asked_from.append(request.topics[0][1][0][1])
        return await asks(client, node, request, **options)

    async with AIOKafkaProducer(**counter.broker.client) as says:
        for checkpoint in range(COUNT_OF_FETCHES):  # each a batch of its own
            key, value = write_snapshot(snapshot(0, checkpoint))
            await says.send_and_wait(topic, value, key=key, partition=0)
    monkeypatch.setattr(broker_port, "LULL_S", 60.0)
    one_batch = partial(AIOKafkaConsumer, max_partition_fetch_bytes=1)
    monkeypatch.setattr(broker_port, "AIOKafkaConsumer", one_batch)
    monkeypatch.setattr(AIOKafkaClient, "send", send)
    async with listening(counter):

        async def is_read_to_its_end() -> bool:
            return asked_from[-1:] == [COUNT_OF_FETCHES - 1]

        await wait_until(is_read_to_its_end, "the last is asked for, in no lull")


async def test_who_comes_late_reads_the_latest_of_all_that_have_an_owner(
    counter: Counting,
) -> None:
    """Of the tail of the topic alone: what was published once, long before, is waited for."""
    topic = counter.topics.progress_topic
    async with AIOKafkaProducer(**counter.broker.client) as producer:
        gone = [snapshot(1, 7)]
        for one in [*gone, *(snapshot(0, at) for at in range(3 * TAIL_A_PARTITION))]:
            key, value = write_snapshot(one)
            await producer.send(topic, value, key=key, partition=0)
    async with listening(counter) as positions:
        last = snapshot(0, 3 * TAIL_A_PARTITION - 1)

        async def is_read() -> bool:
            return positions.of("counter") == {0: last}

        await wait_until(is_read, "the latest of partition 0, and nothing of 1")
