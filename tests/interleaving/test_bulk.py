"""Bulk between any two steps: that it is safe is no accident of the histories that are played."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from libs.events.contracts.topology import INGESTION, MATCHING, ServiceTopics
from libs.events.progress.port import ProgressPort
from libs.events.progress.resting import BehindBulk, Resting
from libs.testkit.interleave.__main__ import told_failure
from libs.testkit.interleave.history import History, Setting
from libs.testkit.interleave.mutants.fault import Fault, Patch
from libs.testkit.interleave.playing import Counts, play_one
from libs.testkit.world.premises import Commit
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World

HISTORIES_MAX = 40


def bulk_is_slow(random: Random, world: World) -> Weather:
    """Of one of the services that have it, from the first step on."""
    one = random.choice((INGESTION, MATCHING))
    drawn = Weather.drawn(random, world)
    return replace(drawn, slow_input=(one.name, one.bulk_topic), slow_input_from_step=0)


IMPORTS = Patch("libs.testkit.interleave.people.office", "IMPORTED", 1.0)
SLOW = Setting(chased_every=0, weather=bulk_is_slow)


class NotLookedAt(BehindBulk):
    async def decided(
        self,
        port: ProgressPort,
        service: ServiceTopics,
        partitions: Sequence[int],
        waiting: Sequence[Resting],
    ) -> list[Resting]:
        return list(waiting)


UNSEEN = Fault(
    "rest-without-bulk",
    "what comes to rest is told while parts of it lie in bulk",
    SLOW,
    (IMPORTS, Patch("libs.testkit.world.resting", "BehindBulk", NotLookedAt)),
)
LATE = Fault("nothing", "no fault: bulk is only read late", SLOW, (IMPORTS,))


def test_rest_that_is_told_while_parts_lie_in_bulk_is_seen() -> None:
    for seed in range(1, HISTORIES_MAX + 1):
        with UNSEEN.applied() as setting:
            if play_one(seed, setting).failures:
                return
    raise AssertionError(f"{UNSEEN.sentence}: not seen in {HISTORIES_MAX} histories")


def test_however_late_bulk_is_read_the_ledger_is_right() -> None:
    counts = Counts()
    with LATE.applied() as setting:
        for seed in range(1, 41):
            counts.add(play_one(seed, setting))
    assert not counts.failures, told_failure(counts.failures[0])


def test_imports_and_statements_of_the_histories_travel_in_bulk() -> None:
    """And what follows from them does not: nothing but documents and chunks lies there."""
    there: set[str] = set()
    for seed in range(1, 11):
        with LATE.applied() as setting:
            history = History(seed, setting)

        def saw(commit: Commit) -> None:
            there.update(type(new.command).__name__ for new in commit.batch.commands if new.is_bulk)

        history.world.watchers.append(saw)
        history.play()
        asked = history.world.premises.broker.topic(INGESTION.bulk_topic)
        there.update("a document" for log in asked.partitions if log.end)
        history.close()
    assert there == {"BookChunk", "a document"}
