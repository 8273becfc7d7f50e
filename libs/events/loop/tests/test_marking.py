"""Markers that the broker forgot are written once more, where nobody would read on else."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import cast
from unittest.mock import AsyncMock

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from structlog.testing import capture_logs

from libs.events.log.address import Place
from libs.events.log.ending import Ending, Last
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.loop import parts
from libs.events.loop.marking import MarkerMissing, Marking
from libs.events.loop.tenure import Tenure
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, counter_topics, tally
from libs.testkit.counting import Counting

COUNTER = counter_topics("counter")
NUMBER, LAST, ID = 2, 40, 7
OWN = (COUNTER.events_topic, NUMBER)
INBOX = (COUNTER.inbox_topic, 1)
SLOW_S, QUICK_S = 5.0, 0.1


@dataclass
class Played:
    """A producer and a meter, of which the own topic ends where it is said to."""

    end_on: int
    held: set[Place] = field(default_factory=set)
    """Where what is committed cannot be read to the end."""
    sealed: list[set[Place]] = field(default_factory=list)
    voided: list[set[Place]] = field(default_factory=list)
    partitions: int = 4

    async def seal(self, places: Collection[Place]) -> None:
        self.sealed.append(set(places))
        self.end_on += OWN in places

    async def void(self, places: Collection[Place]) -> None:
        self.voided.append(set(places))
        self.end_on += OWN in places

    async def end(self, topic: str, number: int) -> int:
        assert (topic, number) == OWN
        return self.end_on

    async def ends_at(self, places: Collection[Place]) -> Mapping[Place, int]:
        return dict.fromkeys(places, self.end_on)


@dataclass
class Readable:
    """How far what is committed can be read."""

    played: Played

    async def ends_at(self, places: Collection[Place]) -> Mapping[Place, int]:
        held = self.played.held
        return {one: self.played.end_on - (one in held) for one in places}


def marking(played: Played) -> Marking:
    stable = cast(Meter, Readable(played))
    return Marking(COUNTER, cast(Meter, played), stable, marked_within_s=0.1)


def started(epoch: int, ending: Ending, after: int) -> TransactionalProducer:
    """A producer that was started with `epoch`, and told how a transaction ended before it.

    `after`: the epoch that the broker knew until then.
    """
    known = {"left": Last(ending, (ID, after)), "identity": (ID, epoch)}
    return cast(TransactionalProducer, SimpleNamespace(**known))


def tenure(played: Played, checkpoint: int = 0) -> Tenure:
    known = {"producer": played, "number": NUMBER, "checkpoint": checkpoint}
    return cast(Tenure, SimpleNamespace(**known))


@pytest.mark.parametrize(
    ("end_on", "took_s", "sealed"),
    [
        (LAST + 1, QUICK_S, []),
        (LAST + 2, SLOW_S, [{INBOX}]),
        (LAST + 1, SLOW_S, [{INBOX}, {OWN}]),
    ],
)
async def test_a_commit_that_took_long_has_its_markers_made_sure_of(
    end_on: int, took_s: float, sealed: list[set[Place]]
) -> None:
    """In the own topic only where it is missing: one more there would be a stranger's."""
    played = Played(end_on)
    await marking(played).committed(tenure(played), (OWN, INBOX), LAST, took_s)
    assert played.sealed == sealed


@pytest.mark.parametrize(
    ("checkpoint", "ends_on", "sealed"),
    [(LAST, LAST, []), (LAST + 1, LAST + 1, [{OWN}]), (LAST + 2, LAST, []), (LAST - 1, LAST, [])],
)
async def test_a_takeover_writes_the_one_marker_that_is_missing_and_nothing_else(
    checkpoint: int, ends_on: int, sealed: list[set[Place]]
) -> None:
    played = Played(LAST)
    assert await marking(played).taken_over(tenure(played, checkpoint), LAST) == ends_on
    assert played.sealed == sealed


