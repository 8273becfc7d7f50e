"""The one dispatcher: everything that leaves the house goes through it, one a process."""

from collections.abc import Mapping, Sequence

from libs.events.contracts.topology import ServiceTopics
from libs.events.effects.asking import Asker
from libs.events.effects.attempting import Attempts
from libs.events.effects.effect import Effect, EffectKind, Outward
from libs.events.effects.judging import Judgements
from libs.events.effects.port import EffectsPort
from libs.events.effects.preparing import Preparations
from libs.events.effects.watching import NoWatch, Watch
from libs.events.progress.barrier import Passage
from libs.events.progress.upstream import as_passed


class Dispatcher:
    """Looks at what waits, and sets going what can go on; in production and in the simulator."""

    def __init__(
        self,
        port: EffectsPort,
        outwards: Sequence[Outward],
        topology: Mapping[str, ServiceTopics],
        watch: Watch | None = None,
    ) -> None:
        self._port = port
        self._watch = watch or NoWatch()
        self._desks = [_Desk(port, outward, topology, self._watch) for outward in outwards]

    async def look(self) -> int:
        """One look; what it sets going goes on beside. Returns how much waits."""
        found = await self._port.waiting()
        for desk in self._desks:
            desk.look([effect for effect in found if effect.kind == desk.kind.name])
        return len(found)

    def stop(self) -> None:
        """Begin nothing new; what is started is finished and reported."""
        for desk in self._desks:
            desk.stop()

    @property
    def is_idle(self) -> bool:
        """Nothing is under way that this process alone can finish."""
        return all(desk.attempts.is_idle for desk in self._desks)

    def wakes_s(self) -> list[float]:
        """Moments, by `awake_s`, at which a look finds something that it does not find before."""
        return [s for desk in self._desks for s in desk.wakes_s()]


class _Desk:
    """One kind of effect."""

    def __init__(
        self,
        port: EffectsPort,
        outward: Outward,
        topology: Mapping[str, ServiceTopics],
        watch: Watch,
    ) -> None:
        self.kind = outward.kind
        self._watch = watch
        asker = Asker(port)
        passage = _passage(self.kind, topology, port.partitions)
        self.attempts = Attempts(port, outward, passage, asker, watch)
        self._preparations = Preparations(port, outward, asker)
        self._judgements = Judgements(port, outward, asker, watch)

    def look(self, effects: Sequence[Effect]) -> None:
        self._watch.waits(self.kind.name, len(effects))
        held_here = self.attempts.flights.whats
        self._preparations.begin([e for e in effects if e.stage == "to_prepare"])
        self.attempts.begin([e for e in effects if e.stage == "ready"])
        self._judgements.begin(
            [e for e in effects if e.stage == "started" and e.what not in held_here]
        )

    def stop(self) -> None:
        self.attempts.stopping = self._preparations.stopping = True

    def wakes_s(self) -> list[float]:
        return [
            *self.attempts.wakes_s(),
            *self._preparations.wakes_s(),
            *self._judgements.wakes_s(),
        ]


def _passage(kind: EffectKind, topology: Mapping[str, ServiceTopics], partitions: int) -> Passage:
    listed = tuple(as_passed(topology, name) for name in kind.barrier)
    return Passage(listed, topology[kind.service], partitions)
