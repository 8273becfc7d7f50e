"""The own log read back, from an offset to the high watermark."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.codec.envelope import LogRecord
from libs.events.log.address import Broker

FETCH_BYTES: Final = 4 * 1024 * 1024
CHUNK_RECORDS: Final = 2_000
NO_PROGRESS_S: Final = 15.0


class ReplayStuck(Exception):
    """The log gives nothing although its end was not reached; a transaction may hang there."""


class Replay:
    """One partition, committed records only."""

    def __init__(self, consumer: AIOKafkaConsumer, place: TopicPartition) -> None:
        self._consumer = consumer
        self._place = place

    async def chunks(self, end: int) -> AsyncIterator[list[LogRecord]]:
        """Records below `end`, a high watermark; transaction markers are passed over.

        What somebody wrote behind it meanwhile is fetched with the last of them, and is not given:
        who reads has its checkpoint at `end`. Raises ReplayStuck when nothing comes for 15 s.
        """
        moved_at, position = time.monotonic(), await self._consumer.position(self._place)
        while position < end:
            fetched = await self._consumer.getmany(timeout_ms=20, max_records=CHUNK_RECORDS)
            before, position = position, await self._consumer.position(self._place)
            if position > before:
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > NO_PROGRESS_S:
                raise ReplayStuck(f"{self._place} stands at {position}, before {end}")
            if records := [one for one in fetched.get(self._place, []) if one.offset < end]:
                yield records


@asynccontextmanager
async def replay(broker: Broker, topic: str, partition: int, start: int) -> AsyncIterator[Replay]:
    """A reader of one partition from `start`."""
    consumer = AIOKafkaConsumer(
        **broker.client,
        isolation_level="read_committed",
        auto_offset_reset="none",
        enable_auto_commit=False,
        fetch_max_wait_ms=20,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    place = TopicPartition(topic, partition)
    try:
        await consumer.start()
        consumer.assign([place])
        consumer.seek(place, start)
        yield Replay(consumer, place)
    finally:
        await consumer.stop()
