"""One history: a truth, a world, what people do, what goes wrong, and the checks of all of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

from libs.events.contracts.model import Command
from libs.events.contracts.topology import TOPOLOGY
from libs.events.loop.decider import Decider
from libs.events.progress.resting import Resting
from libs.kernel.ids import IdSecret
from libs.kernel.keys import identity_of
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.ending import check_ledger, check_quiet
from libs.testkit.interleave.checks.feeds import Feeds
from libs.testkit.interleave.checks.imports import Imports, check_imports
from libs.testkit.interleave.checks.order import Announced, Flight, Once, Versions
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.interleave.chronicle import Chronicle
from libs.testkit.interleave.people.asking import Edge
from libs.testkit.interleave.people.everyone import Everyone
from libs.testkit.interleave.truth.scene import Scene, new_scene
from libs.testkit.world.bytes_wire import BytesWire
from libs.testkit.world.owner import Owner
from libs.testkit.world.premises import Commit
from libs.testkit.world.resting import Closing, RestingTask
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.wire import Wire
from libs.testkit.world.world import World
from services.calendar.handlers.decider import CalendarDecider
from services.ingestion.domain.commands import FinishImport
from services.ingestion.handlers.decider import IngestionDecider
from services.matching.domain.statements.commands import SettleStatement
from services.matching.handlers.decider import MatchingDecider

STEPS_MAX: Final = 20_000
"""Of the stormy part; whatever people have not done by then they do in calm."""
CALMS_MAX: Final = 100

Deciders = Mapping[str, Decider]


def real_deciders(ids: IdSecret) -> Deciders:
    return {
        "calendar": CalendarDecider(days_are_played=True),
        "ingestion": IngestionDecider(ids),
        "matching": MatchingDecider(ids),
    }


def _settled(resting: Resting) -> Command:
    return SettleStatement(account=identity_of(resting.key), statement=resting.what)


def _finished(resting: Resting) -> Command:
    return FinishImport(import_id=resting.what)


CLOSING: Final[Mapping[str, Closing]] = {"matching": _settled, "ingestion": _finished}


@dataclass(frozen=True, slots=True)
class Setting:
    """What a history is played with; the teeth change one thing of it."""

    deciders: Callable[[IdSecret], Deciders] = real_deciders
    owner_class: type[Owner] = Owner
    scene: Callable[[Random], Scene] = new_scene
    weather: Callable[[Random, World], Weather] = Weather.drawn
    bytes_every: int = 50
    """One history in so many goes through the codec; 0: none."""


class History:
    """One seed's history."""

    def __init__(self, seed: int, setting: Setting | None = None) -> None:
        setting = setting or Setting()
        self.random = random = Random(seed)
        self.scene = setting.scene(random)
        deciders = setting.deciders(self.scene.ids)
        self.is_bytes = bool(setting.bytes_every) and seed % setting.bytes_every == 0
        self.world = World(
            deciders,
            TOPOLOGY,
            random,
            partitions=random.choice((2, 2, 3)),
            wire=_bytes(deciders) if self.is_bytes else None,
            owner_class=setting.owner_class,
        )
        self.books, self.versions, self.flight = Books(), Versions(), Flight()
        self.announced, self.once = Announced(), Once()
        self.feeds = Feeds(self.scene, self.flight)
        self.chronicle = Chronicle()
        self.edge = Edge(self.world, self.flight, self.chronicle)
        premises = self.world.premises
        self.people = Everyone(self.scene, self.edge, self.books, self.feeds, premises)
        self.threads = self.people.begin(random, self.world.objects, None)
        self.imports = Imports(self.flight, self.people.office.brought_by)
        self.world.watchers.append(self._saw)
        self.tasks = [
            RestingTask(self.world, site, CLOSING[site[0]])
            for site in self.world.sites
            if site[0] in CLOSING
        ]
        self.weather = setting.weather(random, self.world)
        self.scheduler = Scheduler(
            self.world, self.weather, self.threads.step, [task.step for task in self.tasks]
        )

    def play(self) -> None:
        """To its end. Raises Wrong, or whatever a mistake raises."""
        while not self.threads.is_over and self.scheduler.steps < STEPS_MAX:
            self.scheduler.step()
        for _ in range(self.random.randint(0, 300)):
            self.scheduler.step()
        for _ in range(CALMS_MAX):
            self.scheduler.drain()
            acted = self.threads.step() or self.threads.step()
            if not acted and self.threads.is_over and not self.people.say_more():
                break
        else:
            raise Wrong("liveness", "people have something to do for ever")
        check_quiet(self.world, self.flight)
        check_imports(self.imports)
        check_ledger(self.scene, self.books, self.feeds, self.people.cashier.touched_items)

    def close(self) -> None:
        """Nobody goes on."""
        for task in self.tasks:
            task.kill()
        self.world.close()

    def _saw(self, commit: Commit) -> None:
        self.chronicle.step = self.scheduler.steps
        self.chronicle.saw(commit)
        self.versions.saw(commit)
        self.once.saw(commit)
        self.flight.saw(commit)
        self.announced.saw(commit)
        self.edge.saw(commit)
        if commit.service == "ingestion":
            self.imports.saw(commit)
        if commit.service == "matching":
            self.books.add(new.event for new in commit.batch.events)
            self.feeds.saw(commit)


def _bytes(deciders: Deciders) -> Wire:
    return BytesWire(TOPOLOGY, {name: one.commands for name, one in deciders.items()})
