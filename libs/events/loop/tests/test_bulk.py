"""Bulk has an inbox of its own: decided when nobody else waits, and as safely as all else."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace

import pytest

from libs.events.loop.decider import Decision, Found, Message, States
from libs.events.loop.dropping import terms_of
from libs.events.loop.parked import ask_retry, list_parked, retry_outcome, show_parked
from libs.events.loop.seams import POINTS, Point
from libs.events.progress.resting import BehindBulk, Resting
from libs.events.progress.rounds import rounds
from libs.kernel.keys import partition_of
from libs.testkit.counter import Break, Count, Counter, tally
from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import kill_at, wait_until

KEYS = [tally("t", str(number)) for number in range(12)]
A = KEYS[0]
NUMBER = partition_of(A, 4)
ALL = range(4)
NEVER = -1
"""Nobody is ever that short of work: bulk lies where it is."""


class MendedCounter(Counter):
    """The next release: what crashed counts a hundred."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, Break):
            message = replace(message, body=Count(add=100, note="mended"))
        return super().decide(message, states, found)


@pytest.fixture
async def counter(stack: Addresses) -> AsyncIterator[Counting]:
    """One with bulk."""
    async with counting(stack, has_bulk=True) as found:
        yield found


async def counted(counter: Counting, total: int) -> None:
    async def is_total() -> bool:
        return await counter.total() == total

    await wait_until(is_total, f"{total} are counted", limit_s=30)


async def test_what_is_sent_in_bulk_is_decided_once_all_that_lies_in_the_inbox_is(
    counter: Counting,
) -> None:
    early = [counter.question(A, Count(add=1, note="bulk"), is_bulk=True) for _ in range(3)]
    prompt = [counter.question(A, Count(add=1, note="prompt")) for _ in range(600)]
    await counter.put(*prompt)
    await counter.put(*early)
    async with counter.running():
        await counted(counter, 603)
    told = [json.loads(one.value) for one in await counter.log() if "counted.v1" in one.type]
    # One stream: 600 that were acknowledged first, in more than one batch, then bulk.
    assert [one["note"] for one in told] == ["prompt"] * 600 + ["bulk"] * 3


async def test_a_send_to_bulk_leaves_with_what_it_follows_from_and_what_follows_does_not_lie_there(
    counter: Counting,
) -> None:
    spread = Count(add=1, spread_to=tuple(KEYS), in_bulk=True)
    async with counter.edge() as edge:
        async with counter.running(bulk_short=NEVER):
            await counter.ask(edge, A, spread)
            assert len(await counter.log(counter.topics.bulk_topic)) == 12
            assert await counter.total() == 1
        async with counter.running():
            await counted(counter, 13)
            question = counter.question(A, Count(add=1, spread_to=tuple(KEYS)), is_bulk=True)
            assert await edge.ask(question) is not None
            await counted(counter, 26)
    assert len(await counter.log(counter.topics.bulk_topic)) == 13


async def test_the_position_of_bulk_stands_in_headers_in_the_checkpoint_and_is_published(
    counter: Counting,
) -> None:
    bulk = counter.topics.bulk_topic
    async with counter.edge() as edge, counter.running() as worker:
        question = counter.question(A, Count(add=1), is_bulk=True)
        assert await edge.ask(question) is not None
        assert (await stored(counter))[bulk] == 1

        async def is_published() -> bool:
            published = await worker.progress.published(counter.topics.name)
            return NUMBER in published and published[NUMBER].positions[bulk] == 1

        await wait_until(is_published, "the folded position of bulk is published")
    await counter.pool.execute("truncate checkpoints, states, lookups, outcomes")
    async with counter.running(bulk_short=NEVER):
        # Bulk is not read here: only a header on the log can tell.
        assert await stored(counter) == {counter.topics.inbox_topic: 0, bulk: 1}


async def stored(counter: Counting) -> Mapping[str, int]:
    """The positions in the partition's checkpoint row."""
    positions: Mapping[str, int] = json.loads(
        await counter.pool.fetchval(
            "select positions from checkpoints where partition = $1", NUMBER
        )
    )
    return positions


