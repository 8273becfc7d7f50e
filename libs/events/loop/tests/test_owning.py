"""What an owner may believe of what it knows, and of what the log holds. Deduplication is off."""

import asyncio
from dataclasses import dataclass

import pytest

from libs.events.codec.envelope import Encoded
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.loop.seams import Point
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, Ring, tally
from libs.testkit.counting import WIPE, Counting
from libs.testkit.tripwire import Killed, Tripwire, kill_at, wait_until

NUMBER = 3
"""The range assignor gives the upper half to whoever comes second."""
A = next(key for number in range(99) if partition_of(key := tally("t", str(number)), 4) == NUMBER)


async def test_an_owner_that_failed_after_its_commit_decides_nothing_again(
    counter: Counting,
) -> None:
    """It cannot tell whether the transaction is decided: only a takeover finds out."""

    async def fail(_: int) -> None:
        raise ConnectionError("the answer is lost")

    probe = Tripwire("committed", fail, partition=NUMBER)
    async with counter.edge() as edge, counter.running(probe=probe, deduplicate=False):
        first = await counter.ask(edge, A, Count(add=1))
        second = await counter.ask(edge, A, Count(add=1))
    assert (first.fields, second.fields) == ({"total": "1"}, {"total": "2"})
    assert await counter.total() == 2
    assert (await counter.refolded()).differences == ()


async def test_who_gets_a_partition_back_knows_nothing_from_before(counter: Counting) -> None:
    async with counter.edge() as edge, counter.running("one", deduplicate=False) as first:
        await counter.ask(edge, A, Count(add=1))
        async with counter.running("two", deduplicate=False) as second:
            assert NUMBER in second.readiness.owned
            assert (await counter.ask(edge, A, Count(add=1))).fields == {"total": "2"}

        async def is_back() -> bool:
            return NUMBER in first.readiness.folded

        await wait_until(is_back, "the session of who left ends")
        assert (await counter.ask(edge, A, Count(add=1))).fields == {"total": "3"}
    assert await counter.total() == 3
    assert (await counter.refolded()).differences == ()


@dataclass(slots=True)
class LastMoment:
    """A probe that keeps one batch from the log until its owner is about to be fenced."""

    decided: asyncio.Event
    fencing: asyncio.Event
    committed: asyncio.Event

    async def at(self, point: Point, partition: int) -> None:
        if partition == NUMBER and point == "decided":
            self.decided.set()
            await self.fencing.wait()
        if partition == NUMBER and point == "committed":
            self.committed.set()


async def test_what_is_committed_in_the_moment_before_the_fence_is_not_decided_again(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    probe = LastMoment(asyncio.Event(), asyncio.Event(), asyncio.Event())
    start = TransactionalProducer.start

    async def start_late(producer: TransactionalProducer) -> TransactionalProducer:
        """The first producer that starts now is of who takes the partition over."""
        probe.fencing.set()
        await asyncio.wait_for(probe.committed.wait(), 10)
        return await start(producer)

    async with counter.edge() as edge, counter.running("one", probe=probe, deduplicate=False):
        asking = asyncio.create_task(edge.ask(counter.question(A, Count(add=1)), wait_s=25))
        await asyncio.wait_for(probe.decided.wait(), 10)
        monkeypatch.setattr(TransactionalProducer, "start", start_late)
        async with counter.running("two", deduplicate=False) as second:
            assert NUMBER in second.readiness.owned
            assert await asking is not None
            assert (await counter.ask(edge, A, Count(add=1))).fields == {"total": "2"}
    assert await counter.total() == 2
    assert (await counter.refolded()).differences == ()


@dataclass(slots=True)
class HiddenCommit:
    """A probe that has a stranger's transaction lie open below a commit, and kills behind it."""

    counter: Counting
    stranger: TransactionalProducer

    async def at(self, point: Point, partition: int) -> None:
        if partition == NUMBER and point == "decided":
            record = Encoded(key=b"-", value=b"{}", headers=[])
            topic = self.counter.topics.events_topic
            await self.stranger.write([Outgoing(topic, NUMBER, record)])
        if partition == NUMBER and point == "committed":
            raise Killed


async def test_a_takeover_waits_for_a_commit_that_no_reader_of_committed_records_sees_yet(
    counter: Counting,
) -> None:
    """The last stable offset stands below it; the high watermark tells that it is there."""
    stranger = await TransactionalProducer(counter.broker, f"{counter.topics.name}.x").start()
    async with counter.edge() as edge:
        question = counter.question(A, Count(add=1))
        asking = asyncio.create_task(edge.ask(question, wait_s=25))
        await counter.dies("one", HiddenCommit(counter, stranger), deduplicate=False)
        async with counter.worker("one", deduplicate=False) as worker:
            running = asyncio.create_task(worker.run())

            async def owns_it() -> bool:
                return NUMBER in worker.readiness.folded

            async def owns_the_others() -> bool:
                return len(worker.readiness.folded) == 3

            await wait_until(owns_the_others, "the partitions that nothing is hidden in")
            with pytest.raises(TimeoutError):
                await wait_until(owns_it, "nothing", limit_s=0.5)
            await stranger.abort()
            assert await asking is not None
            worker.stop()
            await running
    await stranger.drop()
    assert await counter.total() == 1
    assert (await counter.refolded()).differences == ()


@pytest.mark.parametrize("point", ["before_commit", "committed"])
async def test_an_announcement_reaches_every_partition_whenever_its_owner_dies(
    counter: Counting, point: Point
) -> None:
    async with counter.edge() as edge:
        asking = asyncio.create_task(edge.ask(counter.question(A, Ring(times=3)), wait_s=25))
        await counter.dies("one", kill_at(point, NUMBER), deduplicate=False)
        async with counter.running("one", deduplicate=False):
            assert await asking is not None

            async def is_copied() -> bool:
                states = await counter.states()
                return {f"-/bell/one@{number}" for number in range(4)} <= states.keys()

            await wait_until(is_copied, "each partition has its copy")
    assert (await counter.refolded()).differences == ()


async def test_a_refusal_is_found_again_when_the_database_was_wiped(counter: Counting) -> None:
    question = counter.question(A, Count(add=-1))
    async with counter.edge() as edge:
        async with counter.running():
            refused = await edge.ask(question)
        assert refused is not None
        assert refused.outcome == "refused"
        await counter.pool.execute(WIPE)
        async with counter.running("two"):
            assert await edge.outcome("t", question.command_id) == refused
