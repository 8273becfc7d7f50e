"""The log as a view reads it: plain committed reads of every partition, no group."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from libs.events.codec.codec import Codec
from libs.events.codec.keyring import Keyring
from libs.events.contracts.ingestion import KeysDestroyed
from libs.events.contracts.model import Event
from libs.events.contracts.topology import TOPOLOGY, ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.decider import Message
from libs.events.views.filler import Stretch
from libs.events.views.projection import Positions, Projection, SeenEvent

BROKER_ERRORS: Final = (KafkaError, ConnectionError)
STRETCH_RECORDS_MAX: Final = 2_000
POLL_MS: Final = 200
"""What ends a transaction is seen so soon after what was in it."""
QUIET_POLL_MS: Final = 1_000
"""Where nothing moved: what arrives ends this one at once too."""
FETCH_WAIT_MS: Final = 2_000
"""What arrives ends a fetch at once; only one that nothing answers is this long."""
TOPIC_WAIT_S: Final = 0.5


class UnreadableEvent(Exception):
    """An events topic holds what no writer of ours writes; the view stops rather than skip."""


class LogSource:
    """Opens readers on the broker for views."""

    def __init__(self, broker: Broker, keyring: Keyring) -> None:
        self._broker, self._keyring = broker, keyring

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        """Stretches from `positions` on; a topic that is not there yet is waited for."""
        consumer = AIOKafkaConsumer(
            **self._broker.consumer,
            auto_offset_reset="none",
            enable_auto_commit=False,
            isolation_level="read_committed",
            max_partition_fetch_bytes=4 * 1024 * 1024,
            fetch_max_wait_ms=FETCH_WAIT_MS,
        )
        await consumer.start()
        try:
            places = await _places(consumer, projection)
            # Before the first fetch: a broker answers one question of a connection at a time.
            ends = await consumer.end_offsets(places)
            consumer.assign(places)
            for place in places:
                consumer.seek(place, positions.get((place.topic, place.partition), 0))
            yield self._stretches(consumer, projection, ends)
        finally:
            await consumer.stop()

    async def _stretches(
        self,
        consumer: AIOKafkaConsumer,
        projection: Projection,
        ends: Mapping[TopicPartition, int],
    ) -> AsyncIterator[Stretch]:
        codec = Codec(_hearing(projection), self._keyring, commands=())
        held: dict[tuple[str, int], int] = {}
        poll_ms = POLL_MS
        while True:
            polled = await consumer.getmany(timeout_ms=poll_ms, max_records=STRETCH_RECORDS_MAX)
            records = [record for batch in polled.values() for record in batch]
            now = {(p.topic, p.partition): await consumer.position(p) for p in ends}
            moved = {place: after for place, after in now.items() if held.get(place) != after}
            at_end = all(now[p.topic, p.partition] >= end for p, end in ends.items())
            held, poll_ms = now, POLL_MS if moved else QUIET_POLL_MS
            seen = await _seen(codec, records)
            if any(isinstance(one.event, KeysDestroyed) for one in seen):
                # What is read later, of any topic, is read as erased, so that no row fills again.
                await self._keyring.forget_destroyed()
            yield Stretch(seen, moved, at_end)


async def _places(consumer: AIOKafkaConsumer, projection: Projection) -> list[TopicPartition]:
    places: list[TopicPartition] = []
    for topic in sorted(TOPOLOGY[name].events_topic for name in projection.hears):
        while not (numbers := consumer.partitions_for_topic(topic)):
            await asyncio.sleep(TOPIC_WAIT_S)
            await consumer._client.force_metadata_update()  # the public API has no such call
        places += [TopicPartition(topic, number) for number in sorted(numbers)]
    return places


def _hearing(projection: Projection) -> ServiceTopics:
    return ServiceTopics(name=projection.name, events=(), hears=projection.hears)


async def _seen(codec: Codec, records: Sequence[Any]) -> list[SeenEvent]:
    messages = await codec.decode_batch(records)
    seen = []
    for record, message in zip(records, messages, strict=True):
        if message is None:
            continue
        if not isinstance(message, Message) or not isinstance(message.body, Event):
            raise UnreadableEvent(f"{record.topic}/{record.partition} at {record.offset}")
        seen.append(
            SeenEvent(
                service=message.source,
                tenant=message.tenant,
                key=message.key,
                stream=message.stream,
                id=message.id,
                event=message.body,
                recorded_at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
                partition=record.partition,
                offset=record.offset,
            )
        )
    return seen
