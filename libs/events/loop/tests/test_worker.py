"""A worker's life: it waits for what is not there, shares, measures, and drains when stopped."""

import asyncio
import time

import asyncpg

from deploy.local.ports import free_ports
from libs.events.log.address import Broker
from libs.events.loop.edge import Edge, NotTaken
from libs.events.loop.seams import NoGauges
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.worker import Worker
from libs.testkit.counter import Count, Counter, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import Tripwire, wait_until

KEYS = [tally("t", str(number)) for number in range(12)]


class Measured(NoGauges):
    """Gauges that remember their last value."""

    def __init__(self) -> None:
        self.takeover_seconds: list[float] = []
        self.transactions: list[float] = []
        self.folds: list[float] = []
        self.lags: dict[int, int] = {}
        self.owns: dict[int, bool] = {}
        self.takeovers: dict[int, int] = {}
        self.parked_keys: dict[int, int] = {}
        self.messages: dict[int, int] = {}
        self.events: dict[str, int] = {}

    def lag(self, partition: int, messages: int) -> None:
        self.lags[partition] = messages

    def owned(self, partition: int, *, here: bool) -> None:
        self.owns[partition] = here

    def took_over(self, partition: int, seconds: float) -> None:
        self.takeovers[partition] = self.takeovers.get(partition, 0) + 1
        self.takeover_seconds.append(seconds)

    def committed(self, seconds: float) -> None:
        self.transactions.append(seconds)

    def folded(self, seconds: float) -> None:
        self.folds.append(seconds)

    def parked(self, partition: int, keys: int) -> None:
        self.parked_keys[partition] = keys

    def decided(self, partition: int, messages: int, seconds: float) -> None:
        self.messages[partition] = self.messages.get(partition, 0) + messages

    def recorded(self, event: str, count: int) -> None:
        self.events[event] = self.events.get(event, 0) + count


async def waits_for(worker: Worker, what: str) -> None:
    """Run it until it says so, and stop it while it waits."""
    running = asyncio.create_task(worker.run())

    async def says_so() -> bool:
        return worker.readiness.waits_for == what

    await wait_until(says_so, f"the worker waits for its {what}")
    assert not worker.readiness.is_ready
    begun_s = time.monotonic()
    worker.stop()
    await running
    assert time.monotonic() - begun_s < 2


async def test_a_worker_without_its_broker_waits_says_so_and_can_be_stopped(
    counter: Counting,
) -> None:
    (port,) = free_ports(1)
    deps = WorkerDeps(Broker(f"127.0.0.1:{port}"), counter.pool, counter.codec)
    settings = WorkerSettings(slot="one", partitions=4)
    async with Worker(Counter(counter.topics.name), counter.topics, deps, settings) as worker:
        await waits_for(worker, "broker")


async def test_a_worker_without_its_database_waits_says_so_and_can_be_stopped(
    counter: Counting,
) -> None:
    (port,) = free_ports(1)
    async with asyncpg.create_pool(f"postgresql://u@127.0.0.1:{port}/x", min_size=0) as pool:
        deps = WorkerDeps(counter.broker, pool, counter.codec)
        settings = WorkerSettings(slot="one", partitions=4)
        async with Worker(Counter(counter.topics.name), counter.topics, deps, settings) as worker:
            await waits_for(worker, "database")


async def test_an_edge_without_its_broker_takes_nothing_and_does_not_hang(
    counter: Counting,
) -> None:
    (port,) = free_ports(1)
    await counter.store.migrate()
    edge = Edge(
        counter.topics,
        Broker(f"127.0.0.1:{port}"),
        counter.pool,
        counter.codec,
        partitions=4,
    )
    async with edge:
        try:
            await asyncio.wait_for(edge.ask(counter.question(KEYS[0], Count(add=1))), 8)
        except NotTaken:
            return
    raise AssertionError("the command was not refused")


async def test_a_stopped_worker_finishes_what_it_has_in_hand(counter: Counting) -> None:
    in_hand = asyncio.Event()

    async def stop_now(_: int) -> None:
        in_hand.set()

    async with counter.edge() as edge:
        probe = Tripwire("before_commit", stop_now)
        async with counter.running("one", probe=probe, deduplicate=False):
            questions = [counter.question(key, Count(add=1)) for key in KEYS]
            asking = asyncio.create_task(edge.ask_many(questions, wait_s=20))
            await asyncio.wait_for(in_hand.wait(), 10)
        async with counter.running("two", deduplicate=False):
            assert all(answer is not None for answer in await asking)
            assert await counter.total() == len(KEYS)


async def test_two_workers_share_the_partitions_and_each_measures_its_own(
    counter: Counting,
) -> None:
    one, two = Measured(), Measured()
    async with (
        counter.edge() as edge,
        # A session that a slow machine does not miss: who is thought dead gives up his share.
        counter.running("one", gauges=one, session_ms=6_000),
        counter.running("two", gauges=two, session_ms=6_000),
    ):

        async def are_shared() -> bool:
            return one.owns == {0: True, 1: True, 2: False, 3: False}

        await wait_until(are_shared, "the first gives up the upper half")
        before = sum(one.messages.values()), sum(two.messages.values())
        await edge.ask_many([counter.question(key, Count(add=1)) for key in KEYS])
        assert before == (0, 0)
        assert set(one.messages) == {0, 1}
        assert set(two.messages) == {2, 3}
        assert sum(one.messages.values()) + sum(two.messages.values()) == len(KEYS)
        counted = "relance.counter.counted.v1"
        assert one.events[counted] + two.events[counted] == len(KEYS)

        async def nothing_waits() -> bool:
            return {**one.lags, **two.lags} == dict.fromkeys(range(4), 0)

        await wait_until(nothing_waits, "the lag is measured as none")
    assert two.takeovers == {2: 1, 3: 1}
