"""Records taken from a lane and read, in order, until a batch covers them."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from libs.events.codec.envelope import LogRecord
from libs.events.loop.batch import Incoming, Poison
from libs.events.loop.decider import Message
from libs.events.loop.tracing import now_ns


class Read(NamedTuple):
    """A message, the record that it was read from, and how many had arrived with it."""

    incoming: Incoming
    record: LogRecord
    arrival: int
    read_ns: int = 0
    """When it was read, by the wall clock, since 1970."""


class Pending:
    """What a batch is taken from. Records that nobody hears leave only their positions."""

    def __init__(self) -> None:
        self.items: deque[Read] = deque()
        self.waiting: Counter[str] = Counter()
        """How many messages of each topic."""
        self.arrived = 0
        """How many records were taken from the lane since the takeover."""
        self._beyond: dict[tuple[str, int], int] = {}
        self._last: dict[str, int] = {}

    def clear(self) -> None:
        self.items.clear()
        self.waiting.clear()
        self.arrived = 0
        self._beyond.clear()
        self._last.clear()

    def add(
        self, records: Sequence[LogRecord], messages: Sequence[Message | Poison | None]
    ) -> Mapping[str, int]:
        """Take in what was read.

        Returns positions, by topic, past records that nobody hears and no message stands before.
        """
        passed: dict[str, int] = {}
        read_ns = now_ns()
        for record, message in zip(records, messages, strict=True):
            self.arrived += 1
            after = record.offset + 1
            if message is not None:
                self._last[record.topic] = after
                self.waiting[record.topic] += 1
                self.items.append(
                    Read(Incoming(message, record.topic, after), record, self.arrived, read_ns)
                )
            elif record.topic in self._last:
                self._beyond[record.topic, self._last[record.topic]] = after
            else:
                passed[record.topic] = after
        return passed

    def first(self, count: int) -> list[Read]:
        return [self.items[index] for index in range(min(count, len(self.items)))]

    def positions_after(self, positions: Mapping[str, int]) -> dict[str, int]:
        """`positions` moved past what nobody hears and directly follows."""
        return {
            topic: self._beyond.get((topic, position), position)
            for topic, position in positions.items()
        }

    def drop(self, count: int) -> None:
        """A batch covers the first `count`."""
        for _ in range(count):
            item = self.items.popleft().incoming
            self.waiting[item.topic] -= 1
            self._beyond.pop((item.topic, item.next_offset), None)
            if self._last.get(item.topic) == item.next_offset:
                del self._last[item.topic]
