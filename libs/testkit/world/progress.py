"""The progress port over the topics and databases in memory."""

from collections import Counter
from collections.abc import Callable, Mapping

from libs.events.progress.port import Snapshot
from libs.testkit.world.premises import Premises
from libs.testkit.world.turns import IDLE, MOVED


def _nothing() -> None:
    pass


class SimulatedProgress:
    """What rounds and the cut see; every question may be a step of its own."""

    def __init__(self, premises: Premises, *, on_pause: Callable[[], None] = _nothing) -> None:
        """`on_pause` is called whenever somebody goes on waiting; it may raise WaitedTooLong."""
        self._premises = premises
        self._on_pause = on_pause
        self.asked: Counter[str] = Counter()
        """How often the ends of each topic were asked for."""

    async def published(self, service: str) -> Mapping[int, Snapshot]:
        await self._aside()
        return dict(self._premises.published.get(service, {}))

    async def ends(self, topic: str) -> Mapping[int, int]:
        """One partition after the other, as a broker answers: not all at one moment."""
        self.asked[topic] += 1
        ends = {}
        for log in self._premises.broker.topic(topic).partitions:
            await self._aside()
            ends[log.number] = log.end
        return ends

    async def checkpoints(self, service: str) -> Mapping[int, int]:
        await self._aside()
        rows = self._premises.databases[service].checkpoints
        return {number: row.offset for number, row in rows.items()}

    async def pause(self) -> None:
        await IDLE
        self._on_pause()

    async def _aside(self) -> None:
        if self._premises.happens(self._premises.habits.asides):
            await MOVED
