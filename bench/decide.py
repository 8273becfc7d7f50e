"""The whole loop (read, load, decide, one transaction, fold) beside the bare one: rows `decide`."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

import uvloop

from bench.accounting import PARTITIONS, Accounting, accounting
from bench.accounts import CLEAR, SEALED, Change
from bench.bare import bare
from bench.measuring import Compared, Spent, spending, told
from bench.table import Row
from libs.chassis.collecting import calm_collector
from libs.events.loop.seams import NoGauges
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.worker import Worker
from libs.testkit.stack import Addresses, stack_for_tests
from libs.testkit.tripwire import wait_until

ROOT: Final = Path(__file__).resolve().parents[1]
RUNS: Final = 5
GOAL_SEALED: Final = 0.8
LIMIT_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Load:
    """So many inputs, in batches of at most so many."""

    inputs: int
    batch_max: int
    goal: float
    named: str


LARGE: Final = Load(12_000, 2_000, 0.25, "batches ≥ 1,000")
SMALL: Final = Load(4_000, 50, 0.10, "batches of 50")


class Awaited(NoGauges):
    """Tells when all inputs are decided and folded, and in how many batches."""

    def __init__(self, inputs: int) -> None:
        self.left, self.batches = inputs, 0
        self.done = asyncio.Event()

    def decided(self, partition: int, messages: int, seconds: float) -> None:
        self.left, self.batches = self.left - messages, self.batches + 1
        if self.left <= 0:
            self.done.set()


async def decide(accounts: Accounting, load: Load) -> tuple[Spent, int]:
    """A worker that waits is given all inputs at one moment; returns how many batches it took."""
    gauges = Awaited(load.inputs)
    deps = WorkerDeps(accounts.broker, accounts.pool, accounts.codec, gauges=gauges)
    settings = WorkerSettings(
        slot="one", partitions=PARTITIONS, session_ms=10_000, batch_max=load.batch_max
    )
    async with (
        Worker(accounts.accounts, accounts.topics, deps, settings) as worker,
        accounts.filled(load.inputs) as filling,
    ):
        working = asyncio.create_task(worker.run())

        async def is_ready() -> bool:
            return worker.readiness.is_ready and len(worker.readiness.owned) == PARTITIONS

        await wait_until(is_ready, "the worker owns and has folded")
        with spending() as spent:
            await filling.commit()
            async with asyncio.timeout(LIMIT_S):
                await gauges.done.wait()
            spent.records = load.inputs
        worker.stop()
        await working
    return spent, gauges.batches


async def measure(
    stack: Addresses, events: tuple[type[Change], ...], load: Load, runs: int
) -> tuple[Sequence[Compared], float]:
    """Each run has topics of its own; the first is not counted. Also the mean of a batch."""
    found, batches = [], []
    for _ in range(runs + 1):
        async with accounting(stack, events) as accounts:
            ours, taken = await decide(accounts, load)
            topic = accounts.topics.inbox_topic
            beside = await bare(accounts.broker, topic, PARTITIONS, accounts.pool)
            found.append(Compared(ours, beside))
            batches.append(load.inputs / taken)
    return found[1:], median(batches[1:])


def rows() -> list[Row]:
    calm_collector()
    with stack_for_tests(ROOT) as stack:
        return [row for load in (LARGE, SMALL) for row in _of(stack, load)]


def _of(stack: Addresses, load: Load) -> list[Row]:
    clear, clear_batch = uvloop.run(measure(stack, CLEAR, load, RUNS))
    ratio = median(one.ratio for one in clear)
    sealed, sealed_batch = uvloop.run(measure(stack, SEALED, load, RUNS))
    share = median(one.ratio for one in sealed) / ratio
    return [
        Row(
            f"read, load, decide, one transaction, fold ÷ bare loop, {load.named}",
            f"{told(clear)}, {clear_batch:.0f} a batch",
            f"≥ {load.goal:.2f}",
            ratio >= load.goal,
        ),
        Row(
            f"the same, one event of four with sealed fields ÷ the row above, {load.named}",
            f"{share:.2f}: {told(sealed)}, {sealed_batch:.0f} a batch",
            f"≥ {GOAL_SEALED}",
            share >= GOAL_SEALED,
        ),
    ]
