"""Parked keys as a person sees them: which, why, and what waits behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import asyncpg

from libs.events.codec.envelope import Envelope, LogRecord, Unreadable
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.replaying import replay
from libs.events.loop.parking import Parking
from libs.events.loop.rows import decode
from libs.events.loop.statements import statement

UNREADABLE: Final = "?"


@dataclass(frozen=True, slots=True)
class ParkedSummary:
    """One parked key."""

    key: str
    tenant: str | None
    """None when the poison's tenant cannot be read: it holds every tenant."""
    partition: int
    reason: str
    waiting: int
    """Messages that are parked and not decided yet."""


@dataclass(frozen=True, slots=True)
class ParkedMessage:
    """One message that waits, by its headers alone: what it says may be personal."""

    id: str
    type: str
    topic: str
    """Where it stood first, with the offset there."""
    offset: int
    written_at: str
    parked_on_offset: int
    """Its place in the parking topic."""


async def list_parked(pool: asyncpg.Pool, tenant: str) -> list[ParkedSummary]:
    """Keys of `tenant` that are parked, and those that hold everybody, in the order of keys."""
    found = [
        ParkedSummary(key, entry.tenant, partition, entry.reason, entry.count - entry.decided)
        for partition, state in await pool.fetch(statement("parked"))
        for key, entry in decode(state, Parking).keys.items()
        if entry.tenant in (tenant, None)
    ]
    return sorted(found, key=lambda summary: summary.key)


async def ask_retry(pool: asyncpg.Pool, summary: ParkedSummary) -> None:
    """Leave word for the key's owner that it is to be retried; asked again it begins anew."""
    await pool.execute(statement("ask_retry"), summary.partition, summary.key)


async def retry_outcome(pool: asyncpg.Pool, summary: ParkedSummary) -> str | None:
    """How the retry went: `freed`, or why the key is still parked; None: not yet."""
    outcome: str | None = await pool.fetchval(
        statement("retry_outcome"), summary.partition, summary.key
    )
    return outcome


async def show_parked(
    broker: Broker, topics: ServiceTopics, summary: ParkedSummary
) -> list[ParkedMessage]:
    """The messages behind a parked key, in order."""
    topic, partition = topics.parked_topic, summary.partition
    meter = Meter(broker, partition + 1)
    try:
        await meter.start()
        start, end = (await meter.bounds([topic], partition))[topic]
    finally:
        await meter.stop()
    found: list[ParkedMessage] = []
    async with replay(broker, topic, partition, start) as log:
        async for records in log.chunks(end):
            found.extend(_of_key(records, summary.key))
    # Earlier ones were parked when the key was parked before, and are decided.
    return found[-summary.waiting :] if summary.waiting else []


def _of_key(records: Sequence[LogRecord], key: str) -> list[ParkedMessage]:
    return [_message(record) for record in records if (record.key or b"") == key.encode()]


def _message(record: LogRecord) -> ParkedMessage:
    envelope = Envelope(record.headers)
    return ParkedMessage(
        id=_readable(envelope, "ce_id"),
        type=_readable(envelope, "ce_type"),
        topic=_readable(envelope, "ce_parkedtopic"),
        offset=envelope.number("ce_parkedoffset"),
        written_at=_readable(envelope, "ce_time"),
        parked_on_offset=record.offset,
    )


def _readable(envelope: Envelope, header: str) -> str:
    try:
        return envelope.text(header)
    except Unreadable:
        return UNREADABLE
