"""Own events folded into rows of states, as a takeover or a refill folds them: row `fold`."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Final

import uvloop

from bench.accounting import PARTITIONS, Accounting, accounting
from bench.accounts import CLEAR
from bench.bare import bare
from bench.measuring import Compared, Spent, spending, told
from bench.table import Row
from libs.chassis.collecting import calm_collector
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.loop.marking import Marking
from libs.events.loop.takeover import Takeovers
from libs.events.loop.working import Rules
from libs.testkit.stack import Addresses, stack_for_tests

ROOT: Final = Path(__file__).resolve().parents[1]
EVENTS: Final = 30_000
RUNS: Final = 5
GOAL: Final = 0.50
CACHED_ROWS: Final = 20_000


async def fold(accounts: Accounting, events: int) -> Spent:
    """All partitions taken over from an empty database, together."""
    await accounts.pool.execute("truncate checkpoints, states, lookups, outcomes")
    meter = await Meter(accounts.broker, PARTITIONS).start()
    stable = await Meter(accounts.broker, PARTITIONS, stable=True).start()
    takeovers = Takeovers(
        broker=accounts.broker,
        topics=accounts.topics,
        rules=Rules(accounts.accounts),
        codec=accounts.codec,
        store=accounts.store,
        meter=meter,
        marking=Marking(accounts.topics, meter, stable),
        cached_rows_max=CACHED_ROWS,
    )
    producers = [
        TransactionalProducer(accounts.broker, f"{accounts.broker.environment}.{number}")
        for number in range(PARTITIONS)
    ]
    try:
        with spending() as spent:
            await asyncio.gather(
                *(takeovers.take(number, one) for number, one in enumerate(producers))
            )
            spent.records = events
        changes = await accounts.pool.fetchval("select sum(version) from states")
        assert changes == events, f"{changes} of {events} events are folded"
        return spent
    finally:
        await asyncio.gather(*(producer.drop() for producer in producers))
        await meter.stop()
        await stable.stop()


async def measure(stack: Addresses, events: int, runs: int) -> Sequence[Compared]:
    """Each run folds the same log and copies it bare; the first is not counted."""
    found = []
    async with accounting(stack, CLEAR) as accounts:
        await accounts.write_events(events)
        for _ in range(runs + 1):
            ours = await fold(accounts, events)
            topic = accounts.topics.events_topic
            beside = await bare(accounts.broker, topic, PARTITIONS, accounts.pool)
            found.append(Compared(ours, beside))
    return found[1:]


def rows() -> list[Row]:
    calm_collector()
    with stack_for_tests(ROOT) as stack:
        found = uvloop.run(measure(stack, EVENTS, RUNS))
    ratio = median(one.ratio for one in found)
    return [
        Row(
            "fold of 500-byte events of 20 types into rows of states, events a client CPU second"
            " ÷ bare loop",
            told(found),
            f"≥ {GOAL:.2f}",
            ratio >= GOAL,
        )
    ]
