"""Tables are compared with their log where they stand, while commands go on being decided."""

import asyncio

from libs.events.loop.edge import Edge
from libs.events.loop.refolding import Difference
from libs.testkit.counter import Count, Name, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until


async def ask_on(counter: Counting, edge: Edge) -> None:
    for number in range(100_000):
        key = tally("acme", str(number))
        await asyncio.gather(
            counter.ask(edge, key, Count(add=1)),
            counter.ask(edge, key, Name(name=f"name-{number % 7}")),
        )


async def test_while_commands_are_decided_each_row_is_what_the_log_folds_to(
    counter: Counting,
) -> None:
    rows: list[int] = []

    async def has_grown_under_comparison() -> bool:
        found = await counter.refolded(is_live=True)
        assert (found.differences, dict(found.unfolded)) == ((), {})
        rows.append(found.rows)
        return len(rows) >= 5 and rows[-1] > rows[0] > 0

    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, tally("acme", "first"), Count(add=1))
        asking = asyncio.create_task(ask_on(counter, edge))
        await wait_until(has_grown_under_comparison, "rows came in meanwhile", limit_s=60)
        assert not asking.done(), asking.result()
        asking.cancel()
    assert rows == sorted(rows)


async def test_a_row_that_is_gone_is_told_while_commands_are_decided(counter: Counting) -> None:
    lost, kept = tally("acme", "lost"), tally("acme", "kept")
    async with counter.edge() as edge, counter.running():
        for key in (lost, kept):
            await counter.ask(edge, key, Count(add=1))
        partition = await counter.pool.fetchval(
            "delete from states where stream = $1 returning partition", lost
        )
        asking = asyncio.create_task(ask_on(counter, edge))
        found = await counter.refolded(is_live=True)
        asking.cancel()
    assert found.differences == (Difference(partition, lost, "state is missing"),)
