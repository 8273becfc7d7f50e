"""The dispatcher's surroundings twice: over the real broker and database, and in memory."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol, TypeVar

import asyncpg

from libs.events.codec.codec import Codec
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.writing import NewQuestion
from libs.events.contracts.model import Command
from libs.events.effects.broker_port import BrokerEffects, Surroundings
from libs.events.effects.dispatching import Dispatcher
from libs.events.effects.effect import Outward
from libs.events.effects.port import EffectsPort
from libs.events.effects.watching import NoWatch
from libs.events.log.meter import Meter
from libs.events.loop.edge import Edge, Question
from libs.events.loop.rows import decode
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.store import Store
from libs.events.loop.worker import Worker
from libs.events.loop.working import Rules
from libs.events.progress.broker_port import BrokerProgress, PublishedPositions
from libs.kernel.keys import partition_of
from libs.postgres.database import address_of
from libs.testkit.counter import Counter, counter_topics, tally
from libs.testkit.counting import Counting, administer, counting, delete_topics
from libs.testkit.letterbox import LetterRules, LetterWork, letter_kind
from libs.testkit.letters import COMMANDS, Letter, LettersDecider, letter_of, letters_topics
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import wait_until
from libs.testkit.world.dispatching import DispatchTask
from libs.testkit.world.effects import SimulatedEffects
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.turns import Running
from libs.testkit.world.world import World

T = TypeVar("T")

PARTITIONS = 2
BOUNDS = {"age_max_s": 5.0, "effect_limit_s": 1.0, "deadline_s": 1.0, "again_s": 0.2}
STEPS_MAX = 50_000


def key_in(tenant: str, number: int) -> str:
    """A key of that partition; the letters of partition 0 are dispatched."""
    keys = (tally(tenant, f"x{n}") for n in range(99))
    return next(key for key in keys if partition_of(key, PARTITIONS) == number)


class EffectsHarness(Protocol):
    """Letters and a counter that stands on their barrier's list; partition 0 is dispatched."""

    tenant: str
    """Of this harness alone."""
    work: LetterWork
    counter: str
    """Name of the counter."""

    @property
    def port(self) -> EffectsPort: ...

    async def tell(self, service: str, key: str, command: Command) -> None:
        """A command from the edge of `counter` or `letters`; decided, or parked, afterwards."""

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work`, which uses the port, comes to."""

    async def letter(self, key: str) -> Letter:
        """As it is folded."""

    async def until(self, key: str, holds: Callable[[Letter], bool], reason: str) -> None:
        """Let the dispatcher look and everything go on until the letter is so."""


@dataclass(slots=True)
class Office:
    """What a process of letters has, on the real broker and database."""

    worker: Worker
    store: Store
    edge: Edge
    pool: asyncpg.Pool
    port: BrokerEffects


@dataclass(slots=True)
class Street:
    """A counter and an office, used by one test after the other, each as a tenant of its own."""

    counting: Counting
    counter_edge: Edge
    office: Office
    name: str
    tenants: int = 0

    def harness(self) -> "BrokerHarness":
        self.tenants += 1
        return BrokerHarness(self, f"t{self.tenants}")


class BrokerHarness:
    """Over Kafka and PostgreSQL."""

    def __init__(self, street: Street, tenant: str) -> None:
        self.counter, self.tenant = street.counting.topics.name, tenant
        self.work = LetterWork()
        self._office, self._counter_edge = street.office, street.counter_edge
        self.port: BrokerEffects = street.office.port
        kind = letter_kind(street.name, self.counter, **BOUNDS)
        topology = {self.counter: street.counting.topics, street.name: letters_topics(street.name)}
        outward = Outward(kind, LetterRules(), self.work)
        self._dispatcher = Dispatcher(self.port, [outward], topology)

    async def tell(self, service: str, key: str, command: Command) -> None:
        question = Question(self.tenant, key, command, secrets.token_hex(8), "h")
        if service == "letters":
            assert await self._office.edge.ask(question) is not None
        else:
            await self._counter_edge.ask(question, wait_s=2.0)

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        return await asyncio.wait_for(work, 20.0)

    async def letter(self, key: str) -> Letter:
        row = await self._office.pool.fetchval(
            "select state from states where stream = $1", letter_of(key)
        )
        found: Letter = Letter() if row is None else decode(row, Letter)
        return found

    async def until(self, key: str, holds: Callable[[Letter], bool], reason: str) -> None:
        async def is_so() -> bool:
            await self._dispatcher.look()
            return holds(await self.letter(key))

        await wait_until(is_so, reason)


class SimulatedHarness:
    """Over topics and databases in memory."""

    def __init__(self) -> None:
        self.counter, self.tenant = "counter", "t"
        self.work = LetterWork()
        self.world = World(
            {"counter": Counter("counter"), "letters": LettersDecider("letters")},
            {"counter": counter_topics("counter"), "letters": letters_topics("letters")},
            Random(1),
            partitions=PARTITIONS,
        )
        habits = self.world.premises.habits
        habits.asides = habits.unanswered = habits.retries = 0.0
        outward = Outward(letter_kind("letters", "counter", **BOUNDS), LetterRules(), self.work)
        DispatchTask(self.world, ("letters", 0), [outward], NoWatch())
        self._scheduler = Scheduler(self.world, Weather(), lambda: False, [])
        self._told = 0
        self._step_until(lambda: len(self.world.owners) == len(self.world.sites), "all start")
        process = self.world.owners["letters", 0].process
        self.port = SimulatedEffects(self.world, ("letters", 0), process)

    def silence(self) -> None:
        """Nobody owns the counter, and nobody ever has."""
        for site in [site for site in self.world.sites if site[0] == "counter"]:
            self.world.kill(site)
            self.world.sites.remove(site)
        self.world.premises.published.pop("counter", None)
        self._scheduler = Scheduler(self.world, Weather(), lambda: False, [])

    async def tell(self, service: str, key: str, command: Command) -> None:
        self._told += 1
        name = f"told-{self._told}"
        self.world.post(service, NewQuestion(name, "t", key, command, name))
        shelf = self.world.premises.databases[service].shelves[partition_of(key, PARTITIONS)]
        self._step_until(
            lambda: name in shelf.answers or (service, key) in self.world.parked(),
            f"{command!r} is decided",
        )

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        found: list[T | Exception] = []

        async def finish() -> None:
            try:
                found.append(await work)
            except Exception as error:  # given to whoever waits for it
                found.append(error)

        running = Running(finish())

        def is_done() -> bool:
            if not running.ended:
                running.step()
            return running.ended

        self._step_until(is_done, "the work is done")
        (result,) = found
        if isinstance(result, Exception):
            raise result
        return result

    async def letter(self, key: str) -> Letter:
        row = (
            self.world.premises.databases["letters"]
            .shelves[partition_of(key, PARTITIONS)]
            .rows.get(letter_of(key))
        )
        found: Letter = Letter() if row is None else row.state
        return found

    async def until(self, key: str, holds: Callable[[Letter], bool], reason: str) -> None:
        for _ in range(STEPS_MAX):
            if holds(await self.letter(key)):
                return
            self._scheduler.step()
        raise TimeoutError(reason)

    def _step_until(self, holds: Callable[[], bool], reason: str) -> None:
        for _ in range(STEPS_MAX):
            if holds():
                return
            self._scheduler.step()
        raise TimeoutError(reason)


@asynccontextmanager
async def street_on(stack: Addresses, *, is_silent: bool = False) -> AsyncIterator[Street]:
    """Letters of their own beside a counter, whose worker runs unless it is silent."""
    name = f"letters-{secrets.token_hex(4)}"
    async with AsyncExitStack() as running:
        counter = await running.enter_async_context(counting(stack, partitions=PARTITIONS))
        if not is_silent:
            await running.enter_async_context(counter.running(session_ms=6_000))
        edge = await running.enter_async_context(counter.edge())
        office = await running.enter_async_context(_office(stack, counter, name))
        yield Street(counter, edge, office, name)
        await office.port.stop()


@asynccontextmanager
async def _office(stack: Addresses, counter: Counting, name: str) -> AsyncIterator[Office]:
    topics, broker, database = letters_topics(name), counter.broker, name.replace("-", "_")
    async with AsyncExitStack() as stops:
        await administer(stack, f'create database "{database}"')
        dropping = f'drop database "{database}" with (force)'
        stops.push_async_callback(administer, stack, dropping)
        pool = await asyncpg.create_pool(
            address_of(stack.postgres, database), min_size=1, max_size=8
        )
        stops.push_async_callback(pool.close)
        codec = Codec(topics, MemoryKeyring(), COMMANDS)
        worker = Worker(
            LettersDecider(name),
            topics,
            WorkerDeps(broker, pool, codec),
            WorkerSettings(slot="one", partitions=PARTITIONS, session_ms=6_000),
        )
        stops.push_async_callback(delete_topics, broker, topics)
        await stops.enter_async_context(worker)
        task = asyncio.create_task(worker.run())
        stops.push_async_callback(_stopped, worker, task)
        await counter.ready(worker, task)
        edge = Edge(topics, broker, pool, codec, partitions=PARTITIONS)
        await stops.enter_async_context(edge)
        store = Store(pool, Rules(LettersDecider(name)))
        progress = await _progress(stops, counter, name, store)
        around = Surroundings(
            process=worker.token,
            partitions=PARTITIONS,
            owned=lambda: frozenset({0}),
            store=store,
            edge=edge,
            progress=progress,
        )
        yield Office(worker, store, edge, pool, BrokerEffects(around))


async def _stopped(worker: Worker, task: "asyncio.Task[None]") -> None:
    worker.stop()
    await task


async def _progress(
    stops: AsyncExitStack, counter: Counting, name: str, store: Store
) -> BrokerProgress:
    services = (counter.topics, letters_topics(name))
    topics = {service.name: service.progress_topic for service in services}
    positions = PublishedPositions(counter.broker, topics, counter.partitions)
    stops.push_async_callback(positions.stop)
    await positions.start()
    meter = Meter(counter.broker, PARTITIONS)
    stops.push_async_callback(meter.stop)
    await meter.start()
    return BrokerProgress(positions, meter, {name: store.checkpoints})
