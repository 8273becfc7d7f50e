"""One batch: assembled from what waits, decided, and sealed until nothing of it can fail."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from libs.events.loop.batch import Batch, Poison
from libs.events.loop.deciding import Known, Place, decide_batch
from libs.events.loop.needing import Asked, Asker
from libs.events.loop.pending import Pending, Read
from libs.events.loop.sealing import Condemned, Sealed, Sealer, TooMuch
from libs.events.loop.seams import Gauges
from libs.events.loop.settings import WorkerSettings
from libs.events.loop.store import Store
from libs.events.loop.tenure import OpenCut, Tenure
from libs.events.loop.trouble import Trouble
from libs.events.loop.working import Rules
from libs.events.progress.cut import begin_cut
from libs.events.progress.port import ProgressPort

CONDEMNED_MAX: Final = 3
"""Condemned in one batch before it is cut down: each decides the batch anew."""


@dataclass(slots=True)
class Batcher:
    """Takes batches of one service's partitions."""

    rules: Rules
    store: Store
    asker: Asker
    sealer: Sealer
    port: ProgressPort
    settings: WorkerSettings
    gauges: Gauges
    now: Callable[[], datetime]
    process: str
    """Token of the worker."""

    async def next(
        self, tenure: Tenure, pending: Pending, cut: OpenCut | None, trouble: Trouble
    ) -> tuple[Sealed | None, OpenCut | None]:
        """The next batch, and the cut that is under way.

        None for a batch: the first message looks up, and its cut is not passed yet.
        """
        asked = await self.asker.ask(tenure, pending.first(trouble.batch), trouble.condemned)
        cut = await self._cut(asked, cut, pending)
        if not asked.items:
            return None, cut
        if cut is not None and asked.lookups():
            await self.asker.look_up(asked, cut.cut)
        await self.asker.load_due(tenure, asked)
        return await self._sealed(tenure, pending, asked), cut

    async def _cut(self, asked: Asked, cut: OpenCut | None, pending: Pending) -> OpenCut | None:
        """Cut the batch before the first look-up whose cut is not passed; begin one if needed."""
        first = asked.first_that_looks_up()
        if first is None:
            return cut
        if cut is None or asked.items[first].arrival > cut.arrived:
            service, topic = self.sealer.topics.name, self.sealer.topics.events_topic
            began_s = time.monotonic()
            cut = OpenCut(await begin_cut(self.port, service, topic), pending.arrived, began_s)
        if not await self.is_passed(cut):
            asked.cut_before(first)
            return cut
        uncovered = (
            index
            for index, needs in enumerate(asked.needs)
            if needs.lookups and asked.items[index].arrival > cut.arrived
        )
        if (later := next(uncovered, None)) is not None:
            asked.cut_before(later)
        return cut

    async def is_passed(self, cut: OpenCut) -> bool:
        """Whether every partition has folded up to the cut."""
        if not cut.passed:
            cut.passed = cut.cut.passed_by(await self.port.checkpoints(cut.cut.service))
            if cut.passed:
                self.gauges.cut_passed(time.monotonic() - cut.began_s)
        return cut.passed

    async def _sealed(self, tenure: Tenure, pending: Pending, asked: Asked) -> Sealed:
        known = await self.known(asked)
        condemned = dict(asked.condemned)
        items = asked.items
        while True:
            batch = self._decide(tenure, pending, asked, items, replace(known, condemned=condemned))
            try:
                return await self._seal(tenure, batch, items)
            except TooMuch:
                items = items[: max(batch.taken // 2, 1)]
            except Condemned as found:
                condemned[found.message] = found.reason
                if len(condemned) > CONDEMNED_MAX:
                    items = items[: max(batch.taken // 2, 1)]

    def _decide(
        self,
        tenure: Tenure,
        pending: Pending,
        asked: Asked,
        items: Sequence[Read],
        known: Known,
    ) -> Batch:
        place = Place(tenure.number, self.settings.partitions, tenure.positions, self.process)
        incoming = [item.incoming for item in items]
        batch = decide_batch(self.rules, incoming, asked.loaded, place, known)
        return replace(batch, positions=pending.positions_after(batch.positions))

    async def _seal(self, tenure: Tenure, batch: Batch, items: Sequence[Read]) -> Sealed:
        originals = {
            (item.incoming.topic, item.incoming.next_offset): item.record for item in items
        }
        return await self.sealer.seal(
            batch,
            originals,
            number=tenure.number,
            epoch=tenure.epoch,
            time=self.now(),
        )

    async def known(self, asked: Asked) -> Known:
        """Outcomes of commands that were decided before."""
        if not self.settings.deduplicate:
            return Known()
        asking = [
            message.id
            for item in asked.items
            if not isinstance(message := item.incoming.message, Poison) and message.from_edge
        ]
        return Known(await self.store.outcomes(asking)) if asking else Known()
