"""What a worker that has touched many streams holds in memory: row `memory`."""

import asyncio
import multiprocessing
import os
from pathlib import Path
from typing import Final

import uvloop

from bench.accounting import PARTITIONS, Accounting, accounting
from bench.accounts import CLEAR
from bench.decide import Awaited
from bench.table import Row
from libs.chassis.collecting import calm_collector
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.worker import Worker
from libs.postgres.pooling import open_pool
from libs.testkit.stack import Addresses, stack_for_tests

ROOT: Final = Path(__file__).resolve().parents[1]
STREAMS: Final = 100_000
GOAL_MIB: Final = 300
LIMIT_S: Final = 600.0
KIB_A_MIB: Final = 1024


def resident_mib() -> int:
    lines = Path(f"/proc/{os.getpid()}/status").read_text("ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) // KIB_A_MIB


def touched_mib(kafka: str, name: str, database: str) -> tuple[int, int]:
    """In a process of its own: before it begins, and when it has decided what lies in its inbox."""
    calm_collector()
    return uvloop.run(_touched_mib(kafka, name, database))


async def _touched_mib(kafka: str, name: str, database: str) -> tuple[int, int]:
    before = resident_mib()
    awaited = Awaited(STREAMS)
    async with await open_pool(database, max_size=12) as pool:
        broker, topics = Broker(kafka, environment=name), ServiceTopics(name, CLEAR, {})
        accounts = Accounting(broker, topics, pool, MemoryKeyring(), CLEAR)
        deps = WorkerDeps(broker, pool, accounts.codec, gauges=awaited)
        settings = WorkerSettings(slot="one", partitions=PARTITIONS)
        async with Worker(accounts.accounts, topics, deps, settings) as worker:
            working = asyncio.create_task(worker.run())
            async with asyncio.timeout(LIMIT_S):
                await awaited.done.wait()
            after = resident_mib()
            worker.stop()
            await working
    return before, after


async def measure(stack: Addresses) -> tuple[int, int]:
    async with accounting(stack, CLEAR) as accounts:
        accounts.keys = STREAMS
        async with accounts.filled(STREAMS) as filling:
            await filling.commit()
        with multiprocessing.get_context("spawn").Pool(1) as alone:
            place = stack.kafka, accounts.topics.name, accounts.address
            return await asyncio.to_thread(alone.apply, touched_mib, place)


def rows() -> list[Row]:
    with stack_for_tests(ROOT) as stack:
        before, after = uvloop.run(measure(stack))
    kept = WorkerSettings(slot="one", partitions=PARTITIONS).cached_rows_max
    return [
        Row(
            f"memory of a worker with {STREAMS:,} streams touched, {PARTITIONS} partitions",
            f"{after} MiB ({before} before it began; at most {kept:,} states a partition)",
            f"< {GOAL_MIB} MiB, bounded",
            after < GOAL_MIB,
        )
    ]
