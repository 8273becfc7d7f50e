"""The end of a transaction, written once more where the broker forgot to (docs/adr/0054).

A broker that has lost its leaders, as one alone has while it starts, passes over the markers of a
transaction that it had promised to commit, and forgets them. Nobody reads past that place again,
until its own producer ends another transaction there: so that is what is done, at once.
"""

import asyncio
import time
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

import structlog

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.ending import Ending
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
    stable: Meter
    """Told how far what is committed can be read."""
    slow_s: float = SLOW_S
    marked_within_s: float = MARKED_WITHIN_S
    _left: dict[int, Ending] = field(default_factory=dict)
    """How the last transaction ended, by partition, until a takeover has come so far: the broker
    tells it to the first that starts a producer, and no second time."""

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

    def told(self, number: int, left: Ending) -> None:
        """What a producer was told as it started, whether or not its takeover comes to an end."""
        if left is not Ending.UNKNOWN:
            self._left[number] = left

    async def taken_over(self, tenure: Tenure, end: int) -> int:
        """Where the own topic ends once nothing that this partition wrote hangs anywhere.

        There its last transaction is ended once more, as the broker had ended it. Where nobody
        knows that any more it is committed: what may have been acknowledged is not undone.
        """
        own: Place = (self.topics.events_topic, tenure.number)
        # What is folded was acknowledged, so if one record is missing, it is its marker.
        is_folded = tenure.checkpoint == end + 1
        hanging = await self._held_back(tenure.number) | ({own} if is_folded else set())
        is_void = self._left.get(tenure.number) is Ending.ABORTED and not is_folded
        if hanging:
            await (tenure.producer.void(hanging) if is_void else tenure.producer.seal(hanging))
        self._left.pop(tenure.number, None)
        if not hanging:
            return end
        log.info(
            "markers_written_again",
            partition=tenure.number,
            places=len(hanging),
            own=own in hanging,
            void=is_void,
        )
        if own in hanging:
            await self._is_marked(tenure.number, end - 1)
        return await self.meter.end(*own)

    async def _held_back(self, number: int) -> set[Place]:
        """Where it may write and what is committed cannot be read to the end.

        In an inbox that may be for another partition's transaction: a marker does that no harm.
        """
        inboxes = self.topics.own_inboxes
        topics = (self.topics.events_topic, self.topics.parked_topic, *inboxes)
        ends = await self.meter.ends_of(topics)
        readable = await self.stable.ends_of(topics)
        return {
            (topic, at)
            for topic in topics
            for at, end in ends[topic].items()
            if readable[topic][at] < end and (topic in inboxes or at == number)
        }

    async def _is_marked(self, number: int, last: int) -> bool:
        """Whether something stands behind the own event at `last`, within a while."""
        ends_s = time.monotonic() + self.marked_within_s
        while await self.meter.end(self.topics.events_topic, number) < last + 2:
            if time.monotonic() > ends_s:
                return False
            await asyncio.sleep(LOOK_EVERY_S)
        return True
