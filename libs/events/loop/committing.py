"""What was decided becomes fact: one transaction on the log, then one in the database."""

import time
from dataclasses import dataclass

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.folding import deepened
from libs.events.loop.marking import Marking
from libs.events.loop.sealing import Sealed
from libs.events.loop.seams import Gauges, Probe
from libs.events.loop.store import Move, Store
from libs.events.loop.tenure import Tenure


class NotAlone(Exception):
    """Own records do not stand one behind the other: somebody else wrote between them."""


@dataclass(frozen=True, slots=True)
class Committer:
    """Writes and folds sealed batches."""

    topics: ServiceTopics
    store: Store
    probe: Probe
    gauges: Gauges
    marking: Marking

    async def commit(self, tenure: Tenure, sealed: Sealed) -> None:
        """Raises whatever broker and database raise; then only a takeover finds out what is."""
        if not sealed.batch.events:
            await self._move_positions(tenure, sealed)
            return
        last = await self._write(tenure, sealed)
        await self._fold(tenure, sealed, last)

    async def _move_positions(self, tenure: Tenure, sealed: Sealed) -> None:
        positions = sealed.batch.positions
        if positions != tenure.positions or tenure.unsaved:
            await self.store.move_positions(tenure.holder, positions)
        tenure.positions, tenure.unsaved = positions, False
        if tenure.ahead_since_s is None:
            tenure.ahead_since_s = time.monotonic()

    async def _write(self, tenure: Tenure, sealed: Sealed) -> int:
        """Returns the offset of the last own event."""
        await self.probe.at("decided", tenure.number)
        began_s = time.monotonic()
        offsets = await tenure.producer.write(sealed.records)
        own = offsets[self.topics.events_topic, tenure.number]
        if own[-1] - own[0] != len(own) - 1:
            raise NotAlone(f"{self.topics.events_topic}/{tenure.number} from {own[0]}")
        await self.probe.at("before_commit", tenure.number)
        await tenure.producer.commit()
        self.gauges.committed(time.monotonic() - began_s)
        await self.probe.at("committed", tenure.number)
        self.marking.committed(tenure, offsets)
        return own[-1]

    async def _fold(self, tenure: Tenure, sealed: Sealed, last: int) -> None:
        batch = sealed.batch
        depths = deepened(tenure.depths, batch.deepest, last + 1)
        # The offset after the last event is the transaction's marker: it is decided, and nobody
        # else can write there, for a new owner's producer waits until it stands.
        move = Move(last + 2, batch.positions, depths)
        began_s = time.monotonic()
        tenure.holder = await self.store.fold(tenure.holder, move, sealed.rows)
        self.gauges.folded(time.monotonic() - began_s)
        tenure.positions = tenure.noted = batch.positions
        tenure.depths, tenure.ahead_since_s, tenure.unsaved = depths, None, False
        tenure.changed(batch.rows)
        await self.probe.at("folded", tenure.number)
