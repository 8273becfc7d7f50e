"""Risk between any two steps: crashes, a wiped database, topics in any order, one read late."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

import pytest

from libs.events.contracts.risk import BandChanged, DebtorScored
from libs.events.contracts.topology import TOPOLOGY, events_topic_of
from libs.events.loop.batch import NewEvent
from libs.kernel.keys import partition_of, tenant_of
from libs.testkit.scenarios import Heard
from libs.testkit.world.premises import Commit
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.world import World
from services.risk.domain.debtors.state import DebtorState
from services.risk.handlers.decider import RiskDecider
from services.risk.tests.building import DEBTOR, IDS, key, risk
from services.risk.tests.test_folding import CHASING, DAYS, LEDGER, PARTIES, as_said

PARTITIONS = 2
HISTORIES = 150
STEPS_MAX = 4_000
QUIET = as_said(risk.given(*PARTIES, *DAYS, *LEDGER, *CHASING).state(key("debtor", DEBTOR)))


class Others:
    """The services that risk hears: each says what it has to say, in its order."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._left = [list(topic) for topic in (LEDGER, CHASING, PARTIES, DAYS)]
        self._said = 0

    def say(self) -> bool:
        """The next fact of any of them; whether there was one."""
        left = [topic for topic in self._left if topic]
        if not left:
            return False
        fact = self._world.random.choice(left).pop(0)
        for number, stream in _places(fact):
            self._said += 1
            self._append(fact, number, stream)
        return True

    def _append(self, fact: Heard, number: int, stream: str) -> None:
        new = NewEvent(
            id=f"heard-{self._said}",
            tenant=tenant_of(fact.key),
            key=fact.key,
            stream=stream,
            version=self._said,
            event=fact.event,
            depth=0,
            causation="",
            correlation="",
        )
        premises = self._world.premises
        content = premises.wire.of_event(fact.source, new, None, 0)
        topic = premises.broker.topic(events_topic_of(fact.source))
        topic.partitions[number].append(content)


def _places(fact: Heard) -> Iterator[tuple[int, str]]:
    if fact.announced:
        yield from ((number, f"{fact.stream}@{number}") for number in range(PARTITIONS))
    else:
        yield partition_of(fact.key, PARTITIONS), fact.stream


def played(seed: int) -> tuple[DebtorState, list[object]]:
    """What a debtor comes to in a history, and what was said of its score and band, in order."""
    random = Random(seed)
    world = World({"risk": RiskDecider(IDS)}, TOPOLOGY, random, partitions=PARTITIONS)
    said: list[object] = []

    def saw(commit: Commit) -> None:
        said.extend(
            new.event
            for new in commit.batch.events
            if isinstance(new.event, DebtorScored | BandChanged)
        )

    world.watchers.append(saw)
    others = Others(world)
    scheduler = Scheduler(world, Weather.drawn(random, world), others.say, [])
    for _ in range(STEPS_MAX):
        scheduler.step()
    while others.say():
        pass
    scheduler.drain()
    home = key("debtor", DEBTOR)
    shelf = world.premises.databases["risk"].shelves[partition_of(home, PARTITIONS)]
    state: DebtorState = shelf.rows[home].state
    world.close()
    return state, said


@pytest.mark.parametrize("first", range(1, HISTORIES, 50))
def test_whatever_happens_between_any_two_steps_a_debtor_stands_the_same(first: int) -> None:
    for seed in range(first, first + 50):
        state, said = played(seed)
        assert as_said(state) == QUIET, seed
        assert _repeated(said) == [], seed


def _repeated(said: Sequence[object]) -> list[object]:
    """What was said twice in a row, of scores and of bands."""
    scores = [
        (one.late_percent, one.late_days, one.band) for one in said if isinstance(one, DebtorScored)
    ]
    bands = [one.band for one in said if isinstance(one, BandChanged)]
    return [
        after for words in (scores, bands) for before, after in pairwise(words) if before == after
    ]
