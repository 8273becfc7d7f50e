"""What was read for a partition number and waits to be decided, with a bound."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable
from typing import Final

from libs.events.codec.envelope import LogRecord

PAUSE_ABOVE: Final = 5_000
RESUME_BELOW: Final = 1_000
BULK_PAUSE_ABOVE: Final = 1_000
BULK_RESUME_BELOW: Final = 300


class Lane:
    """Records of one partition number over all input topics, in the order they came.

    What comes in bulk stands apart, in an order of its own: its owner takes it when it will.
    """

    def __init__(self) -> None:
        self.records: deque[LogRecord] = deque()
        self.bulk: deque[LogRecord] = deque()
        self.waiting: Counter[str] = Counter()
        """How many records of each topic wait here."""
        self.arrived = asyncio.Event()
        self.is_open = False
        """Whether its owner takes from it; what comes otherwise is dropped, for it seeks first."""
        self.is_held = False
        """Whether reading waits until the owner has taken more."""
        self.is_bulk_held = False
        """The same of bulk, which has a bound of its own."""
        self.failure: Exception | None = None
        """Why its topics cannot be read on; the owner takes over anew when it meets it."""

    def open(self) -> None:
        self.clear()
        self.is_open = True

    def clear(self) -> None:
        """Forget what waits; nothing is taken in until it is opened again."""
        self.records.clear()
        self.bulk.clear()
        self.waiting.clear()
        self.arrived.clear()
        self.is_open, self.is_held, self.is_bulk_held, self.failure = False, False, False, None

    def put(self, records: Iterable[LogRecord], *, is_bulk: bool = False) -> None:
        if self.is_open:
            queue = self.bulk if is_bulk else self.records
            for record in records:
                queue.append(record)
                self.waiting[record.topic] += 1
            self.arrived.set()

    def fail(self, failure: Exception) -> None:
        if self.is_open:
            self.failure = failure
            self.arrived.set()

    def drop_first(self, count: int, bulk_count: int = 0) -> None:
        """Take away what a batch covered."""
        for _ in range(count):
            self.waiting[self.records.popleft().topic] -= 1
        for _ in range(bulk_count):
            self.waiting[self.bulk.popleft().topic] -= 1
        self.settle()

    def settle(self) -> None:
        """Let `arrived` tell of what comes from now on; bulk that waits is no news."""
        if not self.records and self.failure is None:
            self.arrived.clear()
