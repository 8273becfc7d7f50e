"""Runs the one dispatcher beside the partitions of a process."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final

import structlog

from libs.chassis.ground import Ground
from libs.chassis.looking import Looks
from libs.chassis.parts import Given, Service
from libs.chassis.settings import ServiceSettings
from libs.events.contracts.topology import TOPOLOGY, ServiceTopics
from libs.events.effects.broker_port import BrokerEffects, Surroundings
from libs.events.effects.dispatching import Dispatcher
from libs.events.effects.effect import EffectKind, Outward
from libs.events.effects.watching import Watch
from libs.events.log.meter import Meter
from libs.events.log.topics import ensure_topics
from libs.events.loop.tracing import Tracing
from libs.events.loop.worker import NOT_THERE, Worker
from libs.events.progress.broker_port import BrokerProgress, PublishedPositions
from libs.events.progress.upstream import recalling

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 0.1
LOOK_SHARE: Final = 4
"""A look at much that waits is followed by a pause so many times as long."""
AGAIN_S: Final = 0.5
DRAIN_POLL_S: Final = 0.02


def effect_kind(settings: ServiceSettings, service: str, name: str, **bounds: Any) -> EffectKind:
    """A kind of effect that needs the barrier, bounded as the settings say.

    `bounds` are further fields of EffectKind, such as `at_once_max` or `uncertain`.
    """
    return EffectKind(
        name=name,
        service=service,
        barrier=recalling(TOPOLOGY, service),
        age_max_s=settings.effect_age_max_s,
        effect_limit_s=settings.effect_limit_s,
        deadline_s=settings.barrier_deadline_s,
        **bounds,
    )


class EffectsTask:
    """The dispatcher of one process."""

    def __init__(
        self,
        service: Service,
        given: Given,
        ground: Ground,
        worker: Callable[[], Worker | None],
        tracing: Tracing,
    ) -> None:
        assert service.effects is not None
        self._outwards, self._tracing = service.effects(given), tracing
        self._given, self._ground, self._worker = given, ground, worker
        self._own = service.topics
        self._dispatcher: Dispatcher | None = None

    async def run(self, watch: Watch) -> None:
        """For ever. What is under way survives a broker or database that is away for a while."""
        async with AsyncExitStack() as stack:
            port = await self._port(stack)
            self._dispatcher, looks = Dispatcher(port, self._outwards, TOPOLOGY, watch), Looks()
            while True:
                began_s = time.monotonic()
                try:
                    if (worker := self._worker()) is not None and looks.is_worth_it(
                        worker.checkpoints
                    ):
                        looks.found(await self._dispatcher.look())
                except NOT_THERE as absent:
                    log.warning("effects_wait", reason=type(absent).__name__)
                took_s = time.monotonic() - began_s
                await asyncio.sleep(max(LOOK_EVERY_S, LOOK_SHARE * took_s))

    async def drain(self, limit_s: float) -> None:
        """Begin nothing new, and finish and report what is started; at most that long."""
        dispatcher = self._dispatcher
        if dispatcher is None:
            return
        dispatcher.stop()
        ends_s = time.monotonic() + limit_s
        while not dispatcher.is_idle and time.monotonic() < ends_s:
            await asyncio.sleep(DRAIN_POLL_S)
        if not dispatcher.is_idle:
            log.warning("effects_left_under_way", limit_s=limit_s)

    async def _port(self, stack: AsyncExitStack) -> BrokerEffects:
        worker = await self._running_worker()
        surroundings = Surroundings(
            process=worker.token,
            partitions=self._given.settings.partitions,
            owned=self._given.owned,
            store=self._ground.store,
            edge=self._ground.edge,
            progress=await self._progress(stack),
            tracing=self._tracing,
        )
        port = BrokerEffects(surroundings)
        stack.push_async_callback(port.stop)
        return port

    async def _running_worker(self) -> Worker:
        while (worker := self._worker()) is None or not worker.readiness.is_ready:
            await asyncio.sleep(LOOK_EVERY_S)
        return worker

    async def _progress(self, stack: AsyncExitStack) -> BrokerProgress:
        while True:
            try:
                return await stack.enter_async_context(self._connected())
            except NOT_THERE as absent:
                log.warning("effects_wait", reason=type(absent).__name__)
                await asyncio.sleep(AGAIN_S)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[BrokerProgress]:
        broker, settings = self._ground.broker, self._given.settings
        services = listed(self._outwards, self._own)
        await ensure_topics(broker, services, settings.partitions, replicas=settings.replication)
        topics = {service.name: service.progress_topic for service in services}
        meter = Meter(broker, settings.partitions)
        positions = PublishedPositions(broker, topics, settings.partitions)
        try:
            await meter.start()
            await positions.start()
            yield BrokerProgress(positions, meter, {self._own.name: self._ground.store.checkpoints})
        finally:
            await positions.stop()
            await meter.stop()


def listed(outwards: Sequence[Outward], own: ServiceTopics) -> list[ServiceTopics]:
    """Every service that a barrier of these effects looks at, its own one last."""
    names = sorted({name for one in outwards for name in one.kind.barrier} - {own.name})
    return [*(TOPOLOGY[name] for name in names), own]
