"""When the owner of a partition takes bulk, how much at a time, and what it says meanwhile."""

import time
from collections.abc import Mapping, Sequence
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.reading import InputReader
from libs.events.loop.pending import Pending, Read
from libs.events.progress.headroom import Headroom

AGAIN_S: Final = 0.05
"""How soon it is looked again whether others have less to do."""
CLOSE_S: Final = 0.005
"""How soon it is looked again whether the inbox was read far enough."""
RECORDS: Final = 1_000
"""That a batch with bulk in it is to lead to: a document leads to two, a statement's chunk to five
hundred, and whoever comes meanwhile waits behind it. Not by time: where the machine is full every
batch is long, and small ones make it longer."""
FIRST_SHARE: Final = 2


class Easing:
    """Bulk of one partition.

    It is taken when nobody has much to do, and behind all that lay in the inbox when it was seen
    to wait: who was told that a creditor is registered is never told that it is unknown.
    """

    def __init__(
        self,
        number: int,
        topics: ServiceTopics,
        reader: InputReader,
        headroom: Headroom | None,
        pending: Pending,
        *,
        share_max: int,
    ) -> None:
        """`headroom`: None where the service has no bulk."""
        self._number, self._topics, self._reader = number, topics, reader
        self._headroom, self._pending = headroom, pending
        self._lane = reader.lanes[number]
        self._share_max = share_max
        self._share = min(FIRST_SHARE, share_max)
        self._granted: tuple[int, int] | None = None
        """So many records, once the inbox was read up to that offset."""
        self._looks_again_s = 0.0

    def begin(self) -> None:
        """After a takeover: what was granted is forgotten."""
        self._granted, self._looks_again_s = None, 0.0

    @property
    def pause_s(self) -> float:
        """How soon it is to be asked again; for ever: when something arrives."""
        if self._headroom is None or not self._lane.bulk:
            return float("inf")
        if self._granted is not None:
            return CLOSE_S
        return self._looks_again_s - time.monotonic()

    async def share(self, room: int) -> int:
        """How many records of bulk are to be taken now, behind all that waits in the lane.

        None while the lane has no room for them, or some are in hand. They count as taken.
        """
        if self._headroom is None or not self._lane.bulk:
            return 0
        if self._pending.waiting[self._topics.bulk_topic]:
            return 0
        if self._granted is None:
            await self._look(self._headroom)
        if self._granted is None:
            return 0
        count, end = self._granted
        # The last thing before the records are taken; it never suspends.
        read = await self._reader.positions(self._number)
        if read[self._topics.inbox_topic] < end or len(self._lane.records) > room:
            return 0
        self._granted = None
        return count

    async def _look(self, headroom: Headroom) -> None:
        if time.monotonic() < self._looks_again_s:
            return
        waiting = len(self._lane.bulk)
        look = await headroom.look()
        if look.room > 0:
            # All partitions' owners may look at once, and all that they take may be one debtor's.
            part = max(look.room // len(self._reader.lanes), 1)
            self._granted = (min(waiting, self._share, part), look.inbox_ends[self._number])
        else:
            self._looks_again_s = time.monotonic() + AGAIN_S

    def passed(self, decided: Sequence[Read], records_count: int) -> None:
        """A batch was decided that led to so many records."""
        bulk = self._topics.bulk_topic
        if any(item.incoming.topic == bulk for item in decided):
            share = RECORDS * len(decided) // max(records_count, 1)
            self._share = min(max(share, 1), self._share_max)

    def positions(
        self, folded: Mapping[str, int], read: Mapping[str, int], *, in_hand: bool
    ) -> dict[str, int]:
        """What may be published: what is folded, and past markers of what nothing is in hand.

        Each topic by itself. Else a marker would hold every barrier as long as bulk, or what
        follows from it, keeps the partition busy.
        """
        lane, pending = self._lane.waiting, self._pending.waiting
        return {
            topic: folded[topic] if in_hand or lane[topic] or pending[topic] else position
            for topic, position in read.items()
        }
