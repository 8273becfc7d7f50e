"""What has to be composed first: prepared many at a time, asked, tried again when unknown."""

from collections.abc import Sequence
from typing import Final

import structlog

from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer
from libs.events.effects.asking import Asker
from libs.events.effects.effect import Effect, Outward
from libs.events.effects.port import Ask, EffectsPort

log = structlog.get_logger(__name__)

CHUNK_MAX: Final = 50
UNKNOWN_AGAIN_S: Final = 0.5
CRASHED_AGAIN_S: Final = 5.0


class Preparations:
    """Of one kind in one process."""

    def __init__(self, port: EffectsPort, outward: Outward, asker: Asker) -> None:
        self._port, self._outward, self._asker = port, outward, asker
        self._is_busy = False
        self._asked: set[str] = set()
        self._again_s: dict[str, float] = {}
        self.stopping = False

    def wakes_s(self) -> list[float]:
        """When what was not known is looked at again."""
        return list(self._again_s.values())

    def begin(self, effects: Sequence[Effect]) -> None:
        """Prepare what is not under way; one after the other when there are many."""
        awake_s = self._port.awake_s()
        self._again_s = {what: s for what, s in self._again_s.items() if s > awake_s}
        new = [e for e in effects if e.what not in self._asked and e.what not in self._again_s]
        if new and not self._is_busy and not self.stopping:
            self._is_busy = True
            self._port.spawn(self._prepare(new))

    async def _prepare(self, effects: Sequence[Effect]) -> None:
        try:
            for first in range(0, len(effects), CHUNK_MAX):
                if self.stopping:
                    return
                await self._prepare_some(effects[first : first + CHUNK_MAX])
        finally:
            self._is_busy = False

    async def _prepare_some(self, some: Sequence[Effect]) -> None:
        made = await self._port.together([self._outward.work.prepare(one) for one in some])
        asks = []
        for effect, command in zip(some, made, strict=True):
            if isinstance(command, Command):
                asks.append(Ask(self._port.fresh_id(), effect, command))
            else:
                self._not_yet(effect, command)
        self._asked.update(ask.effect.what for ask in asks)
        await self._asker.ask(asks, self._answered)

    def _not_yet(self, effect: Effect, error: Exception | None) -> None:
        again_s = UNKNOWN_AGAIN_S if error is None else CRASHED_AGAIN_S
        self._again_s[effect.what] = self._port.awake_s() + again_s
        if error is not None:
            log.error("not_prepared", what=effect.what, error=type(error).__name__)

    def _answered(self, ask: Ask, answer: Answer) -> None:
        self._asked.discard(ask.effect.what)
        if answer.outcome == "refused":
            log.warning("preparation_refused", what=ask.effect.what, rule=answer.rule)
            self._again_s[ask.effect.what] = self._port.awake_s() + CRASHED_AGAIN_S
