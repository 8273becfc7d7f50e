"""The committed events on the topics, read once up to where they end now."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import ConsumerRecord

TOPICS = ("relance.calendar.events", "relance.ingestion.events", "relance.matching.events")
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
    partition: int
    offset: int


async def read_facts(bootstrap: str, topics: Sequence[str] = TOPICS) -> list[Fact]:
    """Every committed event of the topics, in the order of each partition.

    Raises LogUnreadable when a topic is not there, or a partition does not come to the end that
    it had when this began.
    """
    places = await _places(bootstrap, topics)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap,
        enable_auto_commit=False,
        isolation_level="read_committed",
        max_partition_fetch_bytes=4 * 1024 * 1024,
    )
    try:
        await consumer.start()
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        return await _read_up_to_the_end(consumer, places)
    finally:
        await consumer.stop()


async def _places(bootstrap: str, topics: Sequence[str]) -> list[TopicPartition]:
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        there = set(await admin.list_topics())
        if missing := [topic for topic in topics if topic not in there]:
            raise LogUnreadable(f"there is no topic {missing[0]}")
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
) -> list[Fact]:
    facts: list[Fact] = []
    ends = await consumer.end_offsets(places)
    idle = 0
    while behind := [place for place in places if await consumer.position(place) < ends[place]]:
        polled = await consumer.getmany(timeout_ms=POLL_MS, max_records=5000)
        idle = 0 if polled else idle + 1
        if idle > IDLE_POLLS_MAX:
            raise LogUnreadable(f"{behind[0].topic}/{behind[0].partition} does not reach its end")
        facts += [fact_of(record) for records in polled.values() for record in records]
    return facts


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
        recorded_at=datetime.fromtimestamp(record.timestamp / 1000, UTC),
        partition=record.partition,
        offset=record.offset,
    )
