"""Commands of the dispatcher: asked, and asked again with the same id until they are answered."""

from collections.abc import Callable, Sequence
from itertools import chain, repeat
from typing import Final

import structlog

from libs.events.contracts.runtime import Answer
from libs.events.effects.port import Ask, EffectsPort

log = structlog.get_logger(__name__)

FIRST_WAIT_S: Final = 5.0
WAITS_S: Final = (5.0, 10.0, 20.0, 40.0, 60.0)
"""Then: each time that it is asked again it is written again, and a parked key keeps them all."""

OnAnswer = Callable[[Ask, Answer], None]


class Asker:
    """Loses no command of a process that lives: a report least of all."""

    def __init__(self, port: EffectsPort) -> None:
        self._port = port

    async def ask(self, asks: Sequence[Ask], on_answer: OnAnswer) -> None:
        """All at once; returns when each is answered, or goes on being asked beside."""
        if not asks:
            return
        answers = await self._port.ask(asks, FIRST_WAIT_S)
        for ask, answer in zip(asks, answers, strict=True):
            if answer is None:
                self._port.spawn(self._again(ask, on_answer))
            else:
                on_answer(ask, answer)

    async def _again(self, ask: Ask, on_answer: OnAnswer) -> None:
        for wait_s in chain(WAITS_S, repeat(WAITS_S[-1])):
            (answer,) = await self._port.ask([ask], wait_s)
            if answer is not None:
                on_answer(ask, answer)
                return
            log.warning("effect_command_unanswered", what=ask.effect.what, waited_s=wait_s)
            await self._port.pause()
