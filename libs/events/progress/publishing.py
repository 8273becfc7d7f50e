"""Published positions: one snapshot a partition on a small compacted topic, by its owner."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from typing import Final, Self

import orjson
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from libs.events.log.address import Broker
from libs.events.progress.port import Snapshot

log = structlog.get_logger(__name__)

AT_LEAST_EVERY_S: Final = 1.0
LIVELY_S: Final = 1.0
"""How long after a change markers may still arrive, which nobody is told of."""
QUIET_LOOK_S: Final = 0.2

Source = Callable[[], Awaitable[Snapshot | None]]


def write_snapshot(snapshot: Snapshot) -> tuple[bytes, bytes]:
    """Key and value of the record."""
    value = {
        "checkpoint": snapshot.checkpoint,
        "positions": dict(snapshot.positions),
        "depths": list(snapshot.depths),
        "parked_tenants": list(snapshot.parked_tenants),
    }
    return str(snapshot.partition).encode(), orjson.dumps(value)


def read_snapshot(key: bytes, value: bytes) -> Snapshot:
    """What `write_snapshot` wrote."""
    fields = orjson.loads(value)
    return Snapshot(
        partition=int(key),
        checkpoint=fields["checkpoint"],
        positions=fields["positions"],
        depths=tuple(fields["depths"]),
        parked_tenants=tuple(fields["parked_tenants"]),
    )


class Publisher:
    """Publishes what owners have folded: they lag and never lead, so a late one does no harm."""

    def __init__(self, broker: Broker, topic: str, *, every_s: float) -> None:
        self._producer = AIOKafkaProducer(**broker.client, acks="all", retry_backoff_ms=50)
        self._topic = topic
        self._every_s = every_s
        self._sources: dict[int, Source] = {}
        self._sent: dict[int, tuple[Snapshot, float]] = {}
        self._stirred = asyncio.Event()
        self._lively_until_s = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> Self:
        await self._producer.start()
        self._task = asyncio.create_task(self._run(), name="publisher")
        return self

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._producer.stop()

    def watch(self, number: int, source: Source) -> None:
        self._sources[number] = source

    def unwatch(self, number: int) -> None:
        self._sources.pop(number, None)
        self._sent.pop(number, None)

    def stir(self) -> None:
        """Something changed: publish soon."""
        self._stirred.set()

    async def _run(self) -> None:
        while True:
            lively = time.monotonic() < self._lively_until_s
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(2 * self._every_s if lively else QUIET_LOOK_S):
                    await self._stirred.wait()
            has_stirred = self._stirred.is_set()
            if has_stirred:
                self._stirred.clear()
                self._lively_until_s = time.monotonic() + LIVELY_S
            try:
                await self._publish()
            except KafkaError as error:
                log.warning("positions_not_published", error=type(error).__name__)
            if has_stirred:
                await asyncio.sleep(self._every_s)

    async def _publish(self) -> None:
        now_s = time.monotonic()
        found = [await source() for source in list(self._sources.values())]
        snapshots = [snapshot for snapshot in found if snapshot is not None]
        # When one of them is due, all are told together: each record wakes all who listen.
        due = any(self._is_due(snapshot, now_s) for snapshot in snapshots)
        changed = [one for one in snapshots if due or self._sent[one.partition][0] != one]
        futures = []
        for snapshot in changed:
            key, value = write_snapshot(snapshot)
            futures.append(await self._producer.send(self._topic, value, key=key, partition=0))
        await asyncio.gather(*futures)
        self._sent.update({snapshot.partition: (snapshot, now_s) for snapshot in changed})

    def _is_due(self, snapshot: Snapshot, now_s: float) -> bool:
        if snapshot.partition not in self._sent:
            return True
        return now_s - self._sent[snapshot.partition][1] >= AT_LEAST_EVERY_S
