"""How a worker runs, and what it needs from the process that it runs in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import asyncpg

from libs.events.codec.codec import Codec
from libs.events.log.address import Broker
from libs.events.loop.seams import (
    Contents,
    Gauges,
    Listener,
    NoGauges,
    NoListener,
    NoProbe,
    Probe,
)
from libs.events.loop.tracing import NoTracing, Tracing


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """Figures of one worker."""

    slot: str
    """Its name in the group, stable over restarts: a pod's, or a place on a laptop."""
    partitions: int
    """Of every topic; chosen at the platform's birth, for ever."""
    replicas: int = 1
    session_ms: int = 10_000
    """How long the group waits for a worker that says nothing."""
    deduplicate: bool = True
    """Answer a command id only once. Fault tests run without: it hides mistakes in positions."""
    written_before: frozenset[str] = frozenset()
    """Contracts (`matching.item_settled`) to write in the version before the newest."""
    batch_max: int = 500
    bulk_max: int = 100
    """Messages of bulk in one batch, behind all others."""
    bulk_short: int = 100
    """So many messages may wait in a partition of the own inbox, or with whoever hears of it, with
    what bulk adds to them: each round of a barrier waits for those before it, and it takes up to
    ten. Bulk is taken in fuller batches, so it waits from half as many on."""
    cached_rows_max: int = 20_000
    """States kept in memory, a partition."""
    cached_contents_max: int = 8
    publish_every_s: float = 0.02
    check_every_s: float = 1.0
    note_positions_after_s: float = 3_600.0
    """How long positions may stand in the database alone."""
    outcomes_kept_days: int = 30
    drain_s: float = 10.0
    """How long a stop waits for batches under way."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WorkerDeps:
    """What a worker is given; it closes none of it."""

    broker: Broker
    pool: asyncpg.Pool
    codec: Codec
    contents: Contents | None = None
    """Needed by deciders whose `Needs` name contents."""
    gauges: Gauges = field(default_factory=NoGauges)
    probe: Probe = field(default_factory=NoProbe)
    tracing: Tracing = field(default_factory=NoTracing)
    listener: Listener = field(default_factory=NoListener)
    now: Callable[[], datetime] = utc_now
