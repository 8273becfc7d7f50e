"""A broker that is fenced while much is committed: all that was acknowledged is read."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from pathlib import Path
from random import Random

import pytest

from libs.events.log.meter import Meter
from libs.testkit.counter import Count, tally
from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import wait_until
from tests.faults.fencing import fenceable

PARTITIONS = 16
"""So many that what a worker writes next mostly goes elsewhere: that would end what hangs."""
KEYS = tuple(tally("t", str(number)) for number in range(200))
AT_ONCE = 4
FENCES = 3
ANSWERED_WITHIN_S = 60.0
ASKERS = 4
"""So that at any moment something is committed."""


@pytest.mark.stack
@pytest.mark.timeout(480)
async def test_a_broker_that_was_fenced_for_a_moment_hides_nothing_for_ever(
    stack: Addresses, pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    """A transaction may be acknowledged just before, and its markers forgotten: ADR 0057.

    Not each fence makes it forget one; `test_marked.py` shows what becomes of one, without luck.
    """
    async with (
        fenceable(pytestconfig.rootpath, tmp_path / "broker") as (broker, proxy),
        counting(Addresses(broker.kafka, stack.postgres), partitions=PARTITIONS) as counter,
    ):
        async with counter.running():
            recorded = 0
            for fence in range(FENCES):
                is_over = asyncio.Event()
                chances = [Random(ASKERS * fence + one) for one in range(ASKERS)]
                asking = asyncio.gather(*(_asked(counter, is_over, one) for one in chances))
                async with broker.fenced(proxy):
                    is_over.set()
                recorded += sum(await asking)
            async with _meters(counter) as meters:
                await wait_until(partial(_is_all_read, counter, meters), "all is read", limit_s=30)
            assert recorded > 0
            # Each count goes on to another tally.
            reached = partial(_has_come_to, counter, 2 * recorded)
            await wait_until(reached, f"{recorded} counts went on", limit_s=30)
        refolded = await counter.refolded()
        assert refolded.differences == ()


async def _asked(counter: Counting, is_over: asyncio.Event, chance: Random) -> int:
    """Asks again and again; how much of it was recorded."""
    recorded = 0
    async with counter.edge() as edge:
        while not is_over.is_set():
            pairs = zip(chance.sample(KEYS, AT_ONCE), chance.sample(KEYS, AT_ONCE), strict=True)
            questions = [
                counter.question(key, Count(add=1, spread_to=(other,))) for key, other in pairs
            ]
            answers = await edge.ask_many(questions, wait_s=ANSWERED_WITHIN_S)
            recorded += sum(one is not None and one.outcome == "recorded" for one in answers)
    return recorded


async def _has_come_to(counter: Counting, least: int) -> bool:
    return await counter.total() >= least


@asynccontextmanager
async def _meters(counter: Counting) -> AsyncIterator[Sequence[Meter]]:
    """One is told the ends, the other how far what is committed can be read."""
    async with AsyncExitStack() as stack:
        meters = [Meter(counter.broker, counter.partitions, stable=one) for one in (False, True)]
        for meter in meters:
            stack.push_async_callback(meter.stop)
            await meter.start()
        yield meters


async def _is_all_read(counter: Counting, meters: Sequence[Meter]) -> bool:
    topics = counter.topics
    places = [
        (topic, number)
        for topic in (topics.events_topic, *topics.own_inboxes, topics.parked_topic)
        for number in range(counter.partitions)
    ]
    ends, readable = [await meter.ends_at(places) for meter in meters]
    return ends == readable
