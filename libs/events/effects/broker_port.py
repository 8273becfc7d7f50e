"""The dispatcher's surroundings in production: database, log, clocks, tasks of the event loop."""

import asyncio
import hashlib
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

import structlog

from libs.events.contracts.runtime import Answer
from libs.events.effects import clock
from libs.events.effects.effect import ALL, EFFECTS, Effect
from libs.events.effects.port import Ask, EffectsPort
from libs.events.loop.decider import Lookup
from libs.events.loop.edge import Edge, EdgeRefusal, NotTaken, Question
from libs.events.loop.store import Store
from libs.events.loop.tracing import NoTracing, Tracing
from libs.events.loop.worker import NOT_THERE
from libs.events.progress.broker_port import BrokerProgress

log = structlog.get_logger(__name__)

T = TypeVar("T")

SEEN_MAX: Final = 20_000
TOGETHER_MAX: Final = 8
PAUSE_S: Final = 0.02
NOT_REACHED_AGAIN_S: Final = 0.5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the process gives its dispatcher."""

    process: str
    """Token of the worker."""
    partitions: int
    owned: Callable[[], frozenset[int]]
    """Partitions that the worker owns now."""
    store: Store
    edge: Edge
    progress: BrokerProgress
    """Of every service on a list, and of the own one."""
    tracing: Tracing = field(default_factory=NoTracing)


class BrokerEffects(EffectsPort):
    """Over the real broker and database; `stop` ends what goes on beside."""

    def __init__(self, surroundings: Surroundings) -> None:
        self._around = surroundings
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def process(self) -> str:
        return self._around.process

    @property
    def partitions(self) -> int:
        return self._around.partitions

    @property
    def tracing(self) -> Tracing:
        return self._around.tracing

    async def stop(self) -> None:
        """End all that goes on beside, wherever it stands."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def waiting(self) -> Sequence[Effect]:
        owned = self._around.owned()
        if not owned:
            return ()
        question = Lookup(EFFECTS, ALL, SEEN_MAX)
        entries = await self._around.store.entries_in(sorted(owned), question)
        if len(entries) == SEEN_MAX:
            log.warning("more_waits_than_is_seen", seen=SEEN_MAX)
        return [
            replace(entry.value, trace=entry.trace) if entry.trace else entry.value
            for entry in entries
        ]

    def progress(self, limit_s: float) -> BrokerProgress:
        return self._around.progress.within(limit_s)

    async def ask(self, asks: Sequence[Ask], wait_s: float) -> list[Answer | None]:
        try:
            return await self._around.edge.ask_many([_question(ask) for ask in asks], wait_s=wait_s)
        except EdgeRefusal as refusal:
            return await self._ask_apart(asks, refusal, wait_s)
        except (*NOT_THERE, NotTaken) as absent:
            log.warning("effect_commands_not_taken", reason=type(absent).__name__)
            await asyncio.sleep(NOT_REACHED_AGAIN_S)
            return [None] * len(asks)

    async def _ask_apart(
        self, asks: Sequence[Ask], refusal: EdgeRefusal, wait_s: float
    ) -> list[Answer | None]:
        """Nothing was written because of one of them: it must not keep the others."""
        if len(asks) > 1:
            apart = [await self.ask([ask], wait_s) for ask in asks]
            return [answer for answers in apart for answer in answers]
        (ask,) = asks
        log.error("effect_command_refused", what=ask.effect.what, reason=type(refusal).__name__)
        await asyncio.sleep(NOT_REACHED_AGAIN_S)
        return [None]

    async def within(self, work: Awaitable[T], limit_s: float) -> T:
        async with asyncio.timeout(limit_s):
            return await work

    async def together(self, works: Sequence[Coroutine[Any, Any, T]]) -> list[T | Exception]:
        room = asyncio.Semaphore(TOGETHER_MAX)

        async def one(work: Coroutine[Any, Any, T]) -> T | Exception:
            async with room:
                try:
                    return await work
                except Exception as error:  # theirs to judge, not ours to lose the others for
                    return error

        return await asyncio.gather(*(one(work) for work in works))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name="effects")
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("effect_work_ended", error=type(error).__name__)

    async def pause(self) -> None:
        await asyncio.sleep(PAUSE_S)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def awake_s(self) -> float:
        return clock.awake_s()

    def fresh_id(self) -> str:
        return uuid.uuid4().hex


def _question(ask: Ask) -> Question:
    return Question(
        tenant=ask.effect.tenant,
        key=ask.effect.key,
        command=ask.command,
        command_id=ask.id,
        body_hash=hashlib.sha256(ask.id.encode()).hexdigest(),
        trace=ask.effect.trace,
    )
