"""A counter on the real broker and database: started, asked, killed, and read independently."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from aiokafka.admin import AIOKafkaAdminClient

from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.topics import ensure_topics
from libs.events.loop.edge import Edge, Question
from libs.events.loop.refolding import Refold, Refolded
from libs.events.loop.seams import Gauges, Listener, NoGauges, NoListener, NoProbe, Probe
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.store import Store
from libs.events.loop.tracing import NoTracing, Tracing
from libs.events.loop.worker import Worker
from libs.events.loop.working import Rules
from libs.postgres.pooling import open_pool
from libs.testkit.counter import Counter, counter_topics
from libs.testkit.outsider import Outsider
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import Killed, wait_until

SESSION_MS = 1_000
WIPE = "truncate checkpoints, states, lookups, outcomes"


class Shelf:
    """An object store in memory."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}

    async def get(self, tenant: str, object_hash: str) -> bytes:
        return self.objects[f"{tenant}/{object_hash}"]


@dataclass(slots=True, kw_only=True)
class Counting(Outsider):
    """One counter with topics and a database of its own."""

    pool: asyncpg.Pool
    contents: Shelf = field(default_factory=Shelf)
    release: type[Counter] = Counter
    """What the next worker decides with."""

    @property
    def rules(self) -> Rules:
        return Rules(Counter(self.topics.name))

    @property
    def store(self) -> Store:
        return Store(self.pool, self.rules)

    def worker(
        self,
        slot: str = "one",
        *,
        probe: Probe | None = None,
        gauges: Gauges | None = None,
        tracing: Tracing | None = None,
        listener: Listener | None = None,
        **figures: Any,
    ) -> Worker:
        """A worker that is not running yet."""
        deps = WorkerDeps(
            self.broker,
            self.pool,
            self.codec,
            contents=self.contents,
            probe=probe or NoProbe(),
            gauges=gauges or NoGauges(),
            tracing=tracing or NoTracing(),
            listener=listener or NoListener(),
        )
        settings = WorkerSettings(slot=slot, partitions=self.partitions, session_ms=SESSION_MS)
        return Worker(
            self.release(self.topics.name), self.topics, deps, replace(settings, **figures)
        )

    @asynccontextmanager
    async def running(
        self,
        slot: str = "one",
        *,
        probe: Probe | None = None,
        gauges: Gauges | None = None,
        tracing: Tracing | None = None,
        **figures: Any,
    ) -> AsyncIterator[Worker]:
        """A worker that runs and has folded what it owns."""
        worker = self.worker(slot, probe=probe, gauges=gauges, tracing=tracing, **figures)
        async with worker:
            task = asyncio.create_task(worker.run())
            try:
                await self.ready(worker, task)
                yield worker
            finally:
                worker.stop()
                with suppress(Killed):
                    await task

    async def ready(self, worker: Worker, task: "asyncio.Task[None]") -> None:
        async def is_ready() -> bool:
            if task.done():
                task.result()
            return worker.readiness.is_ready and bool(worker.readiness.owned)

        await wait_until(is_ready, "the worker owns and has folded")

    async def dies(self, slot: str, probe: Probe, **figures: Any) -> None:
        """Run a worker until its probe kills it."""
        async with self.worker(slot, probe=probe, **figures) as worker:
            with suppress(Killed):
                await worker.run()
                raise AssertionError("the worker was not killed")

    @asynccontextmanager
    async def edge(self) -> AsyncIterator[Edge]:
        edge = Edge(self.topics, self.broker, self.pool, self.codec, partitions=self.partitions)
        async with edge:
            yield edge

    def question(
        self, key: str, command: Command, command_id: str | None = None, *, is_bulk: bool = False
    ) -> Question:
        return Question(
            tenant=key.split("/", 1)[0],
            key=key,
            command=command,
            command_id=command_id or secrets.token_hex(13),
            body_hash=command.model_dump_json(),
            is_bulk=is_bulk,
        )

    async def ask(self, edge: Edge, key: str, command: Command) -> Answer:
        answer = await edge.ask(self.question(key, command), wait_s=15.0)
        assert answer is not None, f"{command!r} was not answered"
        return answer

    async def refolded(self, *, is_live: bool = False) -> Refolded:
        """The database compared with its log; where it stands, or once both are quiet."""
        refold = Refold(self.broker, self.topics, self.pool, self.codec, Counter(self.topics.name))
        return await refold.compare(self.partitions, is_live=is_live)

    async def states(self) -> Mapping[str, Any]:
        """What the database holds of tallies, by stream."""
        found = await self.pool.fetch("select stream, version, state from states")
        return {row["stream"]: (row["version"], row["state"]) for row in found}


@asynccontextmanager
async def counting(
    stack: Addresses, *, partitions: int = 4, has_bulk: bool = False
) -> AsyncIterator[Counting]:
    """A counter's topics and database, of their own, gone afterwards."""
    name = f"counter-{secrets.token_hex(4)}"
    database = name.replace("-", "_")
    await administer(stack, f'create database "{database}"')
    pool = await open_pool(address_of(stack.postgres, database), max_size=12)
    topics = counter_topics(name, has_bulk=has_bulk)
    broker = Broker(stack.kafka, environment=name)
    try:
        await ensure_topics(broker, [topics], partitions)
        yield Counting(broker=broker, topics=topics, pool=pool, partitions=partitions)
    finally:
        await asyncio.wait_for(pool.close(), 5.0)
        await delete_topics(broker, topics)
        await administer(stack, f'drop database "{database}" with (force)')


def address_of(postgres: str, database: str) -> str:
    """The same server's other database."""
    return urlunsplit(urlsplit(postgres)._replace(path=f"/{database}"))


async def administer(stack: Addresses, statement: str) -> None:
    """One statement on the server, beside every database of a test."""
    connection = await asyncpg.connect(stack.postgres)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def delete_topics(broker: Broker, topics: ServiceTopics) -> None:
    """Clients that know no topic yet ask for all there are: a broker full of them is slow."""
    admin = AIOKafkaAdminClient(**broker.client)
    try:
        await admin.start()
        await admin.delete_topics(
            [
                topics.events_topic,
                *topics.own_inboxes,
                topics.parked_topic,
                topics.progress_topic,
            ]
        )
    finally:
        await admin.close()
