"""What a service says of one tenant, told as soon as it is committed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.codec.envelope import Envelope
from libs.events.contracts.topology import ServiceTopics

Told = Callable[[str, dict[str, Any]], None]
"""Gets the short name of an event and what it says."""
FETCH_WAIT_MS = 20


@asynccontextmanager
async def noticing(
    kafka: str, topics: ServiceTopics, tenant: str, partitions: int, told: Told
) -> AsyncIterator[None]:
    """From its end on, the topic of a service's events, while this lasts."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=kafka,
        isolation_level="read_committed",
        fetch_max_wait_ms=FETCH_WAIT_MS,
    )
    await consumer.start()

    async def listen() -> None:
        async for record in consumer:
            envelope = Envelope(record.headers)
            if envelope.tenant == tenant:
                told(envelope.type.split(".")[2], orjson.loads(record.value or b"{}"))

    try:
        consumer.assign(
            [TopicPartition(topics.events_topic, number) for number in range(partitions)]
        )
        await consumer.seek_to_end()
        listening = asyncio.create_task(listen(), name="notices")
        yield
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listening
    finally:
        await consumer.stop()
