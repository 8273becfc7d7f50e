"""The bare loop: consume, COPY the raw bytes and note the positions. Everything is measured by it.

Pinned by its hash in `bench/pinned.py`: no ratio may change because this file did.
"""

import json
from typing import Final

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.measuring import Spent, spending
from libs.events.log.address import Broker

CHUNK_RECORDS: Final = 2_000
FETCH_BYTES: Final = 4 * 1024 * 1024
TABLES: Final = """
create table if not exists bare (partition integer, next_offset bigint, value bytea);
create table if not exists bare_checkpoint (positions jsonb);
truncate bare, bare_checkpoint;
insert into bare_checkpoint values ('{}');
"""


async def bare(broker: Broker, topic: str, partitions: int, pool: asyncpg.Pool) -> Spent:
    """All committed records of `topic`, from its beginning to its end as of now."""
    await pool.execute(TABLES)
    consumer = AIOKafkaConsumer(
        **broker.client,
        isolation_level="read_committed",
        auto_offset_reset="none",
        enable_auto_commit=False,
        fetch_max_wait_ms=20,
        max_partition_fetch_bytes=FETCH_BYTES,
    )
    await consumer.start()
    try:
        places = [TopicPartition(topic, number) for number in range(partitions)]
        consumer.assign(places)
        for place in places:
            consumer.seek(place, 0)
        ends = await consumer.end_offsets(places)
        with spending() as spent:
            positions: dict[TopicPartition, int] = {}
            while any(positions.get(place, 0) < ends[place] for place in places):
                spent.records += await _copied(consumer, pool)
                positions = {place: await consumer.position(place) for place in places}
        return spent
    finally:
        await consumer.stop()


async def _copied(consumer: AIOKafkaConsumer, pool: asyncpg.Pool) -> int:
    fetched = await consumer.getmany(timeout_ms=20, max_records=CHUNK_RECORDS)
    if not fetched:
        return 0
    rows = [(r.partition, r.offset, r.value) for records in fetched.values() for r in records]
    after = {place.partition: records[-1].offset + 1 for place, records in fetched.items()}
    async with pool.acquire() as connection, connection.transaction():
        await connection.copy_records_to_table("bare", records=rows)
        await connection.execute(
            "update bare_checkpoint set positions = positions || $1::jsonb", json.dumps(after)
        )
    return len(rows)
