"""Markers that the broker forgot are written once more, where nobody would read on else: on it."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from structlog.testing import capture_logs

from libs.events.log.address import Place
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.loop import parts
from libs.events.loop.marking import Marking
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, tally
from libs.testkit.counting import Counting
from libs.testkit.forgetting import forget_first_commit
from libs.testkit.tripwire import wait_until


class Unreadable:
    """Nothing of what is committed can be read."""

    async def ends_at(self, places: Collection[Place]) -> Mapping[Place, int]:
        return dict.fromkeys(places, 0)


async def test_a_marker_alone_ends_nothing_else_and_the_producer_goes_on(
    counter: Counting,
) -> None:
    """Both places end one later, and all of it can be read."""
    places = [(counter.topics.events_topic, 0), (counter.topics.inbox_topic, 1)]
    name = f"{counter.broker.environment}.{counter.topics.name}.marks"
    producer = await TransactionalProducer(counter.broker, name).start()
    try:
        before = await _ends(counter, places, "read_uncommitted")
        for times in (1, 2):
            await producer.seal(places)
            expected = {place: end + times for place, end in before.items()}
            async with asyncio.timeout(5):
                while await _ends(counter, places, "read_committed") != expected:
                    await asyncio.sleep(0.05)
            assert await _ends(counter, places, "read_uncommitted") == expected
    finally:
        await producer.drop()


async def _ends(counter: Counting, places: Collection[Place], isolation: str) -> dict[Place, int]:
    wanted = [TopicPartition(*place) for place in places]
    async with AIOKafkaConsumer(**counter.broker.client, isolation_level=isolation) as consumer:
        found = await consumer.end_offsets(wanted)
    return {(place.topic, place.partition): end for place, end in found.items()}


async def test_a_partition_whose_last_marker_was_forgotten_is_taken_over(
    counter: Counting,
) -> None:
    """As the database has it then: what it folded last ends one behind the end of the log."""
    key = tally("t", "one")
    number = partition_of(key, 4)
    async with counter.running(), counter.edge() as edge:
        await edge.ask(counter.question(key, Count(add=1)), wait_s=25)
    await counter.pool.execute(
        "update checkpoints set next_offset = next_offset + 1 where partition = $1", number
    )
    async with counter.running(), counter.edge() as edge:
        answer = await edge.ask(counter.question(key, Count(add=1)), wait_s=25)
        assert answer is not None
        assert answer.outcome == "recorded"
        assert await counter.total() == 2


async def test_what_is_looked_after_though_nothing_is_missing_takes_no_harm(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it never came to be read: all is decided once, and nobody is taken over."""
    nothing = cast(Meter, Unreadable())
    monkeypatch.setattr(
        parts, "Marking", lambda topics, meter, _: Marking(topics, meter, nothing, unread_s=0.1)
    )
    keys = [tally("t", str(number)) for number in range(8)]
    pairs = list(zip(keys, keys[1:] + keys[:1], strict=True))
    with capture_logs() as said:
        async with counter.running() as worker, counter.edge() as edge:
            for times in (1, 2):
                questions = [
                    counter.question(key, Count(add=1, spread_to=(other,))) for key, other in pairs
                ]
                answers = await edge.ask_many(questions, wait_s=25)
                assert [answer.outcome for answer in answers if answer] == ["recorded"] * 8
                await wait_until(partial(_is, counter, 16 * times), "all went on", limit_s=30)
                await wait_until(partial(_has_said, said, 4 * times), "markers more", limit_s=30)
            assert all(owner.tenure for owner in worker.owners.values())
    assert "partition_failed" not in [one["event"] for one in said]
    assert not [one for one in _made_sure_of(said) if one.startswith(counter.topics.events_topic)]


async def test_a_commit_of_which_the_broker_forgets_all_markers_is_read_all_the_same(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However quick it was, and though its owner decides nothing more."""
    key, other = tally("t", "one"), tally("t", "two")
    async with counter.running(), counter.edge() as edge:
        forget_first_commit(monkeypatch, counter.broker)
        with capture_logs() as said:
            spreads = Count(add=1, spread_to=(other,))
            await edge.ask(counter.question(key, spreads), wait_s=25)
            await wait_until(partial(_is, counter, 2), "both tallies are read", limit_s=40)
    topics = counter.topics
    own = f"{topics.events_topic}/{partition_of(key, counter.partitions)}"
    inbox = f"{topics.inbox_topic}/{partition_of(other, counter.partitions)}"
    assert {own, inbox} <= _made_sure_of(said)
    assert "partition_failed" not in [one["event"] for one in said]


async def _is(counter: Counting, total: int) -> bool:
    return await counter.total() == total


async def _has_said(said: Sequence[Mapping[str, Any]], times: int) -> bool:
    return len([one for one in said if one["event"] == "markers_made_sure_of"]) >= times


def _made_sure_of(said: Sequence[Mapping[str, Any]]) -> set[str]:
    """Places, as they are told."""
    found = (one["places"] for one in said if one["event"] == "markers_made_sure_of")
    return {place for places in found for place in places}
