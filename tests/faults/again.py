"""Inputs that come again: some of what the edges wrote, a second time with the same bytes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from libs.events.contracts.topology import TOPOLOGY
from tests.faults.platform import PARTITIONS
from tests.faults.records import header

SHARE = 0.03
AT_ONCE = 0.5
"""Of those that wait to come again, at each look: some come in the same batch, others late."""
LOOK_MS = 200


async def delivered_again(kafka: str, chance: Random, lives_end: asyncio.Event) -> int:
    """How many came again, until the lives have ended; whatever the broker goes through."""
    waiting: list[ConsumerRecord] = []
    count = 0
    async with _inboxes(kafka) as consumer, _writer(kafka) as producer:
        while waiting or not lives_end.is_set():
            waiting += [one for one in await _new(consumer) if chance.random() < SHARE]
            share = 1.0 if lives_end.is_set() else AT_ONCE
            chosen = [one for one in waiting if chance.random() < share]
            sent = [one for one in chosen if await _send(producer, one)]
            waiting = [one for one in waiting if one not in sent]
            count += len(sent)
    return count


async def _new(consumer: AIOKafkaConsumer) -> list[ConsumerRecord]:
    """What edges have written: a service never sends itself a hash of what was asked."""
    try:
        read = await consumer.getmany(timeout_ms=LOOK_MS)
    except KafkaError:
        return []
    return [one for records in read.values() for one in records if header(one, "ce_bodyhash")]


async def _send(producer: AIOKafkaProducer, record: ConsumerRecord) -> bool:
    """Whether it came again; not while the broker is away."""
    try:
        await producer.send_and_wait(
            record.topic, record.value, record.key, record.partition, headers=list(record.headers)
        )
    except KafkaError:
        return False
    return True


@asynccontextmanager
async def _inboxes(kafka: str) -> AsyncIterator[AIOKafkaConsumer]:
    """Of all services, from now on."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed")
    await consumer.start()
    try:
        topics = [service.inbox_topic for service in TOPOLOGY.values()]
        places = [TopicPartition(topic, at) for topic in topics for at in range(PARTITIONS)]
        consumer.assign(places)
        await consumer.seek_to_end(*places)
        yield consumer
    finally:
        await consumer.stop()


@asynccontextmanager
async def _writer(kafka: str) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()
