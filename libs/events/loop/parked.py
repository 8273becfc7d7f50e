"""Parked keys as a person sees them: which, why, what waits behind them, what was dropped."""

from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from libs.events.codec.envelope import Envelope, LogRecord
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.replaying import replay
from libs.events.loop.dropping import Drop, Terms, compensation_of, why_not
from libs.events.loop.parking import DroppedMessage, Parking
from libs.events.loop.provenance import UNREADABLE, Author, provenance_in, readable
from libs.events.loop.rows import decode
from libs.events.loop.statements import statement


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
    author: Author
    """The `edge`, the `own` service, another one that was `heard`, or `nobody` of ours."""
    can_drop: bool
    """Whether it can be dropped once it is the first. The owner judges again when it is asked."""
    on_drop: str
    """What is decided instead, or why it cannot be dropped; empty: its caller, if any, is told."""


@dataclass(frozen=True, slots=True)
class DropOutcome:
    """What came of a drop."""

    outcome: str
    """`dropped`, `freed` when it was the last, or the rule that forbids it."""
    sentence: str


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


async def list_dropped(pool: asyncpg.Pool, tenant: str) -> list[DroppedMessage]:
    """The latest that were dropped, of `tenant` and of nobody that can be told, in their order."""
    found = [
        one
        for _, state in await pool.fetch(statement("parked"))
        for one in decode(state, Parking).dropped
        if one.tenant in (tenant, None)
    ]
    return sorted(found, key=lambda one: one.asked_at)


async def ask_drop(pool: asyncpg.Pool, summary: ParkedSummary, drop: Drop) -> None:
    """Leave word for the key's owner that its first message is to be dropped, if it is that one."""
    await pool.execute(
        statement("ask_drop"),
        summary.partition,
        drop.key,
        drop.message,
        drop.reason,
        drop.tenant,
        drop.dropped_by,
    )


async def drop_outcome(
    pool: asyncpg.Pool, summary: ParkedSummary, message: str
) -> DropOutcome | None:
    """What came of a drop; None: nothing yet."""
    found = await pool.fetchrow(statement("drop_outcome"), summary.partition, summary.key, message)
    if found is None or found["outcome"] is None:
        return None
    return DropOutcome(found["outcome"], found["sentence"])


async def show_parked(
    broker: Broker, topics: ServiceTopics, summary: ParkedSummary, terms: Terms
) -> list[ParkedMessage]:
    """The messages behind a parked key, in order; `terms` are what the service says of drops."""
    topic, partition = topics.parked_topic, summary.partition
    meter = Meter(broker, partition + 1)
    try:
        await meter.start()
        start, end = (await meter.bounds([topic], partition))[topic]
    finally:
        await meter.stop()
    found: list[LogRecord] = []
    async with replay(broker, topic, partition, start) as log:
        async for records in log.chunks(end):
            found.extend(_of_key(records, summary.key))
    # Earlier ones were parked when the key was parked before, and are decided.
    waiting = found[-summary.waiting :] if summary.waiting else []
    return [_message(record, topics, terms) for record in waiting]


def _of_key(records: Sequence[LogRecord], key: str) -> list[LogRecord]:
    return [record for record in records if (record.key or b"") == key.encode()]


def _message(record: LogRecord, topics: ServiceTopics, terms: Terms) -> ParkedMessage:
    envelope, found = Envelope(record.headers), provenance_in(record, topics)
    refusal = why_not(found, terms)
    return ParkedMessage(
        id=found.id,
        type=found.type,
        topic=readable(envelope, "ce_parkedtopic") or UNREADABLE,
        offset=envelope.number("ce_parkedoffset"),
        written_at=readable(envelope, "ce_time") or UNREADABLE,
        parked_on_offset=record.offset,
        author=found.author,
        can_drop=refusal is None,
        on_drop=str(refusal) if refusal else compensation_of(found, terms),
    )
