"""How long each partition says nothing: an owner publishes its positions each second at least."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.contracts.topology import TOPOLOGY

Place = tuple[str, str]
"""Topic of published positions, and number of the partition."""


@dataclass(slots=True)
class Silence:
    """The longest that was seen, by the broker's clock."""

    longest_s: dict[Place, float] = field(default_factory=dict)
    _last_ms: dict[Place, int] = field(default_factory=dict)

    def heard(self, place: Place, at_ms: int) -> None:
        before_ms = self._last_ms.get(place, at_ms)
        self._last_ms[place] = max(at_ms, before_ms)
        self.longest_s[place] = max(self.longest_s.get(place, 0.0), (at_ms - before_ms) / 1000)

    @property
    def longest(self) -> tuple[float, Place]:
        """Seconds, and where."""
        return max((seconds, place) for place, seconds in self.longest_s.items())


@asynccontextmanager
async def listening(kafka: str, services: Sequence[str]) -> AsyncIterator[Silence]:
    """While it lasts, the silence of all partitions of these services."""
    topics = [TOPOLOGY[one].progress_topic for one in services]
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka)
    await consumer.start()
    silence = Silence()
    try:
        consumer.assign([TopicPartition(topic, 0) for topic in topics])
        await consumer.seek_to_end()
        task = asyncio.create_task(_listen(consumer, silence), name="silence")
        yield silence
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    finally:
        await consumer.stop()


async def _listen(consumer: AIOKafkaConsumer, silence: Silence) -> None:
    async for record in consumer:
        silence.heard((record.topic, record.key.decode()), record.timestamp)
