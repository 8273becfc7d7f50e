"""What quiet partitions do: pass markers, mind their row, note their positions."""

import asyncio
import json

import pytest

from libs.events.progress.port import WaitedTooLong
from libs.events.progress.rounds import rounds
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, Descend, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import Tripwire, wait_until

A = tally("t", "a")
NUMBER = partition_of(A, 4)


async def test_a_checkpoint_stands_behind_the_marker_when_the_caller_has_his_answer(
    counter: Counting,
) -> None:
    async with counter.edge() as edge, counter.running():
        for _ in range(5):
            await counter.ask(edge, A, Count(add=1))
            # No wait: a cut that is taken now is passed now.
            assert await counter.ends() == await counter.store.checkpoints()


async def test_a_checkpoint_passes_markers_of_transactions_that_left_nothing(
    counter: Counting,
) -> None:
    async with counter.edge() as edge, counter.running() as worker:
        await counter.ask(edge, A, Count(add=1))
        ends = await counter.ends()
        # One that was begun and given up, as by an owner that died: only its marker stays.
        owner = worker.owners[NUMBER]
        assert owner.tenure is not None
        await counter.abandon_transaction(NUMBER)

        async def has_passed() -> bool:
            later = await counter.ends()
            return later[NUMBER] > ends[NUMBER] and later == await counter.store.checkpoints()

        await wait_until(has_passed, "the checkpoint passes the marker")


async def test_positions_that_yield_nothing_move_in_the_database_and_are_noted_in_time(
    counter: Counting,
) -> None:
    question = counter.question(A, Count(add=1))
    async with counter.edge() as edge:
        async with counter.running():
            await edge.ask(question)
            before = await counter.log()
            await counter.put(question)
            await wait_until(lambda: _stands_on(counter, 2), "the position moves")
            assert await counter.log() == before
        async with counter.running(note_positions_after_s=0.2, check_every_s=0.1):
            await counter.put(question)

            async def is_noted() -> bool:
                return any("positions_noted" in one.type for one in await counter.log())

            await wait_until(is_noted, "positions stand in the log too")
        # All that the database knew is gone; what was noted is not read again.
        await counter.pool.execute("truncate checkpoints, states, lookups, outcomes")
        async with counter.running(deduplicate=False):
            assert await _stands_on(counter, 3)
            assert await counter.total() == 1
            assert (await counter.refolded()).differences == ()


async def _stands_on(counter: Counting, position: int) -> bool:
    positions = await counter.pool.fetchval(
        "select positions from checkpoints where partition = $1", NUMBER
    )
    return positions is not None and json.loads(positions) == {counter.topics.inbox_topic: position}


async def test_published_positions_pass_the_markers_of_the_inbox(counter: Counting) -> None:
    inbox = counter.topics.inbox_topic
    async with counter.edge() as edge, counter.running() as worker:
        # Sends leave a marker in the inbox behind each of their transactions.
        await counter.ask(edge, A, Descend(levels=3))

        async def has_passed() -> bool:
            published = await worker.progress.published(counter.topics.name)
            ends = await worker.progress.ends(inbox)
            return len(published) == 4 and all(
                snapshot.positions[inbox] == ends[number] for number, snapshot in published.items()
            )

        await wait_until(has_passed, "published positions reach the inbox's ends")


async def test_nobody_learns_of_a_position_before_what_stands_before_it_is_folded(
    counter: Counting,
) -> None:
    in_hand, go_on = asyncio.Event(), asyncio.Event()

    async def stop(_: int) -> None:
        in_hand.set()
        await go_on.wait()

    async with (
        counter.edge() as edge,
        counter.running(probe=Tripwire("committed", stop, partition=NUMBER)) as worker,
    ):
        asking = asyncio.create_task(counter.ask(edge, A, Count(add=1)))
        await asyncio.wait_for(in_hand.wait(), 10)
        with pytest.raises(WaitedTooLong):
            await rounds(worker.progress.within(0.5), counter.topics, "t", range(4))
        go_on.set()
        await asking
        assert await rounds(worker.progress.within(10), counter.topics, "t", range(4)) == 1


async def test_offsets_of_the_group_are_never_read_as_positions(counter: Counting) -> None:
    async with counter.edge() as edge:
        async with counter.running() as worker:
            await counter.ask(edge, A, Count(add=1))
        del worker
        await counter.commit_to_group({number: 0 for number in range(4)})
        async with counter.running(deduplicate=False):
            answer = await counter.ask(edge, A, Count(add=1))
    assert answer.fields == {"total": "2"}
    assert await counter.total() == 2
