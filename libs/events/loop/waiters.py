"""Callers that wait for outcomes: one batched question every few milliseconds for all of them."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from typing import Final, Self

import asyncpg
import structlog

from libs.events.contracts.runtime import Answer
from libs.events.loop.statements import statement

log = structlog.get_logger(__name__)

POLL_S: Final = 0.004
AGAIN_S: Final = 0.2


class Waiters:
    """Asks only while somebody waits."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: dict[str, list[asyncio.Future[Answer | None]]] = {}
        self._asked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> Self:
        self._task = asyncio.create_task(self._run(), name="waiters")
        return self

    async def stop(self) -> None:
        """Whoever still waits is told that it takes longer: another process will know."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        for future in [one for waiting in self._waiting.values() for one in waiting]:
            _tell(future, None)

    async def outcomes(self, command_ids: Sequence[str]) -> dict[str, Answer]:
        """What is recorded now, by command id."""
        try:
            found = await self._pool.fetch(statement("outcomes"), list(command_ids))
        except asyncpg.UndefinedTableError:  # no worker has made the tables yet
            return {}
        return {command: Answer.model_validate_json(answer) for command, answer in found}

    async def wait(self, command_id: str, limit_s: float) -> Answer | None:
        """The outcome when it is recorded; None when that takes longer, or nobody looks on."""
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(command_id, []).append(future)
        self._asked.set()
        try:
            async with asyncio.timeout(limit_s):
                return await future
        except TimeoutError:
            return None
        finally:
            self._leave(command_id, future)

    def _leave(self, command_id: str, future: asyncio.Future[Answer | None]) -> None:
        waiting = self._waiting.get(command_id, [])
        if future in waiting:
            waiting.remove(future)
        if not waiting:
            self._waiting.pop(command_id, None)

    async def _run(self) -> None:
        while True:
            if not self._waiting:
                self._asked.clear()
                await self._asked.wait()
            begun_s = time.monotonic()
            try:
                self._tell(await self.outcomes(list(self._waiting)))
                # Never busier with asking than with waiting, however many wait.
                await asyncio.sleep(max(POLL_S, time.monotonic() - begun_s))
            except Exception as error:  # the database is away: whoever waits, waits on
                log.warning("outcomes_not_read", error=type(error).__name__)
                await asyncio.sleep(AGAIN_S)

    def _tell(self, answers: dict[str, Answer]) -> None:
        for command_id, answer in answers.items():
            for future in self._waiting.get(command_id, []):
                _tell(future, answer)


def _tell(future: asyncio.Future[Answer | None], answer: Answer | None) -> None:
    if not future.done():
        future.set_result(answer)
