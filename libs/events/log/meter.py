"""Where topics begin and end: high watermarks, acknowledged commits included."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.events.log.address import Broker, Place
from libs.events.log.coalescing import Coalesced


class Meter:
    """Asks the broker for offsets; reads no record.

    Under read_uncommitted the end is the high watermark. The last stable offset would miss
    commits that were already acknowledged; a `stable` meter is told it in place of the end, which
    is how far readers of what is committed get.
    """

    def __init__(self, broker: Broker, partitions: int, *, stable: bool = False) -> None:
        isolation = "read_committed" if stable else "read_uncommitted"
        self._consumer = AIOKafkaConsumer(
            **broker.consumer, isolation_level=isolation, enable_auto_commit=False
        )
        self.partitions = partitions
        self._ends: dict[str, Coalesced[Mapping[int, int]]] = {}

    async def start(self) -> Self:
        await self._consumer.start()
        return self

    async def stop(self) -> None:
        await self._consumer.stop()

    async def ends(self, topic: str) -> Mapping[int, int]:
        """High watermarks of all partitions of `topic`, as of after the call began."""
        if topic not in self._ends:
            self._ends[topic] = Coalesced(lambda: self._ends_of(topic))
        return await self._ends[topic].get()

    async def ends_of(self, topics: Sequence[str]) -> Mapping[str, Mapping[int, int]]:
        """High watermarks of all partitions of several topics, by topic, in one question."""
        places = [TopicPartition(topic, at) for topic in topics for at in range(self.partitions)]
        found: dict[TopicPartition, int] = await self._consumer.end_offsets(places)
        ends: dict[str, dict[int, int]] = {topic: {} for topic in topics}
        for place, end in found.items():
            ends[place.topic][place.partition] = end
        return ends

    async def end(self, topic: str, partition: int) -> int:
        """The high watermark of one partition."""
        return (await self.ends_at([(topic, partition)]))[topic, partition]

    async def ends_at(self, places: Collection[Place]) -> Mapping[Place, int]:
        """High watermarks, by topic and partition."""
        asked = [TopicPartition(*place) for place in places]
        found: dict[TopicPartition, int] = await self._consumer.end_offsets(asked)
        return {(place.topic, place.partition): end for place, end in found.items()}

    async def bounds(self, topics: Sequence[str], partition: int) -> Mapping[str, tuple[int, int]]:
        """The first offset kept and the high watermark of a partition number, by topic."""
        places = [TopicPartition(topic, partition) for topic in topics]
        starts, ends = await asyncio.gather(
            self._consumer.beginning_offsets(places), self._consumer.end_offsets(places)
        )
        return {place.topic: (starts[place], ends[place]) for place in places}

    async def _ends_of(self, topic: str) -> Mapping[int, int]:
        return (await self.ends_of([topic]))[topic]
