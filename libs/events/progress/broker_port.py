"""What rounds and the cut see of the real log: high watermarks, published positions."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.progress.port import ProgressPort, Snapshot, WaitedTooLong
from libs.events.progress.publishing import read_snapshot

PAUSE_S: Final = 0.005
TAIL_A_PARTITION: Final = 100
FETCH_WAIT_MS: Final = 50
WANTED_S: Final = 0.5
"""So long after somebody looked positions are read as they come."""
LULL_S: Final = 1.0
"""So often what nobody looks at is read all the same, so that little is left to be read then."""

Checkpoints = Callable[[], Awaitable[Mapping[int, int]]]


class PublishedPositions:
    """The latest snapshots of services, read as they come while somebody looks at them.

    Each record wakes all who listen, and most of the time nobody waits: to read them one by one
    was two of five requests of a busy platform. What is old does no harm, it is only waited for.

    An owner publishes each second, and at most TAIL_A_PARTITION times in two: so the latest of
    all that have an owner lie in the tail of the topic, and the rest of it is not read. What has
    had no owner for longer counts as not published, and is waited for.
    """

    def __init__(self, broker: Broker, topics: Mapping[str, str], partitions: int) -> None:
        """`topics`: the progress topic of each service by its name."""
        self._service_of = {topic: service for service, topic in topics.items()}
        self._tail = TAIL_A_PARTITION * partitions
        self._consumer = AIOKafkaConsumer(
            **broker.consumer,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            fetch_max_wait_ms=FETCH_WAIT_MS,
        )
        self._places = [TopicPartition(topic, 0) for topic in self._service_of]
        self._latest: dict[str, dict[int, Snapshot]] = {service: {} for service in topics}
        self._unread: dict[str, dict[bytes, bytes]] = {service: {} for service in topics}
        """Newer than those, by key: decoded when somebody asks."""
        self._changed, self._wanted = asyncio.Event(), asyncio.Event()
        self._wanted_until_s = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> Self:
        await self._consumer.start()
        self._consumer.assign(self._places)
        begins = await self._consumer.beginning_offsets(self._places)
        for place, end in (await self._consumer.end_offsets(self._places)).items():
            self._consumer.seek(place, max(begins[place], end - self._tail))
        self._task = asyncio.create_task(self._read(), name="published positions")
        return self

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._consumer.stop()

    def of(self, service: str) -> Mapping[int, Snapshot]:
        """The latest of each partition that has published any: of those that were read.

        Who looks again soon sees them as they come. Raises KeyError.
        """
        self._wanted_until_s = time.monotonic() + WANTED_S
        self._wanted.set()
        latest, unread = self._latest[service], self._unread[service]
        while unread:
            snapshot = read_snapshot(*unread.popitem())
            latest[snapshot.partition] = snapshot
        return dict(latest)

    async def change(self, limit_s: float) -> None:
        """Wait for a new snapshot, at most that long."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(limit_s):
                await self._changed.wait()

    async def _read(self) -> None:
        while True:
            try:
                fetched = await self._consumer.getmany(timeout_ms=2 * FETCH_WAIT_MS)
            except KafkaError:  # the client goes on by itself; what is old is only slower
                continue
            is_behind = False  # a fetch has a size that it does not pass
            for place, records in fetched.items():
                unread = self._unread[self._service_of[place.topic]]
                unread.update({record.key: record.value for record in records})
                read_to = records[-1].offset + 1
                is_behind |= read_to < (self._consumer.highwater(place) or 0)
            if fetched:
                self._changed.set()
            if time.monotonic() > self._wanted_until_s and not is_behind:
                await self._lull()

    async def _lull(self) -> None:
        """Until somebody looks, or it is time again: the client fetches nothing meanwhile."""
        self._wanted.clear()
        self._consumer.pause(*self._places)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LULL_S):
                await self._wanted.wait()
        self._consumer.resume(*self._places)


class BrokerProgress(ProgressPort):
    """The port over broker and database; `until` gives one that waits no longer than that."""

    def __init__(
        self,
        positions: PublishedPositions,
        meter: Meter,
        checkpoints: Mapping[str, Checkpoints],
        *,
        deadline_s: float | None = None,
    ) -> None:
        """`checkpoints`: how to read them, of the services whose database is ours."""
        self._positions, self._meter, self._checkpoints = positions, meter, checkpoints
        self._deadline_s = deadline_s

    def within(self, limit_s: float) -> "BrokerProgress":
        """The same, whose `pause` raises WaitedTooLong after `limit_s` from now on."""
        return BrokerProgress(
            self._positions,
            self._meter,
            self._checkpoints,
            deadline_s=time.monotonic() + limit_s,
        )

    async def published(self, service: str) -> Mapping[int, Snapshot]:
        return self._positions.of(service)

    async def ends(self, topic: str) -> Mapping[int, int]:
        return await self._meter.ends(topic)

    async def checkpoints(self, service: str) -> Mapping[int, int]:
        return await self._checkpoints[service]()

    async def pause(self) -> None:
        if self._deadline_s is not None and time.monotonic() > self._deadline_s:
            raise WaitedTooLong
        await self._positions.change(PAUSE_S)
