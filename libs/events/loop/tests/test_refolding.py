"""Tables are compared with their log where they stand, while commands go on being decided."""

import asyncio
import json

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


async def test_what_a_build_before_did_not_know_of_a_state_is_no_difference(
    counter: Counting,
) -> None:
    key = tally("acme", "old")
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, key, Count(add=1))
        await counter.ask(edge, key, Name(name="first"))
    kept = json.loads(
        await counter.pool.fetchval("select state from states where stream = $1", key)
    )

    async def differences(state: bytes) -> list[str]:
        partition = await counter.pool.fetchval(
            "update states set state = $2 where stream = $1 returning partition", key, state
        )
        found = await counter.refolded()
        assert not found.unfolded
        assert all((one.partition, one.stream) == (partition, key) for one in found.differences)
        return [one.what for one in found.differences]

    other = "state is another than the log says"
    before = {name: value for name, value in kept.items() if name != "met"}
    assert await differences(json.dumps(before).encode()) == []
    assert await differences(json.dumps(kept | {"total": 7}).encode()) == [other]
    assert await differences(b"{}") == [other]
    assert await differences(b"no state at all") == [other]
