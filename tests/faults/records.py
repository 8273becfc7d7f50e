"""The records of a topic as they lie there, and all of them in a file."""

import gzip
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.structs import ConsumerRecord

from deploy.local.waiting import wait_until
from tests.faults.platform import PARTITIONS

READ_WITHIN_S = 60.0
KEPT_WITHIN_S = 600.0
OURS = "relance."


async def records_of(kafka: str, topic: str) -> list[ConsumerRecord]:
    """All that is committed now, in the order of each partition."""
    found: list[ConsumerRecord] = []
    places = [TopicPartition(topic, number) for number in range(PARTITIONS)]
    await _read(kafka, places, found.extend, limit_s=READ_WITHIN_S)
    return found


async def keep_records(kafka: str, file: Path, prefix: str = OURS) -> None:
    """All that is committed in topics so named, a line of JSON each, gzipped as it is read: a
    platform's log goes with it."""
    places = await _places(kafka, prefix)
    with gzip.open(file, "wt", encoding="utf-8") as lines:

        def keep(records: Sequence[ConsumerRecord]) -> None:
            lines.writelines(json.dumps(_document(record)) + "\n" for record in records)

        await _read(kafka, places, keep, limit_s=KEPT_WITHIN_S)


def header(record: ConsumerRecord, name: str) -> str:
    """Empty when it is not there."""
    return next((value.decode() for key, value in record.headers if key == name), "")


async def _places(kafka: str, prefix: str) -> list[TopicPartition]:
    admin: Any = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        described = await admin.describe_topics()
    finally:
        await admin.close()
    return [
        TopicPartition(topic["topic"], partition["partition"])
        for topic in described
        for partition in topic["partitions"]
        if topic["topic"].startswith(prefix)
    ]


async def _read(
    kafka: str,
    places: Sequence[TopicPartition],
    take: Callable[[Sequence[ConsumerRecord]], None],
    *,
    limit_s: float,
) -> None:
    """From the beginning to where they end now. Raises WaitedTooLong, with a part of them taken."""
    consumer = AIOKafkaConsumer(bootstrap_servers=kafka, isolation_level="read_committed")
    await consumer.start()
    try:
        consumer.assign(places)
        await consumer.seek_to_beginning()
        ends = await consumer.end_offsets(places)

        async def is_read() -> bool:
            for records in (await consumer.getmany(timeout_ms=100, max_records=5000)).values():
                take(records)
            return all([await consumer.position(place) >= ends[place] for place in places])

        what = f"{len(places)} partitions, the first of {places[0].topic},"
        await wait_until(f"{what} are read to their end", is_read, limit_s=limit_s)
    finally:
        await consumer.stop()


def _document(record: ConsumerRecord) -> dict[str, object]:
    return {
        "topic": record.topic,
        "partition": record.partition,
        "offset": record.offset,
        "at_ms": record.timestamp,
        "key": _text(record.key),
        "headers": {name: _text(value) for name, value in record.headers},
        "value": _text(record.value),
    }


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", errors="backslashreplace")