@pytest.mark.parametrize("point", POINTS)
async def test_a_worker_that_dies_in_the_midst_of_bulk_loses_and_doubles_nothing(
    counter: Counting, point: Point
) -> None:
    questions = [counter.question(key, Count(add=1), is_bulk=True) for key in KEYS * 20]
    await counter.put(*questions)
    await counter.dies("one", kill_at(point), deduplicate=False)
    # What was folded is forgotten: the log alone tells how far bulk was decided.
    await counter.pool.execute("truncate checkpoints, states, lookups, outcomes")
    async with counter.running("two", deduplicate=False):
        await counted(counter, 240)
        assert (await counter.refolded()).differences == ()


async def test_a_parked_key_parks_bulk_behind_it_and_a_retry_decides_all_in_their_order(
    counter: Counting,
) -> None:
    crash = counter.question(A, Break())
    behind = [
        counter.question(A, Count(add=1, note="bulk"), is_bulk=True),
        counter.question(A, Count(add=1, note="prompt")),
    ]
    async with counter.edge() as edge:
        async with counter.running():
            for question in (crash, *behind):
                assert await edge.ask(question, wait_s=0.5) is None

            async def three_wait() -> bool:
                return [one.waiting for one in await list_parked(counter.pool, "t")] == [3]

            await wait_until(three_wait, "all wait behind the key")
            (summary,) = await list_parked(counter.pool, "t")
            shown = await show_parked(
                counter.broker, counter.topics, summary, terms_of(Counter("counter"))
            )
        assert [one.topic for one in shown] == [
            counter.topics.inbox_topic,
            counter.topics.bulk_topic,
            counter.topics.inbox_topic,
        ]
        assert [one.author for one in shown] == ["edge"] * 3
        counter.release = MendedCounter
        async with counter.running():
            await ask_retry(counter.pool, summary)

            async def is_freed() -> bool:
                return await retry_outcome(counter.pool, summary) == "freed"

            await wait_until(is_freed, "the key is freed")
    told = [json.loads(one.value) for one in await counter.log() if "counted.v1" in one.type]
    assert [one["note"] for one in told] == ["mended", "bulk", "prompt"]


async def test_rounds_do_not_wait_for_bulk_and_what_has_parts_in_it_is_not_at_rest(
    counter: Counting,
) -> None:
    await counter.put(counter.question(A, Count(add=1), is_bulk=True))
    waiting = [Resting(A, "t", "import", is_spread=True), Resting(KEYS[1], "t", "elsewhere")]
    assert partition_of(KEYS[1], 4) != NUMBER
    behind = BehindBulk()
    async with counter.edge() as edge, counter.running(bulk_short=NEVER) as worker:
        port = worker.progress.within(10)
        await counter.ask(edge, A, Count(add=1))
        assert await rounds(port, counter.topics, "t", ALL) == 1
        found = await behind.decided(port, counter.topics, ALL, waiting)
        assert [thing.what for thing in found] == ["elsewhere"]
        assert await counter.total() == 1
    async with counter.running("two") as worker:
        port = worker.progress.within(10)

        async def is_decided() -> bool:
            return await behind.decided(port, counter.topics, ALL, waiting) == waiting

        await wait_until(is_decided, "bulk has passed the end that was seen first")
        assert await counter.total() == 2


async def test_markers_of_the_inbox_are_passed_while_bulk_is_in_hand(counter: Counting) -> None:
    """Else every barrier would wait for the bulk that is in hand."""
    in_hand, go_on = asyncio.Event(), asyncio.Event()
    await counter.put(counter.question(A, Count(add=1), is_bulk=True))

    class Holding:
        async def at(self, point: Point, partition: int) -> None:
            if point == "decided":
                in_hand.set()
                await go_on.wait()

    async with counter.running(probe=Holding()) as worker:
        await asyncio.wait_for(in_hand.wait(), 10)
        await counter.leave_marker(counter.topics.inbox_topic, NUMBER)
        port = worker.progress.within(10)
        assert await rounds(port, counter.topics, "t", ALL) == 1
        assert await counter.total() == 0
        go_on.set()
        await counted(counter, 1)
