"""The dispatcher's surroundings in memory: every question to them may be a step of its own."""

from collections.abc import Awaitable, Coroutine, Generator, Sequence
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from libs.events.codec.writing import NewQuestion
from libs.events.contracts.runtime import Answer
from libs.events.effects.effect import ALL, EFFECTS, Effect
from libs.events.effects.port import Ask, EffectsPort
from libs.events.loop.decider import Lookup
from libs.events.progress.port import WaitedTooLong
from libs.kernel.keys import partition_of
from libs.testkit.world.clock import Clock
from libs.testkit.world.progress import SimulatedProgress
from libs.testkit.world.turns import IDLE, MOVED, Running
from libs.testkit.world.world import Site, World

T = TypeVar("T")

_SEEN_MAX: Final = 10_000


class SimulatedEffects(EffectsPort):
    """Of the process that owns one partition."""

    def __init__(self, world: World, site: Site, process: str) -> None:
        self._world, self._site, self._process = world, site, process
        self._clock = world.premises.clock
        self._waits: dict[int, float] = {}
        self._count = 0
        self.running: list[Running] = []
        """What goes on beside the looking, each in steps of its own."""

    @property
    def process(self) -> str:
        return self._process

    @property
    def partitions(self) -> int:
        return self._world.premises.broker.partitions

    def wakes_s(self) -> list[float]:
        """When somebody here stops waiting."""
        return list(self._waits.values())

    async def waiting(self) -> Sequence[Effect]:
        service, partition = self._site
        database = self._world.premises.databases[service]
        entries = database.entries(Lookup(EFFECTS, ALL, _SEEN_MAX))
        found: list[Effect] = [entry.value for entry in entries]
        return [one for one in found if partition_of(one.key, self.partitions) == partition]

    def progress(self, limit_s: float) -> SimulatedProgress:
        ends_s = self._clock.passed_s + limit_s

        def check() -> None:
            if self._clock.passed_s > ends_s:
                raise WaitedTooLong

        return SimulatedProgress(self._world.premises, on_pause=check)

    async def ask(self, asks: Sequence[Ask], wait_s: float) -> list[Answer | None]:
        """Written at once; a slow edge gives up before the answer, which is recorded all the same.

        Ends as soon as all are answered.
        """
        premises = self._world.premises
        answers = self._answers(asks)
        for ask, answer in zip(asks, answers, strict=True):
            if answer is None:
                self._world.post(self._site[0], _question(ask))
        if not premises.calm and premises.happens(premises.habits.unanswered):
            await MOVED
            return self._answers(asks)
        with_limit = self._begin_wait(wait_s)
        while None in answers and self._clock.passed_s <= self._waits[with_limit]:
            await IDLE
            answers = self._answers(asks)
        del self._waits[with_limit]
        return answers

    def _begin_wait(self, limit_s: float) -> int:
        self._count += 1
        self._waits[self._count] = self._clock.passed_s + limit_s
        return self._count

    def _answers(self, asks: Sequence[Ask]) -> list[Answer | None]:
        shelves = self._world.premises.databases[self._site[0]].shelves
        return [
            shelves[partition_of(ask.effect.key, self.partitions)].answers.get(ask.id)
            for ask in asks
        ]

    async def within(self, work: Awaitable[T], limit_s: float) -> T:
        return await _Bounded(work, self._clock, self._clock.passed_s + limit_s)

    async def together(self, works: Sequence[Coroutine[Any, Any, T]]) -> list[T | Exception]:
        """One after the other: which of them is first is nothing that anybody relies on."""
        found: list[T | Exception] = []
        for work in works:
            try:
                found.append(await work)
            except Exception as error:  # as in production: theirs to judge
                found.append(error)
        return found

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        self.running.append(Running(work))

    async def pause(self) -> None:
        await IDLE

    def now(self) -> datetime:
        return self._clock.now()

    def awake_s(self) -> float:
        return self._clock.passed_s

    def fresh_id(self) -> str:
        self._count += 1
        return f"effect-{self._process}-{self._count}"


class _Bounded(Generic[T]):
    """Work that is cut off where it stands once its time is over."""

    def __init__(self, work: Awaitable[T], clock: Clock, ends_s: float) -> None:
        self._work, self._clock, self._ends_s = work, clock, ends_s

    def __await__(self) -> Generator[Any, None, T]:
        inner = self._work.__await__()
        while self._clock.passed_s <= self._ends_s:
            try:
                turn = next(inner)
            except StopIteration as end:
                result: T = end.value
                return result
            yield turn
        if (close := getattr(inner, "close", None)) is not None:
            close()
        raise TimeoutError


def _question(ask: Ask) -> NewQuestion:
    return NewQuestion(
        id=ask.id,
        tenant=ask.effect.tenant,
        key=ask.effect.key,
        command=ask.command,
        body_hash=ask.id,
    )
