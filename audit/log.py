"""The committed events on the topics, read up to where they end now."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import ConsumerRecord

TOPICS = ("relance.calendar.events", "relance.ingestion.events", "relance.matching.events")
CHASING_TOPICS = ("relance.dunning.events", "relance.notifications.events")
HANDED_OVER_TOPICS = ("relance.handoff.events",)
"""Read where they are there."""
INBOXES = (
    "relance.ingestion.commands",
    "relance.ingestion.bulk",
    "relance.matching.commands",
    "relance.matching.bulk",
    "relance.dunning.commands",
    "relance.handoff.commands",
)
"""What people and files say comes in here first; only when it did is read of it."""
Said = TypeVar("Said")
IDLE_POLLS_MAX = 50
POLL_MS = 200


class LogUnreadable(Exception):
    """A topic is not there, or ends before its end: what is missing is not guessed."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One event: its short name (`item_opened`) and its fields as JSON gives them."""

    name: str
    service: str
    tenant: str
    stream: str
    version: int
    fields: dict[str, Any]
    recorded_at: datetime
    """When the broker had it, to the millisecond below."""
    partition: int
    offset: int
    id: str = ""
    cause: str = ""
    """Id of the event or command that led to it."""
    positions: Mapping[str, int] | None = None
    """Of the last event of a transaction: how far its writer had then read, by topic."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One command: that it was in the log, and since when."""

    id: str
    cause: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Log:
    """The topics of one broker. Asked again, it reads on from where it stopped: what is committed
    stays what it is."""

    bootstrap: str
    _facts: dict[str, list[Fact]] = field(default_factory=dict)
    _asked: dict[str, list[Asked]] = field(default_factory=dict)
    """Of each topic, in the order of each partition."""
    _read_to: dict[TopicPartition, int] = field(default_factory=dict)

    async def everything(self) -> tuple[list[Fact], list[Asked], bool]:
        """All facts, all commands, and whether anybody is chased on this platform at all.

        Raises as `facts`.
        """
        there = await _there(self.bootstrap)
        is_chasing = there.issuperset(CHASING_TOPICS)
        handed_over = tuple(topic for topic in HANDED_OVER_TOPICS if topic in there)
        topics = (*TOPICS, *CHASING_TOPICS, *handed_over) if is_chasing else TOPICS
        facts = await self.facts(topics)
        inboxes = tuple(topic for topic in INBOXES if topic in there)
        asked = await self.asked(inboxes) if is_chasing else []
        return facts, asked, is_chasing

    async def facts(self, topics: Sequence[str] = TOPICS) -> list[Fact]:
        """Every committed event of the topics, in the order of each partition.

        Raises LogUnreadable when a topic is not there, or a partition does not come to the end
        that it had when this began.
        """
        for record, fact in await self._new(topics, fact_of):
            self._facts.setdefault(record.topic, []).append(fact)
        return [fact for topic in topics for fact in self._facts.get(topic, ())]

    async def asked(self, topics: Sequence[str] = INBOXES) -> list[Asked]:
        """Every committed command of the inboxes. Raises as `facts`."""
        for record, asked in await self._new(topics, asked_of):
            self._asked.setdefault(record.topic, []).append(asked)
        return [asked for topic in topics for asked in self._asked.get(topic, ())]

    async def _new(
        self, topics: Sequence[str], read: Callable[[ConsumerRecord], Said]
    ) -> list[tuple[ConsumerRecord, Said]]:
        """What was not read before; what cannot be read is met again the next time."""
        places = await _places(self.bootstrap, topics)
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.bootstrap,
            enable_auto_commit=False,
            isolation_level="read_committed",
            max_partition_fetch_bytes=4 * 1024 * 1024,
        )
        try:
            await consumer.start()
            consumer.assign(places)
            if new := [place for place in places if place not in self._read_to]:
                await consumer.seek_to_beginning(*new)
            for place in self._read_to.keys() & set(places):
                consumer.seek(place, self._read_to[place])
            found = [(one, read(one)) for one in await _read_up_to_the_end(consumer, places)]
            read_to = {place: await consumer.position(place) for place in places}
        finally:
            await consumer.stop()
        self._read_to.update(read_to)
        return found


async def _there(bootstrap: str) -> set[str]:
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        return set(await admin.list_topics())
    finally:
        await admin.close()


async def _places(bootstrap: str, topics: Sequence[str]) -> list[TopicPartition]:
    there = await _there(bootstrap)
    if missing := [topic for topic in topics if topic not in there]:
        raise LogUnreadable(f"there is no topic {missing[0]}")
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        described = await admin.describe_topics(list(topics))
    finally:
        await admin.close()
    return [
        TopicPartition(topic["topic"], partition["partition"])
        for topic in described
        for partition in topic["partitions"]
    ]


async def _read_up_to_the_end(
    consumer: AIOKafkaConsumer, places: Sequence[TopicPartition]
) -> list[ConsumerRecord]:
    found: list[ConsumerRecord] = []
    ends = await consumer.end_offsets(places)
    idle = 0
    while behind := [place for place in places if await consumer.position(place) < ends[place]]:
        polled = await consumer.getmany(timeout_ms=POLL_MS, max_records=5000)
        idle = 0 if polled else idle + 1
        if idle > IDLE_POLLS_MAX:
            raise LogUnreadable(f"{behind[0].topic}/{behind[0].partition} does not reach its end")
        found += [record for records in polled.values() for record in records]
    return found


def fact_of(record: ConsumerRecord) -> Fact:
    """An event out of its record: CloudEvents in binary mode, JSON in the value."""
    headers = {name: value.decode() for name, value in record.headers}
    _, service, name, _version = headers["ce_type"].split(".")
    return Fact(
        name=name,
        service=service,
        tenant=headers["ce_tenant"],
        stream=headers["ce_subject"],
        version=int(headers["ce_version"]),
        fields=json.loads(record.value),
        recorded_at=_recorded_at(record),
        partition=record.partition,
        offset=record.offset,
        id=headers.get("ce_id", ""),
        cause=headers.get("ce_causationid", ""),
        positions=json.loads(headers["ce_positions"]) if "ce_positions" in headers else None,
    )


def asked_of(record: ConsumerRecord) -> Asked:
    """A command out of its record: what it says is not looked at."""
    headers = {name: value.decode() for name, value in record.headers}
    return Asked(headers["ce_id"], headers.get("ce_causationid", ""), _recorded_at(record))


def _recorded_at(record: ConsumerRecord) -> datetime:
    return datetime.fromtimestamp(record.timestamp // 1000, UTC) + timedelta(
        milliseconds=record.timestamp % 1000
    )
