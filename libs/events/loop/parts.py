"""What a running worker is made of, started in order and stopped in the reverse."""

from contextlib import AsyncExitStack
from dataclasses import dataclass

from libs.events.contracts.topology import TOPOLOGY, ServiceTopics
from libs.events.log.hint import GroupHint
from libs.events.log.meter import Meter
from libs.events.log.reading import InputReader
from libs.events.log.topics import ensure_topics
from libs.events.loop.backlog import Backlog
from libs.events.loop.batching import Batcher
from libs.events.loop.committing import Committer
from libs.events.loop.discarding import Discarder
from libs.events.loop.marking import Marking
from libs.events.loop.needing import Asker
from libs.events.loop.owner import ENDING
from libs.events.loop.owning import Owning
from libs.events.loop.reviving import Reviver
from libs.events.loop.sealing import Sealer
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.store import Store
from libs.events.loop.takeover import Takeovers
from libs.events.loop.telling import Telling
from libs.events.loop.working import Rules
from libs.events.progress.broker_port import BrokerProgress, PublishedPositions
from libs.events.progress.headroom import Headroom, filled_by
from libs.events.progress.publishing import Publisher
from libs.events.progress.upstream import downstream


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything of a worker but its owners."""

    owning: Owning
    meter: Meter
    store: Store
    progress: BrokerProgress


@dataclass(frozen=True, slots=True)
class Assembly:
    """How a worker's parts are put together."""

    rules: Rules
    topics: ServiceTopics
    deps: WorkerDeps
    settings: WorkerSettings
    process: str
    """Token of the worker: what it decides carries it."""

    async def prepare_database(self) -> Store:
        store = Store(self.deps.pool, self.rules)
        await store.migrate()
        return store

    async def start(self, stack: AsyncExitStack, store: Store) -> Parts:
        """Start all that talks to the broker; `stack` stops it, also after a failure here."""
        await ensure_topics(
            self.deps.broker,
            self._services(),
            self.settings.partitions,
            replicas=self.settings.replicas,
        )
        meter, stable = await self._meter(stack), await self._meter(stack, stable=True)
        positions = await self._positions(stack)
        progress = BrokerProgress(positions, meter, {self.topics.name: store.checkpoints})
        marking = Marking(self.topics, meter, stable)
        takeovers, batcher = self._takeovers(store, marking), self._batcher(store, progress)
        telling = Telling(self.topics, self.deps.gauges, self.deps.tracing)
        committer = Committer(self.topics, store, self.deps.probe, self.deps.gauges, marking)
        backlog = Backlog(takeovers, batcher, committer, progress, telling, ENDING)
        owning = Owning(
            takeovers=takeovers,
            batcher=batcher,
            committer=committer,
            reader=await self._reader(stack),
            publisher=await self._publisher(stack),
            hint=await self._hint(stack),
            reviver=Reviver(backlog),
            discarder=Discarder(backlog),
            headroom=self._headroom(positions, meter),
            telling=telling,
            settings=self.settings,
            deps=self.deps,
        )
        return Parts(owning, meter, store, progress)

    def _services(self) -> list[ServiceTopics]:
        """Itself, whom it hears, and where there is bulk whoever may be given too much by it."""
        reached = downstream(TOPOLOGY, self.topics.name) if self.topics.has_bulk else ()
        return [self.topics, *(TOPOLOGY[name] for name in sorted({*self.topics.hears, *reached}))]

    async def _meter(self, stack: AsyncExitStack, *, stable: bool = False) -> Meter:
        meter = Meter(self.deps.broker, self.settings.partitions, stable=stable)
        stack.push_async_callback(meter.stop)
        return await meter.start()

    async def _positions(self, stack: AsyncExitStack) -> PublishedPositions:
        topics = {service.name: service.progress_topic for service in self._services()}
        positions = PublishedPositions(self.deps.broker, topics, self.settings.partitions)
        stack.push_async_callback(positions.stop)
        return await positions.start()

    def _headroom(self, positions: PublishedPositions, meter: Meter) -> Headroom | None:
        if not self.topics.has_bulk:
            return None
        filled = list(filled_by(TOPOLOGY, self.topics))
        return Headroom(filled, positions.of, meter.ends_of, self.settings.bulk_short)

    def _takeovers(self, store: Store, marking: Marking) -> Takeovers:
        return Takeovers(
            broker=self.deps.broker,
            topics=self.topics,
            rules=self.rules,
            codec=self.deps.codec,
            store=store,
            meter=marking.meter,
            marking=marking,
            cached_rows_max=self.settings.cached_rows_max,
        )

    def _batcher(self, store: Store, progress: BrokerProgress) -> Batcher:
        contents_max = self.settings.cached_contents_max
        return Batcher(
            rules=self.rules,
            store=store,
            asker=Asker(self.rules, store, self.deps.contents, contents_max),
            sealer=Sealer(self.topics, self.rules, self.deps.codec),
            port=progress,
            settings=self.settings,
            gauges=self.deps.gauges,
            now=self.deps.now,
            process=self.process,
        )

    async def _reader(self, stack: AsyncExitStack) -> InputReader:
        reader = InputReader(
            self.deps.broker,
            self.topics.input_topics,
            self.settings.partitions,
            bulk=self.topics.bulk_topic,
        )
        stack.push_async_callback(reader.stop)
        return await reader.start()

    async def _publisher(self, stack: AsyncExitStack) -> Publisher:
        every_s = self.settings.publish_every_s
        publisher = Publisher(self.deps.broker, self.topics.progress_topic, every_s=every_s)
        stack.push_async_callback(publisher.stop)
        return await publisher.start()

    async def _hint(self, stack: AsyncExitStack) -> GroupHint:
        hint = GroupHint(
            self.deps.broker,
            self.topics.inbox_topic,
            f"{self.deps.broker.environment}.{self.topics.name}",
            slot=self.settings.slot,
            session_ms=self.settings.session_ms,
        )
        stack.push_async_callback(hint.stop)
        return await hint.start()
