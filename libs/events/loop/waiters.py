"""Callers that wait for outcomes: one batched question every few milliseconds for all of them.

An owner in the same process tells them what it has stored, and then the database is not asked.
"""

import asyncio
import math
import time
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Self

import asyncpg
import structlog

from libs.events.contracts.runtime import Answer
from libs.events.loop.statements import statement

log = structlog.get_logger(__name__)

POLL_S: Final = 0.004
AGAIN_S: Final = 0.2
TOLD_WITHIN_S: Final = 0.1
"""So long an owner of this process has, before the database is asked what it has decided."""
TOLD_MAX: Final = 1_000


Outcome = asyncio.Future[Answer | None]
"""None: it takes longer, or nobody looks on."""


class Expected(NamedTuple):
    """A command that is about to be written."""

    id: str
    tenant: str
    partition: int


@dataclass(slots=True)
class _Awaited:
    """A command that somebody waits for."""

    command: Expected
    is_near: bool
    """Whether its owner was in this process when it was last heard of."""
    asked_from_s: float = math.inf
    """When the database is asked of it first, by the monotonic clock: not before it is written."""
    outcomes: list[Outcome] = field(default_factory=list)


class Waiters:
    """Asks only while somebody waits, and of the tenants of those who do."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: dict[str, _Awaited] = {}
        self._told: OrderedDict[str, int] = OrderedDict()
        """By command, up to where its partition was folded when it was told."""
        self._near: set[int] = set()
        """Partitions of which an owner in this process has told something."""
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="waiters")
        return self

    async def stop(self) -> None:
        """Whoever still waits is told that it takes longer: another process will know."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
        for outcome in [one for waiting in self._waiting.values() for one in waiting.outcomes]:
            _tell(outcome, None)

    async def outcomes(self, asked: Mapping[str, str]) -> dict[str, Answer]:
        """What is recorded now, by command id, of commands by id with their tenants."""
        tenants = " ".join(sorted(set(asked.values())))
        try:
            found = await self._pool.fetch(statement("outcomes_of"), tenants, list(asked))
        except (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError):
            return {}  # no worker has made the tables yet
        return {command: Answer.model_validate_json(answer) for command, answer in found}

    def told(self, partition: int, next_offset: int, answers: Sequence[Answer]) -> None:
        """What an owner in this process has stored, and the checkpoint with which it did."""
        self._near.add(partition)
        for answer in answers:
            waiting = self._waiting.get(answer.command)
            if waiting is None or waiting.command.tenant != answer.tenant:
                continue
            self._told[answer.command] = next_offset
            _answer(waiting, answer)
        while len(self._told) > TOLD_MAX:
            self._told.popitem(last=False)

    def folded_to(self, command_id: str) -> int | None:
        """The checkpoint that a command's outcome was told with, once; None: nobody told it."""
        return self._told.pop(command_id, None)

    @contextmanager
    def expected(self, commands: Sequence[Expected]) -> Iterator[Sequence[Outcome]]:
        """Their outcomes, each set as soon as it is known, while this is open.

        To be opened before they are written: an owner here may be quicker than the broker's word.
        """
        outcomes = [self._expect(one) for one in commands]
        try:
            yield outcomes
        finally:
            for one, outcome in zip(commands, outcomes, strict=True):
                self._leave(one.id, outcome)

    def written(self, commands: Sequence[Expected]) -> None:
        """From now on they may be decided, by whomever."""
        for one in commands:
            if (waiting := self._waiting.get(one.id)) is not None:
                patience_s = TOLD_WITHIN_S if waiting.is_near else 0.0
                waiting.asked_from_s = min(waiting.asked_from_s, time.monotonic() + patience_s)
        self._asked.set()

    def _expect(self, command: Expected) -> Outcome:
        if command.id not in self._waiting:
            self._waiting[command.id] = _Awaited(command, command.partition in self._near)
        outcome: Outcome = asyncio.get_running_loop().create_future()
        self._waiting[command.id].outcomes.append(outcome)
        return outcome

    def _leave(self, command_id: str, outcome: Outcome) -> None:
        waiting = self._waiting.get(command_id)
        if waiting is None:
            return
        if outcome in waiting.outcomes:
            waiting.outcomes.remove(outcome)
        if not waiting.outcomes:
            self._waiting.pop(command_id, None)

    async def _run(self) -> None:
        while True:
            begun_s = time.monotonic()
            written = [one for one in self._waiting.values() if one.asked_from_s < math.inf]
            if not written:
                self._asked.clear()
                await self._asked.wait()
                continue
            asked = {
                one.command.id: one.command.tenant for one in written if one.asked_from_s <= begun_s
            }
            try:
                self._found(await self.outcomes(asked) if asked else {})
                # Never busier with asking than with waiting, however many wait.
                await asyncio.sleep(max(POLL_S, time.monotonic() - begun_s))
            except Exception as error:  # the database is away: whoever waits, waits on
                log.warning("outcomes_not_read", error=type(error).__name__)
                await asyncio.sleep(AGAIN_S)

    def _found(self, answers: Mapping[str, Answer]) -> None:
        for command_id, answer in answers.items():
            waiting = self._waiting.get(command_id)
            if waiting is None:
                continue
            is_told = all(outcome.done() for outcome in waiting.outcomes)
            if waiting.is_near and not is_told:  # its owner may be in another process by now
                self._near.discard(waiting.command.partition)
            _answer(waiting, answer)


def _answer(waiting: _Awaited, answer: Answer) -> None:
    for outcome in waiting.outcomes:
        _tell(outcome, answer)


def _tell(outcome: Outcome, answer: Answer | None) -> None:
    if not outcome.done():
        outcome.set_result(answer)
