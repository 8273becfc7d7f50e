"""A parked key on the real loop: mended, retried in order while it stays parked, then freed."""

from dataclasses import replace

import pytest

from libs.events.loop.decider import Decision, Found, Message, States
from libs.events.loop.parked import ask_retry, list_parked, retry_outcome
from libs.events.loop.reviving import FREED
from libs.events.progress.port import TenantHeld
from libs.events.progress.rounds import rounds
from libs.kernel.keys import partition_of
from libs.testkit.counter import Break, Count, Counter, Name, Search, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until

A = tally("t", "a")
B = next(
    key
    for number in range(99)
    if partition_of(key := tally("t", str(number)), 4) != partition_of(A, 4)
)


class MendedCounter(Counter):
    """The next release: what crashed counts a hundred."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, Break):
            message = replace(message, body=Count(add=100))
        return super().decide(message, states, found)


async def retried(counter: Counting, key: str) -> str:
    """What the owner says of a retry."""
    (summary,) = [one for one in await list_parked(counter.pool, "t") if one.key == key]
    await ask_retry(counter.pool, summary)

    async def is_told() -> bool:
        return await retry_outcome(counter.pool, summary) is not None

    await wait_until(is_told, "the owner has retried the key")
    outcome = await retry_outcome(counter.pool, summary)
    assert outcome is not None
    return outcome


async def parked_behind(counter: Counting, count: int) -> None:
    """Until so many wait behind the one key."""

    async def are_there() -> bool:
        return [one.waiting for one in await list_parked(counter.pool, "t")] == [count]

    await wait_until(are_there, f"{count} wait behind the key")


async def test_a_mended_key_is_decided_in_order_and_freed_with_its_last_message(
    counter: Counting,
) -> None:
    behind = [
        counter.question(A, Break()),
        # Looks up at a cut, and sends on to another partition.
        counter.question(A, Name(name="Ann", hand_to=B)),
        counter.question(A, Search(name="Ann")),
        counter.question(A, Count(add=10, spread_to=(B,))),
    ]
    async with counter.edge() as edge:
        async with counter.running() as worker:
            await counter.ask(edge, A, Count(add=1))
            assert await edge.ask_many(behind, wait_s=0.5) == [None] * 4
            await parked_behind(counter, 4)
            assert await retried(counter, A) == "it still fails"
            with pytest.raises(TenantHeld):
                await rounds(worker.progress.within(10), counter.topics, "t", range(4))
        counter.release = MendedCounter
        async with counter.running("two") as worker:
            assert await retried(counter, A) == FREED
            answers = [await edge.outcome("t", one.command_id) for one in behind]
            assert [one.outcome if one else None for one in answers] == ["recorded"] * 4
            totals = [one.fields.get("total") for one in answers if one]
            assert totals == ["101", None, None, "111"]
            assert await list_parked(counter.pool, "t") == []
            assert await rounds(worker.progress.within(10), counter.topics, "t", range(4)) >= 1
            assert (await counter.ask(edge, A, Count(add=1))).fields == {"total": "112"}
            assert (await counter.ask(edge, B, Count(add=1))).fields == {"total": "2"}
    assert await counter.total() == 114
    assert (await counter.refolded()).differences == ()


async def test_what_was_asked_twice_while_it_was_parked_is_decided_once(
    counter: Counting,
) -> None:
    twice = counter.question(A, Count(add=5))
    async with counter.edge() as edge:
        async with counter.running():
            await edge.ask(counter.question(A, Break()), wait_s=0.5)
            assert await edge.ask(twice, wait_s=0.3) is None
            assert await edge.ask(twice, wait_s=0.3) is None
        counter.release = MendedCounter
        async with counter.running("two"):
            assert await retried(counter, A) == FREED
            answer = await edge.ask(twice)
    assert answer is not None
    assert answer.fields == {"total": "105"}
    assert await counter.total() == 105


async def test_a_retry_goes_by_the_log_also_in_an_emptied_database(counter: Counting) -> None:
    """Which keys are parked is folded from own records, and how far they are decided."""
    async with counter.edge() as edge:
        async with counter.running():
            await edge.ask(counter.question(A, Break()), wait_s=0.5)
            await edge.ask(counter.question(A, Count(add=1)), wait_s=0.3)
        await counter.pool.execute("truncate checkpoints, states, lookups, outcomes")
        counter.release = MendedCounter
        async with counter.running("two"):
            assert await retried(counter, A) == FREED
    assert await counter.total() == 101
    assert (await counter.refolded()).differences == ()


async def test_a_retry_stops_at_what_cannot_be_read_and_passes_nothing_by(
    counter: Counting,
) -> None:
    number = partition_of(A, 4)
    headers = [("ce_id", b"1"), ("ce_type", Count.TYPE.encode()), ("ce_tenant", b"t")]
    async with counter.edge() as edge:
        async with counter.running():
            await edge.ask(counter.question(A, Break()), wait_s=0.5)
            await counter.put_raw(A.encode(), b'{"add":"one"}', headers, number)
            behind = counter.question(A, Count(add=5))
            assert await edge.ask(behind, wait_s=0.5) is None
            await parked_behind(counter, 3)
        counter.release = MendedCounter
        async with counter.running("two"):
            assert await retried(counter, A) == "it still fails"
            (summary,) = await list_parked(counter.pool, "t")
            assert summary.waiting == 2
            assert await edge.outcome("t", behind.command_id) is None
    assert await counter.total() == 100
    assert (await counter.refolded()).differences == ()
