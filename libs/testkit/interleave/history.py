"""One history: a truth, a world, what people do, what goes wrong, and the checks of all of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from libs.events.contracts.topology import TOPOLOGY
from libs.events.loop.decider import Decider
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.ending import check_ledger, check_quiet
from libs.testkit.interleave.checks.order import Announced, Flight, Versions
from libs.testkit.interleave.chronicle import Chronicle
from libs.testkit.interleave.outside import Edge
from libs.testkit.interleave.people import People
from libs.testkit.interleave.truth.scene import new_scene
from libs.testkit.world.owner import Owner
from libs.testkit.world.premises import Commit
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.wire import Wire
from libs.testkit.world.world import World
from services.calendar.handlers.decider import CalendarDecider
from services.ingestion.handlers.decider import IngestionDecider
from services.matching.handlers.decider import MatchingDecider

STEPS_MAX: Final = 20_000
"""Of the stormy part; whatever people have not done by then they do in calm."""
ROUNDS_OF_CALM: Final = 200

Deciders = Mapping[str, Decider]


def real_deciders(ids: IdSecret) -> Deciders:
    return {
        "calendar": CalendarDecider(days_are_played=True),
        "ingestion": IngestionDecider(ids),
        "matching": MatchingDecider(ids),
    }


@dataclass(frozen=True, slots=True)
class Setting:
    """What a history is played with; the teeth change one thing of it."""

    deciders: Callable[[IdSecret], Deciders] = real_deciders
    owner_class: type[Owner] = Owner
    bytes_every: int = 50
    """One history in so many goes through the codec; 0: none."""


class History:
    """One seed's history."""

    def __init__(self, seed: int, setting: Setting = Setting()) -> None:
        self.random = random = Random(seed)
        self.scene = new_scene(random)
        self.world = World(
            setting.deciders(self.scene.ids),
            TOPOLOGY,
            random,
            partitions=random.choice((2, 2, 3)),
            wire=_wire(seed, setting),
            owner_class=setting.owner_class,
        )
        self.books, self.versions, self.flight = Books(), Versions(), Flight()
        self.chronicle = Chronicle()
        self.edge = Edge(self.world, self.flight, self.chronicle)
        self.people = People(self.scene, self.edge, self.books, random)
        self.threads = self.people.threads()
        self.announced = Announced()
        self.world.watchers.append(self._saw)
        self.weather = Weather.drawn(random, self.world)
        self.scheduler = Scheduler(self.world, self.weather, self.threads.step, [])

    def play(self) -> None:
        """To its end. Raises Wrong, or whatever a mistake raises."""
        scheduler = self.scheduler
        while not self.threads.is_over and scheduler.steps < STEPS_MAX:
            self._step()
        for _ in range(self.random.randint(0, 300)):
            self._step()
        for _ in range(ROUNDS_OF_CALM):
            scheduler.drain()
            if self.threads.is_over:
                break
            while self.threads.step():
                pass
        check_quiet(self.world, self.flight)
        check_ledger(self.scene, self.books, self.people.touched_items)

    def _step(self) -> None:
        self.chronicle.step = self.scheduler.steps
        self.scheduler.step()

    def _saw(self, commit: Commit) -> None:
        self.chronicle.step = self.scheduler.steps
        self.chronicle.saw(commit)
        self.versions.saw(commit)
        self.flight.saw(commit)
        self.edge.saw(commit)
        if commit.service == "matching":
            self.books.add(new.event for new in commit.batch.events)
        self.announced.saw(commit)


def _wire(seed: int, setting: Setting) -> Wire | None:
    return None
