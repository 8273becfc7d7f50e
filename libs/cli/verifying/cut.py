"""Where the topics end: the cut that a verification reads up to, and what is undecided there."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError

from libs.cli.verifying.differences import Difference
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.replaying import replay
from libs.events.progress.port import Snapshot
from libs.events.progress.publishing import read_snapshot

Ends = Mapping[TopicPartition, int]
"""High watermarks, acknowledged commits included."""


class NoLog(Exception):
    """The broker does not answer, or a service's topics are not there."""


@dataclass(frozen=True, slots=True)
class Undecided:
    """Inputs that a service had not decided."""

    service: str
    place: TopicPartition
    records: int

    def difference(self) -> Difference:
        where = f"{self.place.topic}/{self.place.partition}"
        found = f"{self.records} that {self.service} has not decided"
        return Difference("in flight", where, "no input undecided", found)


class Topics:
    """The broker's topics, asked for their ends; reads no record but published positions."""

    def __init__(
        self,
        broker: Broker,
        services: Sequence[ServiceTopics],
        consumer: AIOKafkaConsumer,
        partitions: Mapping[str, int],
    ) -> None:
        """`partitions`: how many each topic has."""
        self.services = services
        self._broker, self._consumer, self._partitions = broker, consumer, partitions

    async def cut(self) -> Ends:
        """Ends of all events topics and inboxes, asked in one go."""
        places = [
            place
            for service in self.services
            for topic in (service.events_topic, *service.own_inboxes)
            for place in self._places(topic)
        ]
        ends: Ends = await self._consumer.end_offsets(places)
        return ends

    def _places(self, topic: str) -> list[TopicPartition]:
        return [TopicPartition(topic, number) for number in range(self._partitions[topic])]

    async def undecided(self, ends: Ends) -> list[Undecided]:
        """What lies between published positions and `ends`; transaction markers do not count."""
        found = []
        for service in self.services:
            published = await self._published(service)
            for place, position in decided_to(service, published, ends):
                if position < ends[place] and (count := await self._count(place, position, ends)):
                    found.append(Undecided(service.name, place, count))
        return found

    async def _published(self, service: ServiceTopics) -> Mapping[int, Snapshot]:
        """The latest snapshot of each partition."""
        latest: dict[int, Snapshot] = {}
        place = self._places(service.progress_topic)[0]
        end = (await self._consumer.end_offsets([place]))[place]
        start = (await self._consumer.beginning_offsets([place]))[place]
        async with replay(self._broker, place.topic, place.partition, start) as log:
            async for records in log.chunks(end):
                for record in records:
                    if record.key is not None and record.value is not None:
                        snapshot = read_snapshot(record.key, record.value)
                        latest[snapshot.partition] = snapshot
        return latest

    async def _count(self, place: TopicPartition, position: int, ends: Ends) -> int:
        async with replay(self._broker, place.topic, place.partition, position) as log:
            return sum([len(records) async for records in log.chunks(ends[place])])


def decided_to(
    service: ServiceTopics, published: Mapping[int, Snapshot], ends: Ends
) -> Iterator[tuple[TopicPartition, int]]:
    """Each input partition of a service, and how far it was decided; from 0 if never said."""
    for place in ends:
        if place.topic in service.input_topics:
            snapshot = published.get(place.partition)
            yield place, snapshot.positions.get(place.topic, 0) if snapshot else 0


@asynccontextmanager
async def topics_of(broker: Broker, services: Sequence[ServiceTopics]) -> AsyncIterator[Topics]:
    """The topics of services. Raises NoLog when the broker does not answer, or has them not."""
    options: dict[str, Any] = {"isolation_level": "read_uncommitted", "enable_auto_commit": False}
    partitions = await _partitions(broker)
    for service in services:
        for topic in (service.events_topic, *service.own_inboxes, service.progress_topic):
            if topic not in partitions:
                raise NoLog(f"there is no topic {topic}: nothing was ever recorded here")
    consumer = AIOKafkaConsumer(**broker.client, **options)
    try:
        await consumer.start()
        yield Topics(broker, services, consumer, partitions)
    finally:
        await consumer.stop()


async def _partitions(broker: Broker) -> dict[str, int]:
    """How many partitions each topic has."""
    admin: Any = AIOKafkaAdminClient(**broker.client)
    try:
        await admin.start()
        names = await admin.list_topics()
        return {
            topic["topic"]: len(topic["partitions"]) for topic in await admin.describe_topics(names)
        }
    except KafkaConnectionError as away:
        where = broker.bootstrap
        raise NoLog(f"the broker at {where} does not answer: `relance up` starts it") from away
    finally:
        await admin.close()
