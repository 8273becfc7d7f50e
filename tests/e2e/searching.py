"""Every byte that a platform keeps, searched for what says who somebody is."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from libs.postgres.database import address_of
from tests.e2e.platform import Platform

READ_MS: Final = 1_000
OURS: Final = "relance_%"
"""Databases of services and the keyring."""
ALL_TABLES: Final = """
SELECT
    format('%I.%I', schemaname, tablename) AS name,
    format('SELECT t::text AS row FROM %I.%I t', schemaname, tablename) AS question
FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
ORDER BY name
"""

Piece = tuple[str, bytes]
"""Where something lies (`topics/…`, `tables/…`, `files/…`, `objects/…`, `logs/…`), and what."""


@dataclass(frozen=True, slots=True)
class Needles:
    """What is searched for, by what it is."""

    texts: Mapping[str, str]

    def in_(self, raw: bytes) -> set[str]:
        """Which of them are in these bytes: in any case, and as JSON escapes them."""
        low = raw.lower()
        return {name for name, text in self.texts.items() if any(f in low for f in _forms(text))}


def _forms(text: str) -> tuple[bytes, ...]:
    escaped = json.dumps(text)[1:-1]
    return tuple({form.lower().encode() for form in (text, escaped)})


async def found_in(platform: Platform, needles: Needles) -> dict[str, set[str]]:
    """Each place that holds any of them, with which; tables as they are read, and their files.

    What lies in dead rows is vacuumed away before the files are read.
    """
    found: dict[str, set[str]] = {}

    def note(piece: Piece) -> None:
        place, raw = piece
        if hits := needles.in_(raw):
            found[place] = found.get(place, set()) | hits

    async for piece in _topics(platform.kafka):
        note(piece)
    server = platform.environment["RELANCE_POSTGRES"]
    async for piece in _tables(server):
        note(piece)
    await _vacuum(server)
    for place, path in await asyncio.to_thread(lambda: list(_files(platform))):
        # A live database removes files of its own; what is gone meanwhile holds nothing.
        with contextlib.suppress(FileNotFoundError):
            note((place, await asyncio.to_thread(path.read_bytes)))
    return found


async def _topics(kafka: str) -> AsyncIterator[Piece]:
    """All records of all topics, also those of transactions that were aborted."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=kafka, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        places = await _partitions(kafka)
        consumer.assign(places)
        await consumer.seek_to_beginning(*places)
        ends = await consumer.end_offsets(places)
        while [place for place in places if await consumer.position(place) < ends[place]]:
            for place, records in (await consumer.getmany(timeout_ms=READ_MS)).items():
                for record in records:
                    parts = (record.key, record.value, *(value for _, value in record.headers))
                    yield f"topics/{place.topic}", b"\n".join(part or b"" for part in parts)
    finally:
        await consumer.stop()


async def _partitions(kafka: str) -> list[TopicPartition]:
    """Of every topic, the broker's own too."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        return [
            TopicPartition(topic["topic"], one["partition"])
            for topic in await admin.describe_topics()
            for one in topic["partitions"]
        ]
    finally:
        await admin.close()


async def _databases(server: str) -> list[str]:
    connection = await asyncpg.connect(address_of(server, "postgres"))
    try:
        rows = await connection.fetch("SELECT datname FROM pg_database WHERE datname LIKE $1", OURS)
        return sorted(row["datname"] for row in rows)
    finally:
        await connection.close()


async def _tables(server: str) -> AsyncIterator[Piece]:
    """Every row of every table, as text; bytes in it as they are."""
    for database in await _databases(server):
        connection = await asyncpg.connect(
            address_of(server, database), server_settings={"bytea_output": "escape"}
        )
        try:
            for table in await connection.fetch(ALL_TABLES):
                for row in await connection.fetch(table["question"]):
                    yield f"tables/{database}.{table['name']}", row["row"].encode()
        finally:
            await connection.close()


async def _vacuum(server: str) -> None:
    """Rewrite every table and index without what is dead in it."""
    for database in await _databases(server):
        connection = await asyncpg.connect(address_of(server, database))
        try:
            await connection.execute("VACUUM FULL")
            await connection.execute("CHECKPOINT")
        finally:
            await connection.close()


def _files(platform: Platform) -> Iterator[tuple[str, Path]]:
    """Of tables and indexes, objects, and logs; not the write-ahead log: see the page."""
    tables = (platform.stack / "postgres").resolve() / "base"
    for kind, paths in (
        ("files", tables.rglob("*")),
        ("objects", platform.objects.rglob("*")),
        ("logs", platform.home.glob("*.log")),
        ("logs", platform.stack.glob("*.log")),
    ):
        yield from ((f"{kind}/{path.name}", path) for path in paths if path.is_file())


def kinds_of(found: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Which needles lie in which kind of place."""
    kinds: dict[str, set[str]] = {}
    for place, hits in found.items():
        kind = place.partition("/")[0]
        kinds[kind] = kinds.get(kind, set()) | hits
    return kinds


def services_of(found: Mapping[str, set[str]], needle: str) -> Sequence[str]:
    """The services whose tables hold a needle."""
    places = (place for place, hits in found.items() if needle in hits)
    tables = (place.removeprefix("tables/") for place in places if place.startswith("tables/"))
    return sorted({table.partition(".")[0].removeprefix("relance_") for table in tables})
