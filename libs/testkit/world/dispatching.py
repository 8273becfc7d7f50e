"""What an owner's process does beside deciding: the real dispatcher, step by step."""

from collections.abc import Sequence

from libs.events.effects.dispatching import Dispatcher
from libs.events.effects.effect import Outward
from libs.events.effects.watching import Watch
from libs.testkit.world.effects import SimulatedEffects
from libs.testkit.world.owner import Owner
from libs.testkit.world.turns import IDLE, Running
from libs.testkit.world.world import Site, World


class Life:
    """The dispatcher of one process: frozen and thawed, or killed, with it."""

    def __init__(
        self, world: World, site: Site, owner: Owner, outwards: Sequence[Outward], watch: Watch
    ) -> None:
        self._world, self._site, self.owner = world, site, owner
        self.port = SimulatedEffects(world, site, owner.process)
        self.dispatcher = Dispatcher(self.port, outwards, world.premises.topology, watch)
        self._looking: Running | None = None
        self.frozen_until_s = 0.0

    @property
    def is_frozen(self) -> bool:
        return self.frozen_until_s > self._world.premises.clock.passed_s

    def step(self) -> bool:
        """One of what goes on in it goes on, by chance; whether anything was done."""
        if self.is_frozen:
            return False
        if self.owner.ready:
            self._looking = self._looking or Running(self._look())
            self._looking.step()
        beside = list(self.port.running)
        self._world.random.shuffle(beside)
        for one in beside:
            moved = one.step()
            if one.ended:
                self.port.running.remove(one)
            if moved:
                return True
        return False

    def wakes_s(self) -> float | None:
        """The next moment at which it finds something to do by itself."""
        now_s = self._world.premises.clock.passed_s
        if self.is_frozen:
            return self.frozen_until_s
        moments = [*self.dispatcher.wakes_s(), *self.port.wakes_s()]
        return min((s for s in moments if s > now_s), default=None)

    def kill(self) -> None:
        for one in (self._looking, *self.port.running):
            if one is not None:
                one.kill()

    async def _look(self) -> None:
        while True:
            await self.dispatcher.look()
            await IDLE


class DispatchTask:
    """The dispatchers at one site: the owner's, and those of processes that were replaced."""

    def __init__(self, world: World, site: Site, outwards: Sequence[Outward], watch: Watch) -> None:
        self._world, self._site = world, site
        self._outwards, self._watch = outwards, watch
        self.life: Life | None = None
        """Of the owner that the group knows."""
        self.zombies: list[Life] = []
        """Of processes that have lost the partition and may not know it."""
        world.dispatching.append(self)

    def step(self) -> bool:
        """The owner's goes on, now and then a replaced one's."""
        self._follow()
        self.zombies = [one for one in self.zombies if self._lives_on(one)]
        lives = [one for one in (self.life, *self.zombies) if one is not None]
        self._world.random.shuffle(lives)
        moved = any(one.step() for one in lives)
        wakes = [s for one in lives if (s := one.wakes_s()) is not None]
        self._world.premises.clock.wake(self, min(wakes, default=None))
        return moved

    def freeze(self, for_s: float) -> bool:
        """The process stands still, its clocks go on; whether there is one."""
        if self.life is None:
            return False
        self.life.frozen_until_s = self._world.premises.clock.passed_s + for_s
        return True

    def kill(self) -> None:
        """Whatever goes on ends where it stands."""
        for one in (self.life, *self.zombies):
            if one is not None:
                one.kill()
        self.life, self.zombies = None, []

    def _follow(self) -> None:
        """A process that was killed ends with all it did; one that was replaced may go on."""
        owner = self._world.owners.get(self._site)
        before = self.life
        if before is not None and before.owner is not owner:
            if before.owner.is_member:
                before.kill()
            else:
                self.zombies.append(before)
            self.life = None
        if self.life is None and owner is not None:
            self.life = Life(self._world, self._site, owner, self._outwards, self._watch)

    def _lives_on(self, zombie: Life) -> bool:
        """As long as it has something under way: it looks no further once it has lost its row."""
        if zombie.is_frozen or zombie.port.running:
            return True
        zombie.kill()
        return False
