"""From what waits to a decided start: window, barrier, exact bytes, start; one barrier a tenant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Final

import structlog

from libs.events.contracts.runtime import Answer
from libs.events.effects.asking import Asker
from libs.events.effects.effect import OUTCOME, STARTED, Content, Effect, Outward, Start
from libs.events.effects.flight import AttemptSteps, Flight
from libs.events.effects.flying import Flights
from libs.events.effects.port import Ask, EffectsPort
from libs.events.effects.watching import Watch
from libs.events.progress.barrier import BarrierCut, NotHad, Passage, barrier
from libs.kernel.keys import partition_of

log = structlog.get_logger(__name__)

TENANTS_AT_ONCE_MAX: Final = 8
"""Barriers of one kind under way at a time in one process."""


class Attempts:
    """Attempts of one kind in one process, up to their start."""

    def __init__(
        self, port: EffectsPort, outward: Outward, passage: Passage, asker: Asker, watch: Watch
    ) -> None:
        self._port, self._outward, self._passage = port, outward, passage
        self._asker, self._watch = asker, watch
        self._kind, self._rules, self._work = outward.kind, outward.rules, outward.work
        self.flights = Flights(port, outward, asker, watch)
        self._steps = AttemptSteps(port.tracing, outward.kind)
        self._beginning: dict[str, float] = {}
        """Tenants whose barrier is under way."""
        self._begun_s: dict[str, float] = {}
        """When each tenant had its turn last."""
        self._held_until_s: dict[str, float] = {}
        self._again_s: dict[str, float] = {}
        """When what could not be made into bytes is tried again: it holds no other."""
        self._holds_asked: set[str] = set()
        self.stopping = False

    @property
    def is_idle(self) -> bool:
        """Nothing is under way that this process alone can finish."""
        return not self._beginning and not self.flights.whats

    def wakes_s(self) -> list[float]:
        """When held tenants are tried again."""
        return [*self._held_until_s.values(), *self._again_s.values()]

    def begin(self, ready: Sequence[Effect]) -> None:
        """Begin what may begin now; a tenant that waits for its barrier is not begun again."""
        if self.stopping:
            return
        awake_s = self._port.awake_s()
        self._held_until_s = {t: s for t, s in self._held_until_s.items() if s > awake_s}
        self._again_s = {what: s for what, s in self._again_s.items() if s > awake_s}
        waiting = self._waiting(ready)
        free = TENANTS_AT_ONCE_MAX - len(self._beginning)
        turns = sorted(
            waiting.keys() - self._beginning.keys() - self._held_until_s.keys(),
            key=lambda tenant: (self._begun_s.get(tenant, 0.0), tenant),
        )
        for tenant in islice(turns, free):
            self._beginning[tenant] = self._begun_s[tenant] = awake_s
            self._port.spawn(self._begin(tenant, waiting[tenant]))

    def _waiting(self, ready: Sequence[Effect]) -> dict[str, list[Effect]]:
        """What may begin now, by tenant."""
        now = self._port.now()
        waiting: dict[str, list[Effect]] = {}
        for effect in ready:
            is_free = effect.what not in self.flights.whats and effect.what not in self._again_s
            if is_free and self._may_begin(effect, now):
                waiting.setdefault(effect.tenant, []).append(effect)
        return waiting

    def _may_begin(self, effect: Effect, now: datetime) -> bool:
        try:
            return self._rules.may_begin(effect, now)
        except Exception as mistake:  # a bug with this one holds no other
            log.error("may_begin_crashed", what=effect.what, error=type(mistake).__name__)
            return False

    async def _begin(self, tenant: str, effects: Sequence[Effect]) -> None:
        try:
            await self._begin_some(tenant, effects)
        except Exception as error:  # broker, database or object store away: tried again
            log.warning("effects_not_begun", kind=self._kind.name, error=type(error).__name__)
            self._held_until_s[tenant] = self._port.awake_s() + self._kind.again_s
        finally:
            self._beginning.pop(tenant, None)

    async def _begin_some(self, tenant: str, effects: Sequence[Effect]) -> None:
        for first in range(0, len(effects), self._kind.batch_max):
            await self._room()
            if self.stopping:
                return
            try:
                await self._attempt(tenant, effects[first : first + self._kind.batch_max])
            except NotHad as shut:
                self._held_until_s[tenant] = self._port.awake_s() + self._kind.again_s
                await self._hold(effects[first:], shut)
                return

    async def _room(self) -> None:
        """So that what is started can leave within its age."""
        while self.flights.load > self._kind.batch_max // 2:
            await self._port.pause()

    async def _attempt(self, tenant: str, some: Sequence[Effect]) -> None:
        """Raises NotHad."""
        began_s, began_at = self._port.awake_s(), self._port.now()
        cut = await self._passed(tenant, some, began_s)
        had_at = self._port.now()
        flights = await self._flights(some, cut, began_s, began_at)
        for flight in flights:
            self._steps.barrier_had(flight, cut, had_at)
        # Too old already: then nobody is asked, and the next look begins anew.
        if flights and not self.stopping and flights[0].start.left_s() > 0:
            await self._start(flights)

    async def _passed(self, tenant: str, some: Sequence[Effect], began_s: float) -> BarrierCut:
        """Raises NotHad."""
        try:
            cut = await self._cut(tenant, some)
        except NotHad as shut:
            took_s = self._port.awake_s() - began_s
            self._watch.barrier_missed(self._kind.name, shut.cause, took_s)
            raise
        self._watch.barrier_had(self._kind.name, self._port.awake_s() - began_s, cut.rounds)
        return cut

    async def _cut(self, tenant: str, some: Sequence[Effect]) -> BarrierCut:
        if not self._kind.barrier:
            return BarrierCut({}, {})
        partitions = sorted({self._partition(effect) for effect in some})
        progress = self._port.progress(self._kind.deadline_s)
        return await barrier(progress, self._passage, tenant, partitions)

    def _partition(self, effect: Effect) -> int:
        return partition_of(effect.key, self._port.partitions)

    async def _flights(
        self, some: Sequence[Effect], cut: BarrierCut, began_s: float, began_at: datetime
    ) -> list[Flight]:
        """With the exact bytes of each; without those whose bytes cannot be made now."""

        def left_s() -> float:
            return self._kind.age_max_s - (self._port.awake_s() - began_s)

        making = self._port.together([self._work.content(effect) for effect in some])
        contents = await self._port.within(making, max(left_s(), 0.0))
        flights = []
        for effect, content in zip(some, contents, strict=True):
            if not isinstance(content, Content):
                log.error("content_not_made", what=effect.what, error=type(content).__name__)
                self._again_s[effect.what] = self._port.awake_s() + self._kind.again_s
                continue
            start = Start(
                attempt=effect.attempt,
                token=self._port.process,
                began_at=began_at.isoformat(),
                cut=cut.at(self._partition(effect)) if self._kind.barrier else {},
                content=content,
                left_s=left_s,
            )
            followed = replace(effect, trace=self._steps.begun(effect))
            flights.append(Flight(followed, start, began_s, effect.trace))
        return flights

    async def _start(self, flights: Sequence[Flight]) -> None:
        by_ask = {
            self._port.fresh_id(): (flight, self._rules.start(flight.effect, flight.start))
            for flight in flights
        }
        asks = [Ask(name, flight.effect, command) for name, (flight, command) in by_ask.items()]
        self.flights.whats.update(flight.effect.what for flight in flights)

        def answered(ask: Ask, answer: Answer) -> None:
            self._started(by_ask[ask.id][0], answer)

        await self._asker.ask(asks, answered)

    def _started(self, flight: Flight, answer: Answer) -> None:
        """However late the answer comes: whoever flies checks the age first."""
        if answer.fields.get(OUTCOME) == STARTED and answer.outcome != "refused":
            self._watch.started(self._kind.name)
            self.flights.add(flight)
        else:
            self._watch.not_started(self._kind.name)
            self.flights.whats.discard(flight.effect.what)

    async def _hold(self, some: Sequence[Effect], shut: NotHad) -> None:
        self._watch.held(self._kind.name, shut.cause, len(some))
        unsaid = [
            effect
            for effect in some
            if (effect.held, effect.held_by) != (shut.cause, shut.service)
            and effect.what not in self._holds_asked
        ]
        asks = [
            Ask(self._port.fresh_id(), one, self._rules.hold(one, shut.cause, shut.service))
            for one in unsaid
        ]
        if unsaid:
            said = {"kind": self._kind.name, "tenant": unsaid[0].tenant, "count": len(unsaid)}
            log.info("effects_held", cause=shut.cause, by=shut.service, **said)
        self._holds_asked.update(one.what for one in unsaid)
        await self._asker.ask(asks, partial(_forget, self._holds_asked))


def _forget(asked: set[str], ask: Ask, answer: Answer) -> None:
    asked.discard(ask.effect.what)
