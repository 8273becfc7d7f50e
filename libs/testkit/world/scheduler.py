"""Who takes the next step: by chance, with the biases under which mistakes show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from libs.testkit.world.world import Site, World

Act = Callable[[], bool]
"""One step of something; whether anything was done."""

_PASSES_MAX: Final = 4000
_QUIET_PASSES: Final = 3
_STEPS_IN_A_ROW: Final = 8


class NeverQuiet(Exception):
    """A history that does not come to an end although nothing disturbs it any more."""


@dataclass(frozen=True, slots=True)
class Weather:
    """How a history is disturbed, drawn once at its beginning."""

    owner_weight: int = 4
    slow_site: Site | None = None
    """Its owner gets a fourth of the turns."""
    publish_weight: int = 4
    mark_weight: int = 6
    crashes: bool = False
    wipes: bool = False
    wipe_weight: int = 1
    poisons: bool = False
    heal_probability: float = 0.4
    drops: float = 0.0
    """How soon a person drops what waits first behind a parked key, at its owner's turns."""
    slow_input: tuple[str, str] | None = None
    slow_input_from_step: int = 0
    freezes: bool = False
    """Dispatchers stand still now and then, while their clocks go on."""
    freeze_max_s: float = 8.0
    acts_weight: int = 4

    @classmethod
    def drawn(cls, random: Random, world: World) -> "Weather":
        """One input read late, one partition slow, long poison, lagging publication, … or none."""
        bias = random.random()
        site = random.choice(world.sites)
        return cls(
            slow_site=site if bias < 0.3 else None,
            publish_weight=1 if 0.3 < bias < 0.6 else 4,
            mark_weight=2 if bias > 0.8 else 6,
            crashes=random.random() < 0.5,
            wipes=random.random() < 0.3,
            poisons=random.random() < 0.25,
            heal_probability=random.choice((0.4, 0.1, 0.02)),
            drops=random.choice((0.0, 0.1, 0.5)),
            slow_input=_slow_input(random, world) if random.random() < 0.4 else None,
            slow_input_from_step=random.randint(0, 800),
            acts_weight=random.randint(1, 8),
        )


def _slow_input(random: Random, world: World) -> tuple[str, str]:
    service = random.choice(sorted({name for name, _ in world.sites}))
    return service, random.choice(world.topics(service).input_topics)


class Scheduler:
    """Drives a world, the outside acts and the disturbances, one step at a time."""

    def __init__(self, world: World, weather: Weather, acts: Act, tasks: Sequence[Act]) -> None:
        """`acts` is what the outside does next, `tasks` what owners do beside deciding."""
        self.world, self.weather = world, weather
        world.premises.habits.drops = weather.drops
        self.steps = 0
        self._random = world.random
        self._steady = self._steady_actors(tasks)
        actors = [*self._steady, (acts, weather.acts_weight), *self._disturbances()]
        self._acts = [act for act, _ in actors]
        self._draws = [number for number, (_, weight) in enumerate(actors) for _ in range(weight)]
        self._asleep: set[int] = set()
        """Actors that had nothing to do since anybody did anything."""

    def _steady_actors(self, tasks: Sequence[Act]) -> list[tuple[Act, int]]:
        world, weather = self.world, self.weather
        actors: list[tuple[Act, int]] = []
        for site in world.sites:
            slow = site == weather.slow_site
            actors.append((_bound(world.step_owner, site), 1 if slow else weather.owner_weight))
            actors.append((_bound(world.publish, site), 1 if slow else weather.publish_weight))
        actors.extend((task, 2) for task in tasks)
        actors.extend((one.step, 4) for one in world.dispatching)
        actors += [(world.mark, weather.mark_weight), (world.publish_late, 1)]
        return [*actors, (world.step_zombie, 2)]

    def _disturbances(self) -> list[tuple[Act, int]]:
        weather = self.weather
        actors: list[tuple[Act, int]] = []
        if weather.crashes:
            actors.append((self._crash, 1))
        if weather.wipes:
            actors.append((self._wipe, weather.wipe_weight))
        if weather.poisons:
            actors.append((self._poison, 2))
        if weather.freezes and self.world.dispatching:
            actors.append((self._freeze, 1))
        return actors

    def step(self) -> None:
        """One actor, drawn by weight, takes its step."""
        self.world.premises.clock.tick()
        if self.steps == self.weather.slow_input_from_step and self.weather.slow_input:
            self.world.premises.habits.slow_inputs = frozenset((self.weather.slow_input,))
        number = self._draws[int(self._random.random() * len(self._draws))]
        if number in self._asleep:
            return
        if self._acts[number]():
            self.steps += 1
            self._asleep.clear()
        else:
            self._asleep.add(number)
            if len(self._asleep) == len(self._acts):
                self._asleep.clear()  # chance may let somebody act who would not before

    def drain(self) -> None:
        """Nothing disturbs any more: on until nobody has anything to do. Raises NeverQuiet."""
        premises = self.world.premises
        premises.calm, premises.habits.asides = True, 0.0
        premises.poisoned.clear()
        acts = [act for act, _ in self._steady]
        quiet = 0
        for _ in range(_PASSES_MAX):
            self._random.shuffle(acts)
            quiet = 0 if self._passes(acts) else quiet + 1
            if quiet == _QUIET_PASSES:
                if not premises.clock.leap():
                    return
                quiet = 0
        raise NeverQuiet(f"still busy after {_PASSES_MAX} passes")

    def _passes(self, acts: Sequence[Act]) -> bool:
        busy = False
        for act in acts:
            for _ in range(_STEPS_IN_A_ROW):
                if not act():
                    break
                self.steps += 1
                self.world.premises.clock.tick()
                busy = True
        return busy

    def _crash(self) -> bool:
        site = self._random.choice(self.world.sites)
        if self._random.random() < 0.3:
            return self.world.replace(site)
        return self.world.kill(site)

    def _wipe(self) -> bool:
        if self._random.random() < 0.25:
            self.world.wipe(self._random.choice(self.world.sites)[0])
            return True
        return False

    def _freeze(self) -> bool:
        random = self._random
        if random.random() < 0.2:
            one = random.choice(self.world.dispatching)
            return one.freeze(random.uniform(0.1, 1.0) * self.weather.freeze_max_s)
        return False

    def _poison(self) -> bool:
        world, random = self.world, self._random
        poisoned = sorted(world.premises.poisoned)
        if poisoned and random.random() < self.weather.heal_probability:
            world.heal(*random.choice(poisoned))
            return True
        traffic = world.traffic
        if len(poisoned) < 2 and random.random() < 0.3 and traffic.keys:
            # What is under way is what waits first behind its key.
            meets = bool(traffic.under_way) and random.random() < 0.5
            keys = list(traffic.under_way.values()) if meets else traffic.keys
            world.poison(*random.choice(keys))
            return True
        return False


def _bound(act: Callable[[Site], bool], site: Site) -> Act:
    return lambda: act(site)
