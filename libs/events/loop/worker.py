"""A worker: the process's share of a service's partitions, owned while it runs."""

import asyncio
import time
import uuid
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final, Self

import asyncpg
import structlog
from aiokafka.errors import KafkaError

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.holding import HeldBack
from libs.events.loop.decider import Decider
from libs.events.loop.deciding import reason_of
from libs.events.loop.owner import Owner
from libs.events.loop.parts import Assembly, Parts
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.working import Rules
from libs.events.progress.broker_port import BrokerProgress

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 1.0
MEASURE_EVERY_S: Final = 2.0
AGAIN_S: Final = 0.5
COMMIT_EVERY_S: Final = 5.0
FORGET_EVERY_S: Final = 3_600.0
SAY_EVERY_S: Final = 10.0
NOT_THERE: Final = (
    KafkaError,
    OSError,
    AssertionError,  # of aiokafka, after a fatal error
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class ReaderEnded(Exception):
    """The reader of the inputs ended by itself: nothing would be decided any more."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the worker's partitions are being decided, and what it waits for if not."""

    is_ready: bool
    owned: tuple[int, ...] = ()
    folded: tuple[int, ...] = ()
    """Owned numbers whose fold has caught up with the log."""
    waits_for: str = ""


class Worker:
    """Owns partition numbers of one service as the group hints, until it is stopped.

        async with Worker(decider, MATCHING, deps, settings) as worker:
            await worker.run()

    `run` ends after `stop`, or raises what ends the process: LogLost and its like.
    """

    def __init__(
        self, decider: Decider, topics: ServiceTopics, deps: WorkerDeps, settings: WorkerSettings
    ) -> None:
        self.token = uuid.uuid4().hex
        """New with each worker: tells its decisions and starts from any other process's."""
        rules = Rules(decider, settings.written_before)
        self._assembly = Assembly(rules, topics, deps, settings, self.token)
        self._topics, self._deps, self._settings = topics, deps, settings
        self._stack = AsyncExitStack()
        self._stopping = asyncio.Event()
        self._parts: Parts | None = None
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._waits_for = "database"
        self._last_s: dict[str, float] = {}
        self._held_back = HeldBack()
        self.owners: dict[int, Owner] = {}
        """By partition number."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    def stop(self) -> None:
        """Let `run` end: batches under way are finished, within the drain limit."""
        self._stopping.set()

    @property
    def readiness(self) -> Readiness:
        if self._parts is None:
            return Readiness(is_ready=False, waits_for=self._waits_for)
        hint = self._parts.owning.hint
        folded = {n for n, owner in self.owners.items() if owner.tenure is not None}
        is_ready = hint.has_joined and hint.owned <= folded and not self._stopping.is_set()
        return Readiness(
            is_ready=is_ready,
            owned=tuple(sorted(hint.owned)),
            folded=tuple(sorted(folded)),
            waits_for="" if is_ready else "folds" if hint.has_joined else "its share",
        )

    @property
    def checkpoints(self) -> Mapping[int, int]:
        """Up to where each owned partition is folded; what a fold changed has moved one of them."""
        return {
            number: owner.tenure.checkpoint
            for number, owner in self.owners.items()
            if owner.tenure is not None
        }

    @property
    def progress(self) -> BrokerProgress:
        """Rounds and cuts over this broker, for the service's own tasks. Only while it runs."""
        if self._parts is None:
            raise RuntimeError("the worker has not begun")
        return self._parts.progress

    async def run(self) -> None:
        """Own and decide until `stop`. Waits for broker and database as long as it takes."""
        beginning = asyncio.create_task(self._begin(), name="beginning")
        await self._until_stopped_or([beginning])
        if not beginning.done():
            beginning.cancel()
            await asyncio.wait([beginning])
            return
        self._parts = parts = beginning.result()
        measuring = asyncio.create_task(self._measure(parts), name="measuring")
        try:
            while not self._stopping.is_set():
                self._supervise(parts)
                changed = asyncio.create_task(parts.owning.hint.changed.wait())
                await self._until_stopped_or([changed, *self._tasks.values()])
                changed.cancel()
                parts.owning.hint.changed.clear()
        finally:
            measuring.cancel()
            await self._drain()

    async def _begin(self) -> Parts:
        while True:
            try:
                self._waits_for = "database"
                store = await self._assembly.prepare_database()
                self._waits_for = "broker"
                return await self._assembly.start(self._stack, store)
            except NOT_THERE as error:
                if self._is_time(f"say {self._waits_for}", SAY_EVERY_S):
                    log.warning("worker_waits", waits_for=self._waits_for, error=reason_of(error))
                await self._stack.aclose()
            await asyncio.sleep(AGAIN_S)

    async def _until_stopped_or(self, tasks: Sequence[asyncio.Task[Any]]) -> None:
        """Until `stop`, one of `tasks` ends, or it is time to look at all again."""
        stopping = asyncio.create_task(self._stopping.wait())
        try:
            while not self._stopping.is_set() and not any(task.done() for task in tasks):
                await asyncio.wait(
                    [stopping, *tasks], timeout=LOOK_EVERY_S, return_when=asyncio.FIRST_COMPLETED
                )
                if self._parts is not None:
                    return
        finally:
            stopping.cancel()

    def _supervise(self, parts: Parts) -> None:
        """A task for each number that the group gives us; raises what ended one of them."""
        if (failure := parts.owning.reader.failure) is not None:
            raise ReaderEnded from failure
        for number, task in list(self._tasks.items()):
            if task.done():
                self._forget(parts, number)
                task.result()
        owned = parts.owning.hint.owned
        for number, owner in self.owners.items():
            if number not in owned:
                owner.stop()
        for number in sorted(owned - self._tasks.keys()):
            owner = self.owners[number] = Owner(number, parts.owning)
            self._tasks[number] = asyncio.create_task(owner.run(), name=f"owner {number}")
            parts.owning.publisher.watch(number, owner.snapshot)
            self._deps.gauges.owned(number, here=True)

    def _forget(self, parts: Parts, number: int) -> None:
        del self._tasks[number], self.owners[number]
        parts.owning.publisher.unwatch(number)
        self._deps.gauges.owned(number, here=False)

    async def _measure(self, parts: Parts) -> None:
        """Lag, the group's offsets, old outcomes; beside all else, for it may have to wait."""
        while True:
            try:
                await self._measure_lag(parts)
                if self._is_time("commit", COMMIT_EVERY_S):
                    await self._commit_to_group(parts)
                if self._is_time("forget", FORGET_EVERY_S):
                    await parts.store.forget_outcomes(self._settings.outcomes_kept_days)
            except NOT_THERE as error:  # owners find out by themselves, and it is tried again
                log.warning("not_measured", error=type(error).__name__)
            await asyncio.sleep(MEASURE_EVERY_S)

    def _is_time(self, what: str, every_s: float) -> bool:
        now_s = time.monotonic()
        if now_s - self._last_s.get(what, float("-inf")) < every_s:
            return False
        self._last_s[what] = now_s
        return True

    async def _measure_lag(self, parts: Parts) -> None:
        ends = await parts.meter.ends_of(self._topics.input_topics)
        for number, owner in list(self.owners.items()):
            snapshot = await owner.snapshot()
            if snapshot is not None and number in self.owners:  # it may have gone meanwhile
                lags = _lags(ends, number, snapshot.positions)
                bulk = lags.pop(self._topics.bulk_topic, None)
                self._deps.gauges.lag(number, sum(lags.values()))
                if bulk is not None:
                    self._deps.gauges.bulk_lag(number, bulk)
                readable = parts.owning.reader.readable(number)
                self._deps.gauges.held_back(number, self._held_back.seconds(number, readable))

    async def _commit_to_group(self, parts: Parts) -> None:
        """For lag tools and autoscalers; nobody of ours reads it back."""
        inbox = self._topics.inbox_topic
        positions = {
            number: owner.tenure.positions[inbox]
            for number, owner in self.owners.items()
            if owner.tenure is not None
        }
        if positions:
            await parts.owning.hint.prove(positions)

    async def _drain(self) -> None:
        """Let batches under way finish; what takes too long is cut off, and taken over later."""
        self._stopping.set()
        for owner in self.owners.values():
            owner.stop()
        tasks = list(self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=self._settings.drain_s * 0.6)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _lags(
    ends: Mapping[str, Mapping[int, int]], number: int, positions: Mapping[str, int]
) -> dict[str, int]:
    """How far a partition is behind on each topic."""
    return {
        topic: max(by_number[number] - positions.get(topic, 0), 0)
        for topic, by_number in ends.items()
    }
