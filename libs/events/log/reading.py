"""The one reader of a worker: every number of every input topic assigned, most of them paused."""

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from typing import Final, Self

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import OffsetOutOfRangeError

from libs.events.log.address import Broker
from libs.events.log.lanes import (
    BULK_PAUSE_ABOVE,
    BULK_RESUME_BELOW,
    PAUSE_ABOVE,
    RESUME_BELOW,
    Lane,
)

POLL_MS: Final = 1_000
"""What arrives ends a poll at once."""
QUIET_WAIT_MS: Final = 500
BRISK_WAIT_MS: Final = 50
"""A resumed partition waits for the fetch under way, so that one is short near a resume."""
BRISK_S: Final = 2.0
FETCH_BYTES: Final = 2 * 1024 * 1024


class InputReader:
    """Owning a number is seek and resume, losing it is pause; the assignment never changes."""

    def __init__(
        self, broker: Broker, topics: Sequence[str], partitions: int, *, bulk: str = ""
    ) -> None:
        """`bulk`: that one of `topics` whose records stand apart; empty: there is none."""
        self._topics = tuple(topics)
        self._prompt = tuple(topic for topic in topics if topic != bulk)
        self._bulk = tuple(topic for topic in topics if topic == bulk)
        self._consumer = AIOKafkaConsumer(
            **broker.consumer,
            isolation_level="read_committed",
            # Nothing is ever reset: a position that is not there any more is an error.
            auto_offset_reset="none",
            enable_auto_commit=False,
            fetch_max_wait_ms=BRISK_WAIT_MS,
            max_partition_fetch_bytes=FETCH_BYTES,
        )
        self.lanes: Mapping[int, Lane] = {number: Lane() for number in range(partitions)}
        self._task: asyncio.Task[None] | None = None
        self._opened_s = float("-inf")

    async def start(self) -> Self:
        await self._consumer.start()
        places = [place for number in self.lanes for place in self._places(number)]
        self._consumer.assign(places)
        for place in places:
            # A position from the first moment on, so that nobody asks for a committed one.
            self._consumer.seek(place, 0)
            self._consumer.pause(place)
        self._task = asyncio.create_task(self._drain(), name="reader")
        return self

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        await self._consumer.stop()

    @property
    def failure(self) -> BaseException | None:
        """Why reading ended by itself, if it did."""
        if self._task is None or not self._task.done() or self._task.cancelled():
            return None
        return self._task.exception()

    def open(self, number: int, positions: Mapping[str, int]) -> None:
        """Read on from `positions`. One step for the event loop: nothing comes in between."""
        self.lanes[number].open()
        self._opened_s = time.monotonic()
        self._choose_wait()
        for place in self._places(number):
            self._consumer.seek(place, positions[place.topic])
        self._consumer.resume(*self._places(number))

    def close(self, number: int) -> None:
        """Read no more of it, and forget what waits."""
        self._consumer.pause(*self._places(number))
        self.lanes[number].clear()

    async def positions(self, number: int) -> Mapping[str, int]:
        """Where the next record of each topic is read, past markers.

        Never suspends: every place has a position since the start.
        """
        return {place.topic: await self._consumer.position(place) for place in self._places(number)}

    def readable(self, number: int) -> Mapping[str, tuple[int, int]]:
        """Last stable offset and high watermark by topic, as of the last fetch; none while held."""
        lane, found = self.lanes[number], {}
        topics = () if lane.is_held else self._prompt
        topics = topics if lane.is_bulk_held else (*topics, *self._bulk)
        for place in self._places(number, topics):
            stable = self._consumer.last_stable_offset(place)
            end = self._consumer.highwater(place)
            if stable is not None and end is not None:
                found[place.topic] = (stable, end)
        return found

    def taken(self, number: int, count: int, bulk_count: int = 0) -> None:
        """The owner has taken the first `count` records of its lane, and so many of bulk."""
        lane = self.lanes[number]
        lane.drop_first(count, bulk_count)
        if lane.is_held and len(lane.records) < RESUME_BELOW:
            lane.is_held = False
            self._consumer.resume(*self._places(number, self._prompt))
        if lane.is_bulk_held and len(lane.bulk) < BULK_RESUME_BELOW:
            lane.is_bulk_held = False
            self._consumer.resume(*self._places(number, self._bulk))

    def _places(self, number: int, topics: Sequence[str] | None = None) -> list[TopicPartition]:
        """Of all topics when none are given."""
        return [
            TopicPartition(topic, number) for topic in (self._topics if topics is None else topics)
        ]

    async def _drain(self) -> None:
        """Take at once what was fetched: what lies in a client's buffer delays its neighbours."""
        while True:
            try:
                fetched = await self._consumer.getmany(timeout_ms=POLL_MS)
            except OffsetOutOfRangeError as failure:
                self._fail(failure)
                continue
            for place, records in fetched.items():
                lane = self.lanes[place.partition]
                lane.put(records, is_bulk=place.topic in self._bulk)
                self._hold(place.partition, lane)
            self._choose_wait()

    def _hold(self, number: int, lane: Lane) -> None:
        """Read no more for now of what is above its bound."""
        if not lane.is_open:
            return
        if not lane.is_held and len(lane.records) > PAUSE_ABOVE:
            lane.is_held = True
            self._consumer.pause(*self._places(number, self._prompt))
        if not lane.is_bulk_held and len(lane.bulk) > BULK_PAUSE_ABOVE:
            lane.is_bulk_held = True
            self._consumer.pause(*self._places(number, self._bulk))

    def _choose_wait(self) -> None:
        """Idle fetches are long, for each names every place; short where a resume is near.

        The client's public face sets this once, at its start.
        """
        is_near = time.monotonic() < self._opened_s + BRISK_S
        is_near = is_near or any(one.is_held or one.is_bulk_held for one in self.lanes.values())
        self._consumer._fetcher._fetch_max_wait_ms = BRISK_WAIT_MS if is_near else QUIET_WAIT_MS

    def _fail(self, failure: OffsetOutOfRangeError) -> None:
        places: Mapping[TopicPartition, int] = failure.args[0]
        for place in places:
            self._consumer.pause(place)
            self.lanes[place.partition].fail(failure)
