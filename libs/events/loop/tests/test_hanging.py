"""What the broker forgot to end is ended by a takeover as it had ended, on the broker."""

import pytest

from libs.events.log.ending import Ending
from libs.events.log.producing import Outgoing
from libs.events.loop.store import Checkpoint, Store
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, tally
from libs.testkit.counting import Counting
from libs.testkit.forgetting import forget


@pytest.mark.parametrize(
    ("ended", "total"), [(Ending.COMMITTED, 2), (Ending.ABORTED, 1), (Ending.UNKNOWN, 2)]
)
async def test_a_command_whose_end_was_forgotten_is_decided_if_it_was_sent(
    counter: Counting, ended: Ending, total: int
) -> None:
    """It lies in an inbox; what its sender writes there next must not make it true."""
    key = tally("t", "one")
    number = partition_of(key, counter.partitions)
    sender = (number + 1) % counter.partitions
    (record,) = await counter.written(counter.question(key, Count(add=1)))
    hanging = [Outgoing(counter.topics.inbox_topic, number, record)]
    await forget(counter.broker, counter.topics, sender, hanging, ended)
    async with counter.running(), counter.edge() as edge:
        answer = await edge.ask(counter.question(key, Count(add=1)), wait_s=25)
        assert answer is not None
        assert answer.outcome == "recorded"
        assert await counter.total() == total


async def test_what_was_aborted_stays_so_though_the_first_takeover_fails_after_its_start(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its producer has hidden from the broker's next how the transaction ended."""
    key = tally("t", "one")
    number = partition_of(key, counter.partitions)
    (record,) = await counter.written(counter.question(key, Count(add=1)))
    hanging = [Outgoing(counter.topics.inbox_topic, number, record)]
    await forget(counter.broker, counter.topics, number, hanging, Ending.ABORTED)
    take_over, failed = Store.take_over, set()

    async def fails_once(store: Store, at: int, token: str) -> Checkpoint:
        if at not in failed:
            failed.add(at)
            raise ConnectionError("the database is away")
        return await take_over(store, at, token)

    monkeypatch.setattr(Store, "take_over", fails_once)
    async with counter.running(), counter.edge() as edge:
        await edge.ask(counter.question(key, Count(add=1)), wait_s=25)
        assert await counter.total() == 1
    assert number in failed


@pytest.mark.parametrize(("ended", "total"), [(Ending.COMMITTED, 2), (Ending.ABORTED, 1)])
async def test_facts_whose_end_was_forgotten_before_they_were_folded(
    counter: Counting, ended: Ending, total: int
) -> None:
    """As a worker leaves it that died with the broker: its log cannot be read to the end."""
    key = tally("t", "one")
    number = partition_of(key, counter.partitions)
    async with counter.running(), counter.edge() as edge:
        await edge.ask(counter.question(key, Count(add=1)), wait_s=25)
    fact = await counter.counted(key, 2)
    hanging = [Outgoing(counter.topics.events_topic, number, fact)]
    await forget(counter.broker, counter.topics, number, hanging, ended)
    async with counter.running(), counter.edge() as edge:
        assert await counter.total() == total
        await edge.ask(counter.question(key, Count(add=1)), wait_s=25)
        assert await counter.total() == total + 1
