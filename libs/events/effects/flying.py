"""From a decided start to its answered report: the age is checked, the effect bounded, told."""

from collections import deque
from collections.abc import Coroutine
from functools import partial
from typing import Any

import structlog

from libs.events.contracts.runtime import Answer
from libs.events.effects.asking import Asker
from libs.events.effects.effect import Aged, Outward, Result, Unsure
from libs.events.effects.flight import AttemptSteps, Flight
from libs.events.effects.port import Ask, EffectsPort
from libs.events.effects.watching import Watch

log = structlog.get_logger(__name__)


class Flights:
    """Started attempts of one kind: at most `at_once_max` leave at a time, the others queue."""

    def __init__(self, port: EffectsPort, outward: Outward, asker: Asker, watch: Watch) -> None:
        self._port, self._outward, self._asker, self._watch = port, outward, asker, watch
        self._queue: deque[Flight] = deque()
        self._lanes = 0
        self._steps = AttemptSteps(port.tracing, outward.kind)
        self.whats: set[str] = set()
        """What this process holds an attempt of, from the asking of its start to the answer to
        its report: it is neither begun again nor judged."""

    @property
    def load(self) -> int:
        """Started, and not gone yet."""
        return len(self._queue) + self._lanes

    def add(self, flight: Flight) -> None:
        """Its start was decided."""
        self._queue.append(flight)
        if self._lanes < self._outward.kind.at_once_max:
            self._lanes += 1
            self._port.spawn(self._lane())

    async def _lane(self) -> None:
        try:
            while self._queue:
                flight = self._queue.popleft()
                result = await self._perform(flight)
                self._port.spawn(self._report(flight, result))
        finally:
            self._lanes -= 1

    async def _perform(self, flight: Flight) -> Result:
        """Never raises: what the work raises may have happened after it had left."""
        kind = self._outward.kind
        left_s = kind.age_max_s - (self._port.awake_s() - flight.began_s)
        if left_s <= 0:
            return Aged()
        limit_s = min(left_s, kind.effect_limit_s)
        work = self._outward.work.perform(flight.effect, flight.start, limit_s)
        began_at, result = self._port.now(), await self._performed(flight, work, limit_s)
        self._steps.performed(flight, began_at, result)
        return result

    async def _performed(
        self, flight: Flight, work: Coroutine[Any, Any, Result], limit_s: float
    ) -> Result:
        try:
            return await self._port.within(work, limit_s)
        except TimeoutError:
            return Unsure("cut_off")
        except Exception as crash:
            log.error("effect_crashed", what=flight.effect.what, error=type(crash).__name__)
            return Unsure(f"crashed_{type(crash).__name__}")

    async def _report(self, flight: Flight, result: Result) -> None:
        effect = flight.effect
        try:
            command = self._outward.rules.report(effect, flight.start, result)
        except Exception as mistake:  # a bug: nobody reports it, so it is judged
            self.whats.discard(effect.what)
            log.error("report_crashed", what=effect.what, error=type(mistake).__name__)
            return
        ask = Ask(self._port.fresh_id(), effect, command)
        await self._asker.ask([ask], partial(self._reported, flight, result))

    def _reported(self, flight: Flight, result: Result, ask: Ask, answer: Answer) -> None:
        self._steps.attempted(flight, result)
        self.whats.discard(ask.effect.what)
        self._watch.reported(ask.effect.kind, result, repeated=ask.effect.repeated)
        if answer.outcome == "refused":
            log.warning("report_refused", what=ask.effect.what, rule=answer.rule)
