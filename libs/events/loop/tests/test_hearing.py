"""What another service says is heard once, from its beginning, whatever befalls."""

from collections.abc import AsyncIterator

import pytest

from libs.events.contracts.topology import TOPOLOGY, ServiceTopics
from libs.events.loop.seams import Point
from libs.testkit.counter import EVENTS, Count, Counted, Name, tally
from libs.testkit.counting import WIPE, Counting, counting
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import kill_at, wait_until

A = tally("t", "a")


@pytest.fixture
async def hearer(
    stack: Addresses, counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Counting]:
    """A counter that hears the other: a service more in the table of who hears whom."""
    monkeypatch.setitem(TOPOLOGY, counter.topics.name, counter.topics)
    async with counting(stack) as found:
        hears = {counter.topics.name: (Counted,)}
        found.topics = ServiceTopics(name=found.topics.name, events=EVENTS, hears=hears)
        yield found


async def total_is(hearer: Counting, expected: int) -> bool:
    return await hearer.total() == expected


async def test_what_was_said_before_is_heard_once_and_other_names_are_passed_over(
    counter: Counting, hearer: Counting
) -> None:
    async with counter.edge() as edge, counter.running():
        for add in (1, 2, 3):
            await counter.ask(edge, A, Count(add=add))
            await counter.ask(edge, A, Name(name="n"))
        async with hearer.running(deduplicate=False):
            await wait_until(lambda: total_is(hearer, 6), "1 + 2 + 3")
            await counter.ask(edge, A, Count(add=4))
            await wait_until(lambda: total_is(hearer, 10), "4 more")
            assert (await hearer.refolded()).differences == ()


@pytest.mark.parametrize("point", ["before_commit", "committed"])
async def test_what_is_heard_is_counted_once_over_deaths_and_wiped_databases(
    counter: Counting, hearer: Counting, point: Point
) -> None:
    async with counter.edge() as edge, counter.running():
        for add in (1, 2, 3):
            await counter.ask(edge, A, Count(add=add))
    await hearer.dies("one", kill_at(point), deduplicate=False)
    await hearer.pool.execute(WIPE)
    async with hearer.running("one", deduplicate=False):
        await wait_until(lambda: total_is(hearer, 6), "1 + 2 + 3")
        assert (await hearer.refolded()).differences == ()
    async with hearer.running("one", deduplicate=False) as worker:
        assert worker.readiness.is_ready
        assert await total_is(hearer, 6)
