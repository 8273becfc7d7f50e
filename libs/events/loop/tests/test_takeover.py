"""Whoever dies or is fenced, whenever: everything is decided once. Deduplication is off here."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.structs import TopicPartition

from libs.events.contracts.runtime import Answer
from libs.events.log.producing import TransactionalProducer
from libs.events.loop.seams import POINTS, Point
from libs.events.loop.takeover import LogLost
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, tally
from libs.testkit.counting import WIPE, Counting
from libs.testkit.tripwire import Tripwire, kill_at, wait_until

KEYS = [tally("t", str(number)) for number in range(12)]
LAST = next(key for key in KEYS if partition_of(key, 4) == 3)


async def ask_all(counter: Counting, rounds: int, pause_s: float = 0.0) -> list[Answer | None]:
    """One to each tally, that many times; answers of all."""
    answers: list[Answer | None] = []
    async with counter.edge() as edge:
        for _ in range(rounds):
            questions = [counter.question(key, Count(add=1)) for key in KEYS]
            answers += await edge.ask_many(questions, wait_s=25)
            await asyncio.sleep(pause_s)
    return answers


def all_answered(answers: Sequence[Answer | None]) -> bool:
    return all(answer is not None and answer.outcome == "recorded" for answer in answers)


@pytest.mark.parametrize("point", POINTS)
async def test_a_worker_that_dies_at_any_moment_loses_and_doubles_nothing(
    counter: Counting, point: Point
) -> None:
    asking = asyncio.create_task(ask_all(counter, 3))
    await counter.dies("one", kill_at(point), deduplicate=False)
    async with counter.running("one", deduplicate=False):
        assert all_answered(await asking)
        # 12 tallies, 3 each.
        assert await counter.total() == 36
        assert (await counter.refolded()).differences == ()


async def test_an_owner_whose_producer_was_fenced_proves_itself_and_goes_on(
    counter: Counting,
) -> None:
    async with counter.running(deduplicate=False) as worker:
        assert all_answered(await ask_all(counter, 1))
        epochs = {n: owner.tenure.epoch for n, owner in worker.owners.items() if owner.tenure}
        for number in range(4):
            name = f"{counter.broker.environment}.{counter.topics.name}.{number}"
            rival = TransactionalProducer(counter.broker, name)
            await rival.start()
            await rival.drop()
        assert all_answered(await ask_all(counter, 2))
        later = {n: owner.tenure.epoch for n, owner in worker.owners.items() if owner.tenure}
    assert all(later[number] > epoch for number, epoch in epochs.items())
    assert await counter.total() == 36


@pytest.mark.parametrize("point", ["decided", "before_commit"])
async def test_a_fenced_owner_writes_nothing_that_a_reader_ever_sees(
    counter: Counting, point: Point
) -> None:
    frozen, thaw = asyncio.Event(), asyncio.Event()

    async def freeze(_: int) -> None:
        frozen.set()
        await thaw.wait()

    asking = asyncio.create_task(ask_all(counter, 2))
    probe = Tripwire(point, freeze, partition=3)
    async with counter.running("one", probe=probe, deduplicate=False) as first:
        await asyncio.wait_for(frozen.wait(), 10)
        # The range assignor gives the upper half to whoever comes second.
        async with counter.running("two", deduplicate=False) as second:
            assert 3 in second.readiness.owned
            assert all_answered(await asking)
            thaw.set()

            async def has_let_go() -> bool:
                return 3 not in first.owners

            await wait_until(has_let_go, "the fenced owner ends")
            assert await counter.total() == 24
            assert (await counter.refolded()).differences == ()


async def test_an_owner_stopped_between_commit_and_fold_does_not_fold_over_its_successor(
    counter: Counting,
) -> None:
    stopped, go_on = asyncio.Event(), asyncio.Event()

    async def stop_in_the_window(_: int) -> None:
        stopped.set()
        await go_on.wait()

    async with counter.edge() as edge:
        probe = Tripwire("committed", stop_in_the_window, partition=3)
        async with counter.running("one", probe=probe, deduplicate=False) as first:
            early = asyncio.create_task(edge.ask(counter.question(LAST, Count(add=1))))
            await asyncio.wait_for(stopped.wait(), 10)
            async with counter.running("two", deduplicate=False):
                assert await early is not None, "the successor folds and answers"
                answer = await counter.ask(edge, LAST, Count(add=1))
                assert answer.fields == {"total": "2"}
                before = await counter.states()
                go_on.set()

                async def has_let_go() -> bool:
                    return 3 not in first.owners

                await wait_until(has_let_go, "the stopped owner finds itself stale")
                assert await counter.states() == before
                assert (await counter.refolded()).differences == ()


async def test_a_database_wiped_under_load_comes_back_from_the_log(counter: Counting) -> None:
    asking = asyncio.create_task(ask_all(counter, 12, pause_s=0.02))
    async with counter.running(deduplicate=False):
        for _ in range(3):
            await asyncio.sleep(0.15)  # somewhere in the load, not at a moment of our choice
            await counter.pool.execute(WIPE)
        assert all_answered(await asking)
        assert await counter.total() == 12 * 12
        assert (await counter.refolded()).differences == ()


async def test_a_database_wiped_while_all_is_quiet_comes_back_too(counter: Counting) -> None:
    async with counter.running():
        assert all_answered(await ask_all(counter, 2))
        await counter.pool.execute("drop table checkpoints, states, lookups, outcomes")

        async def is_refilled() -> bool:
            found = await counter.pool.fetchval("select to_regclass('checkpoints')")
            if found is None or await counter.pool.fetchval("select count(*) from states") == 0:
                return False
            compared = await counter.refolded()
            return not compared.unfolded and not compared.differences

        await wait_until(is_refilled, "quiet owners notice and fold anew")


async def test_a_checkpoint_that_the_log_does_not_reach_ends_the_process(
    counter: Counting,
) -> None:
    async with counter.running():
        assert all_answered(await ask_all(counter, 1))
    await counter.pool.execute("update checkpoints set next_offset = 1000 where partition = 2")
    async with counter.worker() as worker:
        with pytest.raises(LogLost, match="but it ends at"):
            await asyncio.wait_for(worker.run(), 15)


async def test_commands_deleted_before_they_were_decided_end_the_process(
    counter: Counting,
) -> None:
    await counter.put(*(counter.question(LAST, Count(add=1)) for _ in range(2)))
    admin = AIOKafkaAdminClient(**counter.broker.client)
    await admin.start()
    place = TopicPartition(counter.topics.inbox_topic, 3)
    await admin.delete_records({place: RecordsToDelete(before_offset=1)})
    await admin.close()
    async with counter.worker() as worker:
        with pytest.raises(LogLost, match="records that were not decided are gone"):
            await asyncio.wait_for(worker.run(), 15)
