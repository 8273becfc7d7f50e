"""One question for all who ask at the same time, never answered from before they asked."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
Question = TypeVar("Question")


class Coalesced(Generic[Answer]):
    """Callers that come while a question is under way share the next one."""

    def __init__(self, ask: Callable[[], Awaitable[Answer]]) -> None:
        self._ask = ask
        self._running: asyncio.Task[Answer] | None = None
        self._next: asyncio.Task[Answer] | None = None

    async def get(self) -> Answer:
        """The answer to a question that was asked after this call began."""
        if self._next is None:
            self._next = asyncio.create_task(self._after(self._running))
        return await asyncio.shield(self._next)

    async def _after(self, running: asyncio.Task[Answer] | None) -> Answer:
        if running is not None:
            await asyncio.wait([running])
        # From here on the question is under way: who comes now waits for the one after it.
        self._running, self._next = self._next, None
        return await self._ask()


class Gathered(Generic[Question, Answer]):
    """Different questions of one kind; those that come while others are under way go together."""

    def __init__(self, ask: Callable[[Sequence[Question]], Awaitable[Sequence[Answer]]]) -> None:
        """`ask` answers in the order of the questions."""
        self._ask = ask
        self._waiting: list[tuple[Question, asyncio.Future[Answer]]] = []
        self._task: asyncio.Task[None] | None = None

    async def get(self, question: Question) -> Answer:
        """The answer, asked for after this call began. Raises what asking raises."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, answer))
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        try:
            while self._waiting:
                asked, self._waiting = self._waiting, []
                await self._answer(asked)
        finally:
            self._task = None

    async def _answer(self, asked: Sequence[tuple[Question, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._ask([question for question, _ in asked])
        except Exception as failure:
            for _, waiting in asked:
                if not waiting.done():
                    waiting.set_exception(failure)
            return
        for (_, waiting), answer in zip(asked, answers, strict=True):
            if not waiting.done():
                waiting.set_result(answer)
