"""Callers that wait for outcomes: one batched question every few milliseconds for all of them."""

import asyncio
import contextlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import asyncpg
import structlog

from libs.events.contracts.runtime import Answer
from libs.events.loop.statements import statement

log = structlog.get_logger(__name__)

POLL_S: Final = 0.004
AGAIN_S: Final = 0.2


@dataclass(slots=True)
class _Awaited:
    """A command that somebody waits for."""

    tenant: str
    futures: list[asyncio.Future[Answer | None]] = field(default_factory=list)


class Waiters:
    """Asks only while somebody waits, and of the tenants of those who do."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: dict[str, _Awaited] = {}
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
        for future in [one for waiting in self._waiting.values() for one in waiting.futures]:
            _tell(future, None)

    async def outcomes(self, asked: Mapping[str, str]) -> dict[str, Answer]:
        """What is recorded now, by command id, of commands by id with their tenants."""
        tenants = " ".join(sorted(set(asked.values())))
        try:
            found = await self._pool.fetch(statement("outcomes_of"), tenants, list(asked))
        except (asyncpg.UndefinedTableError, asyncpg.UndefinedFunctionError):
            return {}  # no worker has made the tables yet
        return {command: Answer.model_validate_json(answer) for command, answer in found}

    async def wait(self, command_id: str, tenant: str, limit_s: float) -> Answer | None:
        """The outcome when it is recorded; None when that takes longer, or nobody looks on."""
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(command_id, _Awaited(tenant)).futures.append(future)
        self._asked.set()
        try:
            async with asyncio.timeout(limit_s):
                return await future
        except TimeoutError:
            return None
        finally:
            self._leave(command_id, future)

    def _leave(self, command_id: str, future: asyncio.Future[Answer | None]) -> None:
        waiting = self._waiting.get(command_id)
        if waiting is None:
            return
        if future in waiting.futures:
            waiting.futures.remove(future)
        if not waiting.futures:
            self._waiting.pop(command_id, None)

    async def _run(self) -> None:
        while True:
            if not self._waiting:
                self._asked.clear()
                await self._asked.wait()
            begun_s = time.monotonic()
            try:
                self._tell(
                    await self.outcomes({name: one.tenant for name, one in self._waiting.items()})
                )
                # Never busier with asking than with waiting, however many wait.
                await asyncio.sleep(max(POLL_S, time.monotonic() - begun_s))
            except Exception as error:  # the database is away: whoever waits, waits on
                log.warning("outcomes_not_read", error=type(error).__name__)
                await asyncio.sleep(AGAIN_S)

    def _tell(self, answers: dict[str, Answer]) -> None:
        for command_id, answer in answers.items():
            waiting = self._waiting.get(command_id)
            for future in waiting.futures if waiting else ():
                _tell(future, answer)


def _tell(future: asyncio.Future[Answer | None], answer: Answer | None) -> None:
    if not future.done():
        future.set_result(answer)
