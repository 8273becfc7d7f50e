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
from libs.events.log.address import Place
from libs.events.log.ending import Ending, Last
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.loop.tenure import Tenure

SLOW_S: Final = 3.0
"""A transaction that took longer may have had a broker that was gone; none starts within less."""
MARKED_WITHIN_S: Final = 5.0
"""Markers are written behind the answer to a commit, within milliseconds where there is time."""
LOOK_EVERY_S: Final = 0.05

log = structlog.get_logger(__name__)


class MarkerMissing(Exception):
    """A marker was asked for and is not there yet."""


@dataclass(frozen=True, slots=True)
class Marking:
    """Looks after the markers of one service's transactions."""

    topics: ServiceTopics
    meter: Meter
    stable: Meter
    """Told how far what is committed can be read."""
    slow_s: float = SLOW_S
    marked_within_s: float = MARKED_WITHIN_S
    _left: dict[int, Last] = field(default_factory=dict)
    """By partition, how a transaction ended and to which producer of ours that was told, until a
    takeover has come so far: the broker tells it once."""

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

    def told(self, number: int, producer: TransactionalProducer) -> None:
        """What a producer was told as it started, whether or not its takeover comes to an end.

        One that is told nothing knows what ours before it was told, if nobody else was between.
        """
        ending, by = producer.left
        before = self._left.get(number, Last())
        if ending is Ending.UNKNOWN and before.producer == by:
            ending = before.ending
        self._left[number] = Last(ending, producer.identity)

    async def taken_over(self, tenure: Tenure, end: int) -> int:
        """Where the own topic ends once nothing that this partition wrote hangs anywhere.

        There its last transaction is ended once more, as the broker had ended it. Where nobody
        knows that any more it is committed: what may have been acknowledged is not undone.
        Raises MarkerMissing.
        """
        if tenure.checkpoint > end + 1:  # more is lost than a marker
            return end
        own: Place = (self.topics.events_topic, tenure.number)
        # What is folded was acknowledged, so if one record is missing, it is its marker.
        is_folded = tenure.checkpoint == end + 1
        hanging = await self._held_back(tenure.number) | ({own} if is_folded else set())
        ending = self._left.get(tenure.number, Last()).ending
        is_void = ending is Ending.ABORTED and not is_folded
        if hanging:
            await (tenure.producer.void(hanging) if is_void else tenure.producer.seal(hanging))
            log.info(
                "markers_written_again",
                partition=tenure.number,
                places=len(hanging),
                own=own in hanging,
                void=is_void,
            )
        self._left.pop(tenure.number, None)
        if own not in hanging:
            return end
        if not await self._is_marked(tenure.number, end - 1):
            raise MarkerMissing(f"{own[0]}/{own[1]} still ends at {end}")
        return await self.meter.end(*own)

    async def _held_back(self, number: int) -> set[Place]:
        """Where it may write and what is committed cannot be read to the end.

        In an inbox that may be for another partition's transaction: a marker does that no harm.
        """
        inboxes = self.topics.own_inboxes
        places = [(topic, at) for topic in inboxes for at in range(self.meter.partitions)]
        places += [(self.topics.events_topic, number), (self.topics.parked_topic, number)]
        ends = await self.meter.ends_at(places)
        readable = await self.stable.ends_at(places)
        return {place for place in places if readable[place] < ends[place]}

    async def _is_marked(self, number: int, last: int) -> bool:
        """Whether something stands behind the own event at `last`, within a while."""
        ends_s = time.monotonic() + self.marked_within_s
        while await self.meter.end(self.topics.events_topic, number) < last + 2:
            if time.monotonic() > ends_s:
                return False
            await asyncio.sleep(LOOK_EVERY_S)
        return True
