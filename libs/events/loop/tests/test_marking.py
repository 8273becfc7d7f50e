"""Which markers are written once more, and when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import cast
from unittest.mock import AsyncMock

import pytest
from aiokafka.errors import KafkaTimeoutError

from libs.events.log.address import Place
from libs.events.log.ending import Ending, Last
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.log.unread import Unread
from libs.events.loop.marking import MarkerMissing, Marking
from libs.events.loop.tenure import Tenure
from libs.testkit.counter import counter_topics

COUNTER = counter_topics("counter")
NUMBER, LAST, ID = 2, 40, 7
OWN = (COUNTER.events_topic, NUMBER)
PARKED = (COUNTER.parked_topic, NUMBER)
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
    comes_late: bool = False
    """Its own marker is there once the next transaction is done."""

    async def seal(self, places: Collection[Place]) -> None:
        self.sealed.append(set(places))
        self.end_on += OWN in places or self.comes_late

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


class Silent:
    """Nobody answers for it."""

    async def ends_at(self, places: Collection[Place]) -> Mapping[Place, int]:
        raise KafkaTimeoutError(f"{places} have no leader")


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
        (LAST + 1, {OWN, INBOX}, [{INBOX}, {OWN}]),
        (LAST + 1, {OWN}, [{PARKED}, {OWN}]),
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


async def test_an_own_marker_that_was_only_late_is_not_written_twice() -> None:
    """The next transaction begins when the one before is done, and then it is there."""
    played = Played(LAST + 1, {OWN})
    played.comes_late = True
    await looked(played, (OWN,), times=2)
    assert played.sealed == [{PARKED}]


async def test_where_no_leader_says_how_far_it_can_be_read_it_is_asked_again() -> None:
    played = Played(LAST + 2, {INBOX})
    owner = tenure(played, LAST + 2)
    owner.unread.wrote({INBOX: LAST})
    silent = Marking(COUNTER, cast(Meter, played), cast(Meter, Silent()), 0.0)
    for _ in range(4):
        await silent.look_after(owner)
    assert played.sealed == []
    for _ in range(2):
        await marking(played).look_after(owner)
    assert played.sealed == [{INBOX}]


async def test_what_a_takeover_commits_is_looked_after_and_what_it_aborts_is_not() -> None:
    for ending, sealed in ((Ending.COMMITTED, [{INBOX}, {INBOX}]), (Ending.ABORTED, [])):
        played = Played(LAST, {INBOX})
        looks_after, owner = marking(played), tenure(played, LAST)
        looks_after.told(NUMBER, started(2, ending, after=1))
        await looks_after.taken_over(owner, LAST)
        for _ in range(2):
            await looks_after.look_after(owner)
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
