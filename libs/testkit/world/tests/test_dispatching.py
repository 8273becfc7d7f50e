"""The dispatcher in the simulator: what leaves, and what never may, whatever befalls it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.model import Command
from libs.events.effects.effect import Effect, EffectKind, Outward, Result, Start
from libs.events.effects.watching import NoWatch
from libs.kernel.keys import partition_of
from libs.testkit.counter import Count, Counter, counter_topics, tally
from libs.testkit.letterbox import LetterRules, LetterWork, letter_kind
from libs.testkit.letters import (
    Again,
    Ended,
    Held,
    LettersDecider,
    Started,
    Write,
    letter_of,
    letters_topics,
)
from libs.testkit.world.dispatching import DispatchTask
from libs.testkit.world.scheduler import Scheduler, Weather
from libs.testkit.world.turns import MOVED
from libs.testkit.world.world import World

KEYS = tuple(tally("t", f"x{n}") for n in range(6))
BOUNDS = {"age_max_s": 4.0, "effect_limit_s": 1.0, "deadline_s": 2.0, "again_s": 0.5}
STORMY = Weather(crashes=True, wipes=True, freezes=True, freeze_max_s=8.0)
POISONOUS = Weather(crashes=True, poisons=True, heal_probability=0.1, freezes=True)


@dataclass(slots=True)
class SlowLetters(LetterWork):
    """A letter box that takes a step or two, in which a process may die."""

    began: dict[tuple[str, int], str] = field(default_factory=dict)

    async def perform(self, effect: Effect, start: Start, limit_s: float) -> Result:
        await MOVED
        result = await LetterWork.perform(self, effect, start, limit_s)
        self.began[effect.what, start.attempt] = start.began_at
        await MOVED
        return result


class Post:
    """A platform with a counter and letters, and when each thing was asked of it."""

    def __init__(self, seed: int, kind: EffectKind | None = None) -> None:
        self.work = SlowLetters()
        self.kind = kind or letter_kind("letters", "counter", **BOUNDS)
        self.world = World(
            {"counter": Counter("counter"), "letters": LettersDecider("letters")},
            {
                "counter": counter_topics("counter"),
                "letters": letters_topics("letters", "counter"),
            },
            Random(seed),
            partitions=2,
        )
        outward = Outward(self.kind, LetterRules(), self.work)
        self.tasks = {
            number: DispatchTask(self.world, ("letters", number), [outward], NoWatch())
            for number in range(2)
        }
        self.events: list[tuple[str, object]] = []
        self.world.watchers.append(
            lambda commit: self.events.extend(
                (new.stream, new.event) for new in commit.batch.events
            )
        )
        self.rules: list[str | None] = []
        """Of refusals."""
        self.world.watchers.append(
            lambda commit: self.rules.extend(one.rule for one in commit.batch.answers if one.rule)
        )
        self.counted_at: dict[str, str] = {}
        self._asked = 0

    def ask(self, service: str, key: str, command: Command) -> None:
        self._asked += 1
        name = f"q{self._asked}"
        self.world.post(service, NewQuestion(name, "t", key, command, name))

    def count(self, key: str) -> None:
        """Through a chain: by way of another tally, which sends it on."""
        other = KEYS[(KEYS.index(key) + 1) % len(KEYS)]
        self.counted_at.setdefault(letter_of(key), self.world.premises.clock.now().isoformat())
        self.ask("counter", other, Count(add=0 + 1, spread_to=(key,)))

    def of(self, stream: str, *kinds: type) -> list[object]:
        return [event for name, event in self.events if name == stream and type(event) in kinds]

    def play(self, weather: Weather) -> None:
        acts: list[Callable[[], None]] = []
        for key in KEYS[::2]:
            acts.append(lambda key=key: self.ask("letters", key, Write()))  # type: ignore[misc]
            acts.append(lambda key=key: self.count(key))  # type: ignore[misc]
        acts.append(lambda: self.ask("letters", KEYS[1], Write()))
        random = self.world.random

        def act() -> bool:
            if not acts or random.random() < 0.95:
                return False
            acts.pop(0)()
            return True

        scheduler = Scheduler(self.world, weather, act, [])
        while acts or scheduler.steps < 1_000:
            scheduler.step()
        scheduler.drain()

    def wrongful(self) -> list[str]:
        """Letters that left on a barrier that began after their tally's count was acknowledged.

        Only the count of the letter's own tally recalls it, and it counts on the way there too.
        """
        return [
            what
            for (what, _), began_at in self.work.began.items()
            if what in self.counted_at and self.counted_at[what] < began_at
        ]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("weather", [STORMY, POISONOUS])
def test_nothing_counted_before_the_barrier_is_sent_and_each_letter_ends(
    seed: int, weather: Weather
) -> None:
    post = Post(seed)
    post.play(weather)
    assert post.wrongful() == []
    for key in (*KEYS[::2], KEYS[1]):
        stream = letter_of(key)
        assert len(post.of(stream, Ended)) == 1, f"{stream} has no single end"
        times = [what for what, _ in post.work.left].count(stream)
        repeats = [again for again in post.of(stream, Again) if getattr(again, "repeated", False)]
        assert times <= 1 + len(repeats), "it left twice, and nobody said perhaps"


def test_without_the_barrier_what_was_counted_is_sent() -> None:
    """The teeth of the check above."""
    found = 0
    for seed in range(12):
        post = Post(seed, letter_kind("letters", **BOUNDS))
        post.play(STORMY)
        found += len(post.wrongful())
    assert found > 0


def quiet_post(seed: int = 1) -> tuple[Post, Scheduler]:
    post = Post(seed)
    post.world.premises.habits.asides = post.world.premises.habits.unanswered = 0.0
    scheduler = Scheduler(post.world, Weather(), lambda: False, [])
    return post, scheduler


def step_until(scheduler: Scheduler, holds: Callable[[], bool]) -> None:
    for _ in range(50_000):
        if holds():
            return
        scheduler.step()
    raise AssertionError("it never came to that")


def test_a_process_that_slept_past_the_age_sends_nothing_and_begins_anew() -> None:
    post, scheduler = quiet_post()
    stream = letter_of(KEYS[0])
    post.ask("letters", KEYS[0], Write())
    step_until(scheduler, lambda: bool(post.of(stream, Started)))
    task = post.tasks[partition_of(KEYS[0], 2)]
    task.freeze(post.kind.age_max_s * 2)
    scheduler.drain()
    assert [one.reason for one in post.of(stream, Again) if isinstance(one, Again)] == ["Aged"]
    assert post.work.left == [(stream, 2)]


def test_a_start_whose_process_died_is_judged_late_and_repeated_once() -> None:
    post, scheduler = quiet_post()
    stream, site = letter_of(KEYS[0]), ("letters", partition_of(KEYS[0], 2))
    post.ask("letters", KEYS[0], Write())
    step_until(scheduler, lambda: bool(post.of(stream, Started)))
    died_s = post.world.premises.clock.passed_s
    post.world.kill(site)
    step_until(scheduler, lambda: bool(post.of(stream, Again)))
    assert post.world.premises.clock.passed_s - died_s >= post.kind.judged_after_s
    scheduler.drain()
    assert post.work.left == [(stream, 2)]
    (again,) = post.of(stream, Again)
    assert isinstance(again, Again)
    assert again.repeated


def test_the_start_of_a_process_that_lost_the_partition_is_refused() -> None:
    """It is under way when another takes over, which does nothing yet; then it asks."""
    post, scheduler = quiet_post()
    stream, number = letter_of(KEYS[0]), partition_of(KEYS[0], 2)
    post.ask("letters", KEYS[0], Write())
    task, site = post.tasks[number], ("letters", number)
    step_until(scheduler, lambda: task.life is not None and not task.life.dispatcher.is_idle)
    old = task.life
    assert old is not None
    post.world.replace(site)
    step_until(scheduler, lambda: task.life not in (None, old))
    assert task.freeze(60.0)
    step_until(scheduler, lambda: bool(post.rules))
    assert post.rules == ["not_yours"]
    assert not post.of(stream, Started)
    scheduler.drain()
    tokens = {one.token for one in post.of(stream, Started) if isinstance(one, Started)}
    assert tokens == {post.world.owners[site].process}
    assert old.owner.process not in tokens
    assert post.work.left == [(stream, 1)]


def test_a_parked_key_of_the_tenant_holds_it_once_said_until_it_is_free() -> None:
    post, scheduler = quiet_post()
    stream = letter_of(KEYS[0])
    post.world.poison("counter", KEYS[3])
    post.ask("counter", KEYS[3], Count(add=1))
    post.world.premises.habits.retries = 0.0
    step_until(scheduler, lambda: bool(post.world.parked()))
    post.ask("letters", KEYS[0], Write())
    step_until(scheduler, lambda: bool(post.of(stream, Held)))
    for _ in range(2_000):
        scheduler.step()
    assert post.of(stream, Held) == [Held(cause="parked", by="counter")]
    assert not post.work.left
    scheduler.drain()  # heals
    assert post.work.left == [(stream, 1)]
