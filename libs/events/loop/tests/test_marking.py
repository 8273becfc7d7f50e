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
from libs.events.loop.tenure import Tenure, Unread
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, counter_topics, tally
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until

COUNTER = counter_topics("counter")
NUMBER, LAST, ID = 2, 40, 7
OWN = (COUNTER.events_topic, NUMBER)
INBOX, ELSEWHERE = (COUNTER.inbox_topic, 1), (COUNTER.inbox_topic, 3)


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
        return {one: LAST - 1 if one in held else self.played.end_on for one in places}


class Unreadable:
    """Nothing of what is committed can be read."""

    async def ends_at(self, places: Collection[Place]) -> Mapping[Place, int]:
        return dict.fromkeys(places, 0)


def marking(played: Played, unread_s: float = 0.0) -> Marking:
    stable = cast(Meter, Readable(played))
    return Marking(COUNTER, cast(Meter, played), stable, unread_s, marked_within_s=0.1)


def started(epoch: int, ending: Ending, after: int) -> TransactionalProducer:
    """A producer that was started with `epoch`, and told how a transaction ended before it.

    `after`: the epoch that the broker knew until then.
    """
    known = {"left": Last(ending, (ID, after)), "identity": (ID, epoch)}
    return cast(TransactionalProducer, SimpleNamespace(**known))


def tenure(played: Played, checkpoint: int = 0) -> Tenure:
    known = {"producer": played, "number": NUMBER, "checkpoint": checkpoint, "unread": Unread()}
    return cast(Tenure, SimpleNamespace(**known))


async def looked(played: Played, wrote: Collection[Place], times: int) -> Tenure:
    """A tenure that committed up to LAST at those places, and looked after it so many times."""
    looks_after, owner = marking(played), tenure(played, LAST + 2)
    looks_after.committed(owner, {place: (LAST - 1, LAST) for place in wrote})
    for _ in range(times):
        await looks_after.look_after(owner)
    return owner


@pytest.mark.parametrize(
    ("end_on", "held", "sealed"),
    [
        (LAST + 2, set(), []),
        (LAST + 2, {INBOX}, [{INBOX}]),
        (LAST + 1, {OWN, INBOX}, [{OWN, INBOX}]),
        (LAST + 1, {OWN}, [{OWN}]),
        # Its marker is there, so what holds it is somebody else's.
        (LAST + 2, {OWN, INBOX}, [{INBOX}]),
        (LAST + 2, {OWN}, []),
        # Not of ours: another partition looks after it.
        (LAST + 2, {ELSEWHERE}, []),
    ],
)
async def test_what_cannot_be_read_a_while_after_its_commit_gets_its_marker_again(
    end_on: int, held: set[Place], sealed: list[set[Place]]
) -> None:
    """In the own topic only where it is missing: one more there would be a stranger's."""
    played = Played(end_on, held)
    await looked(played, (OWN, INBOX), times=2)
    assert played.sealed == sealed


async def test_what_was_committed_just_now_is_given_time() -> None:
    played = Played(LAST + 1, {OWN, INBOX})
    await looked(played, (OWN, INBOX), times=1)
    assert played.sealed == []


async def test_a_marker_that_is_forgotten_again_is_written_again_until_it_is_seen() -> None:
    played = Played(LAST + 2, {INBOX})
    owner = await looked(played, (INBOX,), times=4)
    assert played.sealed == [{INBOX}, {INBOX}]
    played.held = set()
    for _ in range(4):
        await marking(played).look_after(owner)
    assert played.sealed == [{INBOX}, {INBOX}]


async def test_it_is_not_looked_more_often_than_it_is_worth() -> None:
    played = Played(LAST + 2, {INBOX})
    looks_after, owner = marking(played, unread_s=60), tenure(played, LAST + 2)
    for _ in range(9):
        looks_after.committed(owner, {INBOX: (LAST,)})
        await looks_after.look_after(owner)
    assert played.sealed == []


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


async def test_what_is_looked_after_though_nothing_is_missing_takes_no_harm(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if it never came to be read: all is decided once, and nobody is taken over."""
    nothing = cast(Meter, Unreadable())
    monkeypatch.setattr(
        parts, "Marking", lambda topics, meter, _: Marking(topics, meter, nothing, unread_s=0.0)
    )
    keys = [tally("t", str(number)) for number in range(8)]
    with capture_logs() as said:
        async with counter.running() as worker, counter.edge() as edge:
            for times in (1, 2):
                questions = [counter.question(key, Count(add=1)) for key in keys]
                answers = await edge.ask_many(questions, wait_s=25)
                assert [answer.outcome for answer in answers if answer] == ["recorded"] * 8
                assert await counter.total() == 8 * times
            assert all(owner.tenure for owner in worker.owners.values())
    assert "partition_failed" not in [one["event"] for one in said]
    assert not any(one.get("own") for one in said)


async def test_a_commit_of_which_the_broker_forgets_all_markers_is_read_all_the_same(
    counter: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However quick it was, and though its owner decides nothing more."""
    key, other = tally("t", "one"), tally("t", "two")
    committing, forgotten = TransactionalProducer.commit, list[TransactionalProducer]()

    async def forgets_the_first(producer: TransactionalProducer) -> None:
        if forgotten:
            await committing(producer)
        else:  # the client believes that it was answered, and the broker has heard nothing
            forgotten.append(producer)
            manager = producer._producer._txn_manager
            manager.committing_transaction()
            manager.complete_transaction()

    async with counter.running(), counter.edge() as edge:
        monkeypatch.setattr(TransactionalProducer, "commit", forgets_the_first)
        with capture_logs() as said:
            spreads = Count(add=1, spread_to=(other,))
            await edge.ask(counter.question(key, spreads), wait_s=25)
            await wait_until(partial(_is, counter, 2), "both tallies are read", limit_s=30)
    assert forgotten
    assert [one["own"] for one in said if one["event"] == "markers_made_sure_of"] == [True]
    assert "partition_failed" not in [one["event"] for one in said]


async def _is(counter: Counting, total: int) -> bool:
    return await counter.total() == total
