"""A platform in memory: services with their partitions, the logs between them, what may befall."""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Protocol

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.decider import Decider
from libs.events.loop.working import Rules
from libs.events.progress.port import Snapshot
from libs.testkit.world.database import Database
from libs.testkit.world.log import Broker
from libs.testkit.world.owner import Owner
from libs.testkit.world.poison import Poisonable
from libs.testkit.world.premises import Commit, Premises
from libs.testkit.world.traffic import Traffic
from libs.testkit.world.turns import Running
from libs.testkit.world.wire import ObjectWire, Wire

Site = tuple[str, int]
"""A service and one of its partitions."""


class Dispatching(Protocol):
    """The dispatchers at one site."""

    def step(self) -> bool: ...

    def freeze(self, for_s: float) -> bool: ...

    def kill(self) -> None: ...


class World:
    """Everything that may take a step, and everything that may go wrong."""

    def __init__(
        self,
        deciders: Mapping[str, Decider],
        topology: Mapping[str, ServiceTopics],
        random: Random,
        *,
        partitions: int,
        wire: Wire | None = None,
        owner_class: type[Owner] = Owner,
    ) -> None:
        self.watchers: list[Callable[[Commit], None]] = []
        self.objects: dict[str, bytes] = {}
        self.sites: list[Site] = [(name, n) for name in deciders for n in range(partitions)]
        poisoned: set[tuple[str, str]] = set()
        rules = {name: Rules(Poisonable(decider, poisoned)) for name, decider in deciders.items()}
        self.premises = Premises(
            random=random,
            broker=Broker(partitions),
            wire=wire or ObjectWire(topology),
            topology=topology,
            rules=rules,
            databases={name: Database(rules[name], partitions, self.objects) for name in deciders},
            on_commit=self._committed,
            poisoned=poisoned,
        )
        self.owners: dict[Site, Owner] = {}
        self.running: dict[Site, Running] = {}
        self.zombies: list[Running] = []
        """Owners that were replaced and do not know it yet."""
        self.crashes = self.wipes = 0
        self.late: list[tuple[str, Snapshot]] = []
        """Publications of dead owners that are still on their way."""
        self._published_of: dict[Site, tuple[object, ...]] = {}
        """What was seen when each site published last."""
        self.dispatching: list[Dispatching] = []
        """What dispatches at each site that has something to dispatch."""
        self.traffic = Traffic()
        self._owner_class = owner_class

    @property
    def random(self) -> Random:
        return self.premises.random

    def topics(self, service: str) -> ServiceTopics:
        return self.premises.topology[service]

    def post(self, service: str, question: NewQuestion) -> int:
        """A command from the edge: acknowledged once it is appended; returns its offset."""
        inbox = self.topics(service).inbox_for(is_bulk=question.is_bulk)
        log = self.premises.broker.topic(inbox).of_key(question.key)
        return log.append(self.premises.wire.of_question(service, question))

    def step_owner(self, site: Site) -> bool:
        """The owner of a partition goes on; when there is none, one starts."""
        running = self.running.get(site)
        if running is None or running.ended:
            owner = self.owners[site] = self._owner_class(self.premises, *site)
            self.running[site] = Running(owner.live())
            return True
        return running.step()

    def publish(self, site: Site) -> bool:
        """The owner publishes what it has folded, when that has changed."""
        owner = self.owners.get(site)
        if owner is None or not owner.ready:
            return False
        seen = owner.seen()
        if self._published_of.get(site) == seen:
            return False
        self._published_of[site] = seen
        published = self.premises.published.setdefault(site[0], {})
        snapshot = owner.snapshot()
        if published.get(site[1]) == snapshot:
            return False
        published[site[1]] = snapshot
        return True

    def publish_late(self) -> bool:
        """A dead owner's last publication arrives."""
        if not self.late:
            return False
        service, snapshot = self.late.pop(0)
        self._published_of.pop((service, snapshot.partition), None)  # the living publish again
        self.premises.published.setdefault(service, {})[snapshot.partition] = snapshot
        return True

    def mark(self) -> bool:
        """The coordinator writes one marker that lags."""
        broker = self.premises.broker
        if not broker.marking:
            return False
        broker.mark_one(self.random.randrange(1000), self.random.randrange(1000))
        return True

    def step_zombie(self) -> bool:
        """An owner that was replaced goes on."""
        self.zombies = [zombie for zombie in self.zombies if not zombie.ended]
        if not self.zombies:
            return False
        self.zombies[0].step()
        return True

    def kill(self, site: Site) -> bool:
        """The owner dies where it stands; its last publication may still be on its way."""
        running = self.running.pop(site, None)
        if running is None:
            return False
        owner = self.owners.pop(site)
        if owner.ready and self.premises.happens(0.3):
            self.late.append((site[0], owner.snapshot()))
        running.kill()
        self.crashes += 1
        return True

    def replace(self, site: Site) -> bool:
        """Another process takes the partition over while the old one still runs."""
        running = self.running.pop(site, None)
        if running is None or running.ended:
            return False
        self.owners.pop(site).is_member = False
        self.zombies.append(running)
        self.crashes += 1
        return True

    def close(self) -> None:
        """Whoever still runs ends where it stands."""
        for running in (*self.running.values(), *self.zombies):
            running.kill()
        for dispatching in self.dispatching:
            dispatching.kill()

    def wipe(self, service: str) -> None:
        """The service's database is emptied; its owners find out by themselves."""
        self.premises.databases[service].wipe()
        self.wipes += 1

    def poison(self, service: str, key: str) -> None:
        self.premises.poisoned.add((service, key))

    def heal(self, service: str, key: str) -> None:
        self.premises.poisoned.discard((service, key))

    def parked(self, service: str | None = None) -> Sequence[tuple[str, str]]:
        """(service, key) of every parked key that a living owner knows of."""
        return [
            (name, key)
            for (name, _), owner in self.owners.items()
            if service in (None, name)
            for key in owner.parking.keys
        ]

    def _committed(self, commit: Commit) -> None:
        self.traffic.saw(commit)
        for watcher in self.watchers:
            watcher(commit)
