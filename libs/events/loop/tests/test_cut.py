"""Record, then search at a cut: of two that look for each other, one always finds the other."""

import asyncio
import json
from functools import partial
from itertools import combinations

import pytest

from libs.events.loop.decider import Lookup
from libs.events.loop.store import NotAtCut
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, Name, tally
from libs.testkit.counting import WIPE, Counting
from libs.testkit.tripwire import Tripwire, kill_at, wait_until


def in_partition(number: int, *, but: tuple[str, ...] = ()) -> str:
    keys = (tally("t", str(n)) for n in range(99))
    return next(key for key in keys if partition_of(key, 4) == number and key not in but)


P, Q = in_partition(1), in_partition(3)


async def met(counter: Counting, key: str) -> list[set[str]]:
    """What each search of a tally found, in order."""
    return [
        set(json.loads(one.value)["streams"])
        for one in await counter.log()
        if one.stream == key and "met" in one.type
    ]


async def has_searched(counter: Counting, key: str, times: int) -> bool:
    return len(await met(counter, key)) == times


async def test_of_any_two_that_are_recorded_at_the_same_time_one_finds_the_other(
    counter: Counting,
) -> None:
    keys = [tally("t", str(number)) for number in range(16)]
    async with counter.edge() as edge, counter.running("one"), counter.running("two"):
        questions = [counter.question(key, Name(name="same")) for key in keys]
        await asyncio.gather(*(edge.ask(question, wait_s=15) for question in questions))

        async def all_have_searched() -> bool:
            found = [one for one in await counter.log() if "met" in one.type]
            return len(found) == len(keys)

        await wait_until(all_have_searched, "each has searched")
    found = {key: (await met(counter, key))[0] for key in keys}
    for one, other in combinations(keys, 2):
        assert other in found[one] or one in found[other], (one, other)


async def test_a_look_up_is_answered_though_other_partitions_have_never_written(
    counter: Counting,
) -> None:
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, P, Name(name="alone"))
        await wait_until(lambda: has_searched(counter, P, 1), "the search", limit_s=5)
    assert {one.partition for one in await counter.log()} == {1}


async def test_a_look_up_is_answered_after_another_partitions_batch_was_aborted(
    counter: Counting,
) -> None:
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, Q, Name(name="same"))
        await counter.abandon_transaction(3)
        await counter.ask(edge, P, Name(name="same"))
        await wait_until(lambda: has_searched(counter, P, 1), "the search", limit_s=5)
        assert await met(counter, P) == [{Q}]


async def test_a_look_up_waits_for_one_record_that_stands_where_a_marker_might(
    counter: Counting,
) -> None:
    acknowledged, go_on = asyncio.Event(), asyncio.Event()

    async def stop(_: int) -> None:
        acknowledged.set()
        await go_on.wait()

    async with counter.edge() as edge:
        async with counter.running():
            await counter.ask(edge, Q, Count(add=1))
        # A takeover, then one transaction of a single record: checkpoint and end differ by one.
        async with counter.running(probe=Tripwire("before_commit", stop, partition=3)):
            await counter.ask(edge, P, Name(name="same", hand_to=Q))
            await asyncio.wait_for(acknowledged.wait(), 10)
            ends, checkpoints = await counter.ends(), await counter.store.checkpoints()
            assert ends[3] - checkpoints[3] == 1
            # The first search may have begun before that record was there, the second has not.
            asking = asyncio.create_task(edge.ask(counter.question(P, Name(name="same"))))
            with pytest.raises(TimeoutError):
                await wait_until(lambda: has_searched(counter, P, 2), "nothing", limit_s=0.5)
            go_on.set()
            await wait_until(lambda: has_searched(counter, P, 2), "the search behind it")
            assert (await met(counter, P))[1] == {Q}
            await asking


async def test_a_cut_serves_only_those_who_had_come_when_it_began(counter: Counting) -> None:
    acknowledged, go_on = asyncio.Event(), asyncio.Event()

    async def stop(_: int) -> None:
        acknowledged.set()
        await go_on.wait()

    probe = Tripwire("before_commit", stop, partition=3)
    async with counter.edge() as edge, counter.running(probe=probe):
        await counter.ask(edge, P, Name(name="same"))
        await wait_until(lambda: has_searched(counter, P, 1), "the search that has a cut")
        asking = [asyncio.create_task(edge.ask(counter.question(Q, Name(name="same"))))]
        await asyncio.wait_for(acknowledged.wait(), 10)
        asking.append(asyncio.create_task(edge.ask(counter.question(P, Name(name="same")))))
        with pytest.raises(TimeoutError):
            await wait_until(lambda: has_searched(counter, P, 2), "nothing", limit_s=0.5)
        go_on.set()
        await wait_until(lambda: has_searched(counter, P, 2), "the search that waited")
        assert await met(counter, P) == [set(), {Q}]
        await asyncio.gather(*asking)


async def test_a_look_up_waits_for_a_partition_that_committed_and_has_no_owner(
    counter: Counting,
) -> None:
    async with counter.edge() as edge:
        asking = asyncio.create_task(edge.ask(counter.question(Q, Name(name="same"))))
        await counter.dies("one", kill_at("committed", 3))
        async with counter.running("one"):
            await asking
            await counter.ask(edge, P, Name(name="same"))
            await wait_until(lambda: has_searched(counter, P, 1), "the search")
            assert await met(counter, P) == [{Q}]


async def test_a_look_up_never_answers_from_a_database_that_is_being_refilled(
    counter: Counting,
) -> None:
    others = [tally("t", f"other {number}") for number in range(15)]
    async with counter.edge() as edge, counter.running():
        for key in others:
            await counter.ask(edge, key, Name(name="same"))
        for times in (1, 2, 3):
            await counter.pool.execute(WIPE)
            await counter.ask(edge, P, Name(name="same"))
            await wait_until(partial(has_searched, counter, P, times), "the search")
            assert (await met(counter, P))[-1] == set(others)


async def test_a_database_emptied_since_the_cut_was_passed_does_not_answer(
    counter: Counting,
) -> None:
    """Who has nothing to load of its own would not notice, and record that nobody was there."""
    question = Lookup("names", "alone")
    async with counter.edge() as edge, counter.running():
        await counter.ask(edge, P, Name(name="alone"))
        await wait_until(lambda: has_searched(counter, P, 1), "the search")
        ends = await counter.ends()
    found = (await counter.store.look_up([question], ends))[question]
    assert [entry.owner for entry in found] == [P]
    await counter.pool.execute(WIPE)
    with pytest.raises(NotAtCut):
        await counter.store.look_up([question], ends)