@pytest.mark.parametrize(
    ("left", "checkpoint", "held", "sealed", "voided"),
    [
        (Ending.COMMITTED, LAST, {INBOX}, [{INBOX}], []),
        (Ending.ABORTED, LAST, {INBOX}, [], [{INBOX}]),
        (Ending.UNKNOWN, LAST, {INBOX}, [{INBOX}], []),
        (Ending.COMMITTED, LAST - 4, {OWN, INBOX}, [{OWN, INBOX}], []),
        (Ending.ABORTED, LAST - 4, {OWN, INBOX}, [], [{OWN, INBOX}]),
        # What is folded was acknowledged, whatever the coordinator says.
        (Ending.ABORTED, LAST + 1, {OWN, INBOX}, [{OWN, INBOX}], []),
        # More than a marker is missing there.
        (Ending.COMMITTED, LAST + 2, {OWN, INBOX}, [], []),
        # Somebody else writes these.
        (Ending.ABORTED, LAST, {(COUNTER.events_topic, 1), (COUNTER.parked_topic, 1)}, [], []),
    ],
)
async def test_a_takeover_ends_what_hangs_as_the_broker_had_ended_it(
    left: Ending,
    checkpoint: int,
    held: set[Place],
    sealed: list[set[Place]],
    voided: list[set[Place]],
) -> None:
    played = Played(LAST, held)
    looks_after = marking(played)
    looks_after.told(NUMBER, started(2, left, after=1))
    end = await looks_after.taken_over(tenure(played, checkpoint), LAST)
    assert end == LAST + any(OWN in places for places in (*sealed, *voided))
    assert (played.sealed, played.voided) == (sealed, voided)


@pytest.mark.parametrize(("after", "is_void"), [(2, True), (3, False)])
async def test_what_a_takeover_was_told_that_failed_holds_if_nobody_was_between(
    after: int, is_void: bool
) -> None:
    """Whoever was may have committed since, and his own successor has hidden it."""
    played = Played(LAST, {INBOX})
    looks_after = marking(played)
    looks_after.told(NUMBER, started(2, Ending.ABORTED, after=1))
    looks_after.told(NUMBER, started(4, Ending.UNKNOWN, after=after))
    await looks_after.taken_over(tenure(played, LAST), LAST)
    assert played.voided == [{INBOX}] * is_void
    assert played.sealed == [{INBOX}] * (not is_void)


async def test_what_was_told_of_one_takeover_is_not_used_in_the_next() -> None:
    played = Played(LAST)
    looks_after = marking(played)
    looks_after.told(NUMBER, started(2, Ending.ABORTED, after=1))
    await looks_after.taken_over(tenure(played, LAST), LAST)
    played.held = {INBOX}
    looks_after.told(NUMBER, started(3, Ending.UNKNOWN, after=2))
    await looks_after.taken_over(tenure(played, LAST), LAST)
    assert (played.sealed, played.voided) == ([{INBOX}], [])


async def test_a_takeover_whose_marker_does_not_come_is_tried_again() -> None:
    played = Played(LAST)
    played.seal = AsyncMock()  # type: ignore[method-assign]
    with pytest.raises(MarkerMissing):
        await marking(played).taken_over(tenure(played, LAST + 1), LAST)


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


async def test_markers_that_are_made_sure_of_though_none_is_missing_do_no_harm(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if each transaction had been slow: all is decided once, and nobody is taken over."""
    monkeypatch.setattr(parts, "Marking", partial(Marking, slow_s=0.0))
    keys = [tally("t", str(number)) for number in range(8)]
    with capture_logs() as said:
        async with counter.running() as worker, counter.edge() as edge:
            for times in (1, 2):
                questions = [counter.question(key, Count(add=1)) for key in keys]
                answers = await edge.ask_many(questions, wait_s=25)
                assert [answer.outcome for answer in answers if answer] == ["recorded"] * 8
                assert await counter.total() == 8 * times
            assert all(owner.tenure for owner in worker.owners.values())
    told = [one["event"] for one in said]
    assert "markers_made_sure_of" in told
    assert "partition_failed" not in told
    assert not any(one.get("was_missing") for one in said)
