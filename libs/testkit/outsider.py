"""A service's topics as somebody outside it sees them, and may trouble it through them."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import CommitFailedError

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded, Envelope, Headers
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.writing import NewQuestion
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.loop.batch import NewEvent
from libs.events.loop.edge import Question
from libs.events.loop.settings import utc_now
from libs.kernel.keys import partition_of, tenant_of
from libs.testkit.counter import Counted, Counter
from libs.testkit.tripwire import wait_until

MARKERS_WITHIN_S: Final = 5.0


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


@dataclass(slots=True, kw_only=True)
class Outsider:
    """Reads the log independently of the loop, and writes what the loop would not."""

    broker: Broker
    topics: ServiceTopics
    partitions: int
    keyring: MemoryKeyring = field(default_factory=MemoryKeyring)

    @property
    def codec(self) -> Codec:
        return Codec(self.topics, self.keyring, Counter.commands)

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
        records = await self.written(*questions)
        async with AIOKafkaProducer(**self.broker.client) as producer:
            sent = []
            for question, record in zip(questions, records, strict=True):
                future = await producer.send(
                    self.topics.inbox_for(is_bulk=question.is_bulk),
                    record.value,
                    record.key,
                    partition=partition_of(question.key, self.partitions),
                    headers=record.headers,
                )
                sent.append(future)
            await asyncio.gather(*sent)

    async def written(self, *questions: Question) -> list[Encoded]:
        """Questions as they are written."""
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
        return [encoder.encode_question(one, time=utc_now()) for one in new]

    async def counted(self, key: str, version: int) -> Encoded:
        """A tally's fact of that version, as an owner of the first epoch writes it."""
        new = NewEvent(
            id=str(uuid4()),
            tenant=tenant_of(key),
            key=key,
            stream=key,
            version=version,
            event=Counted(add=1),
            depth=0,
            causation=str(uuid4()),
            correlation=str(uuid4()),
        )
        encoder = await self.codec.prepare([new])
        return encoder.encode_event(new, time=utc_now(), positions=None, deepest=0, epoch=1)

    async def abandon_transaction(self, partition: int) -> None:
        """Write as the partition's owner, and give it up: only a marker stays."""
        name = f"{self.broker.environment}.{self.topics.name}.{partition}"
        producer = await TransactionalProducer(self.broker, name).start()
        record = Encoded(key=b"-", value=b"{}", headers=[])
        await producer.write([Outgoing(self.topics.events_topic, partition, record)])
        await producer.abort()
        await producer.drop()

    async def leave_marker(self, topic: str, partition: int) -> None:
        """A transaction of nobody's that left nothing there but its record and its marker."""
        producer = await TransactionalProducer(self.broker, f"{self.topics.name}.nobody").start()
        record = Encoded(key=b"-", value=b"{}", headers=[])
        await producer.write([Outgoing(topic, partition, record)])
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
            ends = await self._readable(consumer, places)
            while any([await consumer.position(place) < ends[place] for place in places]):
                for place, records in (await consumer.getmany(timeout_ms=20)).items():
                    found.extend(_logged(place, record) for record in records)
            return sorted(found, key=lambda one: (one.partition, one.offset))
        finally:
            await consumer.stop()

    async def _readable(
        self, consumer: AIOKafkaConsumer, places: Sequence[TopicPartition]
    ) -> Mapping[TopicPartition, int]:
        """Where they can be read to, once the markers of what was acknowledged are there.

        Those are written behind the answer; what hangs is not waited for any longer.
        """
        high = await self.ends(places[0].topic)

        async def are_there() -> bool:
            ends = await consumer.end_offsets(places)
            return all(ends[place] >= high[place.partition] for place in places)

        with suppress(TimeoutError):
            await wait_until(are_there, "markers stand", limit_s=MARKERS_WITHIN_S)
        ends: Mapping[TopicPartition, int] = await consumer.end_offsets(places)
        return ends

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
