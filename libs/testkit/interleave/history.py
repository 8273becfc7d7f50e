"""One history: a truth, a world, what people do, what goes wrong, and the checks of all of it."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from libs.events.contracts.topology import TOPOLOGY
from libs.events.effects.effect import EffectKind
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.chasing import Chasing, Mail, stormy
from libs.testkit.interleave.checks.agencies_told import AgenciesTold
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.interleave.checks.ending import check_ledger, check_quiet
from libs.testkit.interleave.checks.feeds import Feeds
from libs.testkit.interleave.checks.imports import Imports, check_imports
from libs.testkit.interleave.checks.order import Announced, Flight, Once, Told, Versions
from libs.testkit.interleave.checks.wrong import Wrong
from libs.testkit.interleave.chronicle import Chronicle
from libs.testkit.interleave.mail.server import Temper
from libs.testkit.interleave.people.asking import Edge
from libs.testkit.interleave.people.everyone import Everyone
from libs.testkit.interleave.platform import (
    CLOSING,
    LEDGER,
    MAIL,
    OFFERS,
    Deciders,
    real_deciders,
)
from libs.testkit.interleave.truth.chasing import new_chasing_scene
from libs.testkit.interleave.truth.scene import Scene, new_scene
from libs.testkit.world.bytes_wire import BytesWire
from libs.testkit.world.owner import Owner
from libs.testkit.world.premises import Commit
from libs.testkit.world.resting import RestingTask
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.world import World

STEPS_MAX: Final = 20_000
"""Of the stormy part; whatever people have not done by then they do in calm."""
STEPS_CHASED_MAX: Final = 5_000
"""Of the same where debtors are chased: there is more to a step."""
CALMS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """What a history is played with; the teeth change one thing of it."""

    deciders: Callable[[IdSecret], Deciders] = real_deciders
    owner_class: type[Owner] = Owner
    scene: Callable[[Random], Scene] = new_scene
    weather: Callable[[Random, World], Weather] = Weather.drawn
    chased_every: int = 24
    """In one history in so many debtors are chased; 0: in none."""
    chasing_scene: Callable[[Random], Scene] = new_chasing_scene
    chasing_weather: Callable[[Random, World], Weather] = stormy
    temper: Callable[[Random], Temper] = Temper.drawn
    kind: EffectKind = MAIL
    offers: EffectKind = OFFERS
    bytes_every: int = 50
    """One history in so many goes through the codec; 0: none."""


class History:
    """One seed's history."""

    def __init__(self, seed: int, setting: Setting | None = None) -> None:
        setting = setting or Setting()
        self.random = random = Random(seed)
        is_chased = bool(setting.chased_every) and seed % setting.chased_every == 0
        self.scene = setting.chasing_scene(random) if is_chased else setting.scene(random)
        self.is_bytes = bool(setting.bytes_every) and seed % setting.bytes_every == 0
        self.world = _world(setting, self.scene, random, is_bytes=self.is_bytes)
        self.books, self.versions, self.flight = Books(), Versions(), Flight()
        self.announced, self.once, self.told = Announced(), Once(), Told()
        self.feeds, self.agencies = Feeds(self.scene, self.flight), AgenciesTold()
        self.chronicle = Chronicle()
        moments = Moments(self.world.premises.clock)
        self.chasing = self._chasing(setting, moments)
        chased = self.chasing.chased if self.chasing else None
        self.edge = Edge(self.world, self.flight, self.chronicle, moments)
        premises = self.world.premises
        self.people = Everyone(self.scene, self.edge, self.books, self.feeds, premises)
        self.threads = self.people.begin(random, self.world.objects, chased)
        self.imports = Imports(self.flight, self.people.office.brought_by)
        self.world.watchers.append(self._saw)
        self.tasks = [
            RestingTask(self.world, site, CLOSING[site[0]])
            for site in self.world.sites
            if site[0] in CLOSING
        ]
        drawn = setting.weather if self.chasing is None else setting.chasing_weather
        self.weather = drawn(random, self.world)
        if self.chasing is not None:
            self.chasing.under(self.weather)
        self.scheduler = Scheduler(
            self.world, self.weather, self.threads.step, [task.step for task in self.tasks]
        )

    def _chasing(self, setting: Setting, moments: Moments) -> Chasing | None:
        chase = self.scene.chase
        if chase is None:
            return None
        temper = setting.temper(self.random)
        mail = Mail(setting.kind, MAIL.age_max_s, temper, setting.offers)
        return Chasing(self.world, self.scene, chase, self.books, moments, mail)

    def play(self) -> None:
        """To its end. Raises Wrong, or whatever a mistake raises."""
        while not self._is_over and self.scheduler.steps < self._steps_max:
            for _ in range(self._stride):
                self.scheduler.step()
        for _ in range(self.random.randint(0, 300)):
            self.scheduler.step()
        for _ in range(CALMS_MAX):
            self.scheduler.drain()
            if self.chasing is not None:
                self.chasing.chased.check_day()
            acted = self.people.say_outcome() or any(
                self.threads.step() for _ in range(self._tries)
            )
            if not acted and self.threads.is_over and not self.people.banking.decide():
                break
        else:
            raise Wrong("liveness", "people have something to do for ever")
        check_quiet(self.world, self.flight)
        check_imports(self.imports)
        touched = self.people.cashier.touched_items
        found = check_ledger(self.scene, self.books, self.feeds, touched)
        self.agencies.check(self.scene, self.books, found)
        if self.chasing is not None:
            self.chasing.check_delivered()
            self.chasing.chased.check(touched)

    @property
    def _is_over(self) -> bool:
        """Whether nobody has anything left to do while it storms."""
        return self.threads.is_over or self.people.waits_for_calm

    @property
    def _steps_max(self) -> int:
        return STEPS_MAX if self.chasing is None else STEPS_CHASED_MAX

    @property
    def _stride(self) -> int:
        """After how many steps somebody looks whether it is over."""
        return 1 if self.chasing is None else 10

    @property
    def _tries(self) -> int:
        """How many look in the calm whether it is their turn, before all is quiet again."""
        return 2 if self.chasing is None else 20

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
        self.told.saw(commit)
        self.people.saw(commit)
        self.edge.saw(commit)
        if commit.service == "ingestion":
            self.imports.saw(commit)
        if commit.service == "handoff":
            self.agencies.saw(commit)
        if commit.service == "matching":
            self.books.add(new.event for new in commit.batch.events)
            self.feeds.saw(commit)
        if self.chasing is not None:
            self.chasing.saw(commit)


def _world(setting: Setting, scene: Scene, random: Random, *, is_bytes: bool) -> World:
    topology = LEDGER if scene.chase is None else TOPOLOGY
    every = setting.deciders(scene.ids)
    deciders = {name: every[name] for name in topology}
    commands = {name: one.commands for name, one in deciders.items()}
    return World(
        deciders,
        topology,
        random,
        partitions=random.choice((2, 2, 3)),
        wire=BytesWire(topology, commands) if is_bytes else None,
        owner_class=setting.owner_class,
    )
