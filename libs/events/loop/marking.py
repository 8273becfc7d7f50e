"""The end of a transaction, written once more where the broker forgot to (docs/adr/0054, 0057).

A broker that has lost its leaders, as one alone has while it starts or after a moment's silence,
passes over the markers of a transaction that it had promised to commit, and forgets them. Nobody
reads past that place again, until its own producer ends another transaction there. So each owner
looks whether what it wrote can be read, and where it cannot that is what is done.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import structlog

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Place
from libs.events.log.ending import Ending, Last
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.log.unread import UNREAD_S, unreadable
from libs.events.loop.tenure import Tenure

MARKED_WITHIN_S: Final = 5.0
"""So long a takeover waits for the marker that it has asked for."""
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
    unread_s: float = UNREAD_S
    marked_within_s: float = MARKED_WITHIN_S
    _left: dict[int, Last] = field(default_factory=dict)
    """By partition, how a transaction ended and to which producer of ours that was told, until a
    takeover has come so far: the broker tells it once."""

    def committed(self, tenure: Tenure, offsets: Mapping[Place, Sequence[int]]) -> None:
        """After each commit, by place what it wrote there: it is looked after from now on."""
        tenure.unread.wrote({place: at[-1] for place, at in offsets.items()})

    async def look_after(self, tenure: Tenure) -> None:
        """Now and then, between two batches: what cannot be read by now gets its marker again.

        However quick its commit was. What was acknowledged is committed, so there is no doubt
        about how it ended, and a marker more does no harm to those who read. In the own topic it
        would be taken for a stranger's, so there it is written only where it is missing.
        """
        waiting = tenure.unread.waiting(self.unread_s)
        if not waiting:
            return
        unread = await unreadable(self.stable, waiting)
        if unread is None:
            tenure.unread.wrote(waiting)
            return
        tenure.unread.wrote(unread)  # until they are seen: this one may be forgotten too
        own: Place = (self.topics.events_topic, tenure.number)
        is_last = unread.pop(own, None) == tenure.checkpoint - 2
        lacks_own = is_last and await self._lacks_own(tenure)
        if unread:
            await self._seal(tenure, unread)
        elif lacks_own:
            await self._seal(tenure, {(self.topics.parked_topic, tenure.number): -1})
        # The broker begins no transaction of ours before it is done with the one before: what is
        # not there now, it has forgotten.
        if lacks_own and await self._lacks_own(tenure):
            await self._seal(tenure, {own: tenure.checkpoint - 2})

    async def _lacks_own(self, tenure: Tenure) -> bool:
        end = await self.meter.end(self.topics.events_topic, tenure.number)
        return end == tenure.checkpoint - 1

    async def _seal(self, tenure: Tenure, last: Mapping[Place, int]) -> None:
        """Told before it is done: if that fails, what stood there is gone (docs/adr/0057)."""
        places = {f"{topic}/{number}": at for (topic, number), at in last.items()}
        log.warning("markers_made_sure_of", partition=tenure.number, places=places)
        await tenure.producer.seal({*last})

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
        hanging = await self._held_back(tenure.number) | ({own: end - 1} if is_folded else {})
        ending = self._left.get(tenure.number, Last()).ending
        is_void = ending is Ending.ABORTED and not is_folded
        if hanging:
            await self._end(tenure, hanging, is_void=is_void)
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

    @staticmethod
    async def _end(tenure: Tenure, hanging: Mapping[Place, int], *, is_void: bool) -> None:
        if is_void:
            await tenure.producer.void(hanging)
        else:
            await tenure.producer.seal(hanging)
            tenure.unread.wrote(hanging)

    async def _held_back(self, number: int) -> dict[Place, int]:
        """Where it may write and what is committed cannot be read to the end; the last offset.

        In an inbox that may be for another partition's transaction: a marker does that no harm.
        """
        inboxes = self.topics.own_inboxes
        places = [(topic, at) for topic in inboxes for at in range(self.meter.partitions)]
        places += [(self.topics.events_topic, number), (self.topics.parked_topic, number)]
        ends = await self.meter.ends_at(places)
        readable = await self.stable.ends_at(places)
        return {one: ends[one] - 1 for one in places if readable[one] < ends[one]}

    async def _is_marked(self, number: int, last: int) -> bool:
        """Whether something stands behind the own event at `last`, within a while."""
        ends_s = time.monotonic() + self.marked_within_s
        while await self.meter.end(self.topics.events_topic, number) < last + 2:
            if time.monotonic() > ends_s:
                return False
            await asyncio.sleep(LOOK_EVERY_S)
        return True
