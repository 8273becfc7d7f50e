"""The end of a transaction, written once more where the broker forgot to (docs/adr/0054).

A broker that has lost its leaders, as one alone has while it starts, passes over the markers of a
transaction that it had promised to commit, and forgets them. Nobody reads past that place again,
until its own producer ends another transaction there: so that is what is done, at once.
"""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import structlog

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.meter import Meter
from libs.events.log.producing import Place
from libs.events.loop.tenure import Tenure

SLOW_S: Final = 3.0
"""A transaction that took longer may have had a broker that was gone; none starts within less."""
MARKED_WITHIN_S: Final = 5.0
"""Markers are written behind the answer to a commit, within milliseconds where there is time."""
LOOK_EVERY_S: Final = 0.05

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Marking:
    """Looks after the markers of one service's transactions."""

    topics: ServiceTopics
    meter: Meter
    slow_s: float = SLOW_S
    marked_within_s: float = MARKED_WITHIN_S

    async def committed(
        self, tenure: Tenure, places: Collection[Place], last: int, took_s: float
    ) -> None:
        """After each commit: where the transaction was slow its markers are made sure of.

        `last`: offset of the last own event. A marker more does no harm to those who read; in the
        own topic it would be a stranger's, so there it is written only where it is missing.
        """
        if took_s < self.slow_s:
            return
        own: Place = (self.topics.events_topic, tenure.number)
        others = {*places} - {own}
        if others:
            await tenure.producer.seal(others)
        is_marked = await self._is_marked(tenure.number, last)
        if not is_marked:
            await tenure.producer.seal({own})
        log.warning(
            "markers_made_sure_of",
            partition=tenure.number,
            places=len(others),
            was_missing=not is_marked,
            took_s=round(took_s, 1),
        )

    async def taken_over(self, tenure: Tenure, end: int) -> int:
        """Where the own topic ends once the marker of what was folded last stands there.

        What is folded was acknowledged, so if one record is missing, it is its marker.
        """
        if tenure.checkpoint != end + 1:
            return end
        await tenure.producer.seal({(self.topics.events_topic, tenure.number)})
        log.warning("marker_written_again", partition=tenure.number)
        await self._is_marked(tenure.number, end - 1)
        return await self.meter.end(self.topics.events_topic, tenure.number)

    async def _is_marked(self, number: int, last: int) -> bool:
        """Whether something stands behind the own event at `last`, within a while."""
        ends_s = time.monotonic() + self.marked_within_s
        while await self.meter.end(self.topics.events_topic, number) < last + 2:
            if time.monotonic() > ends_s:
                return False
            await asyncio.sleep(LOOK_EVERY_S)
        return True
