"""Topics in memory as the broker keeps them: offsets with holes, transactions, markers that lag."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from libs.kernel.keys import partition_of


class Fenced(Exception):
    """A newer producer of the same transactional id has started: this one writes nothing more."""


@dataclass(slots=True)
class Slot:
    """One offset of a partition: a record, or a transaction marker when `content` is None."""

    content: Any
    transaction: "Transaction | None" = None

    @property
    def is_read(self) -> bool:
        """Whether a reader of committed records is given it."""
        return self.content is not None and (
            self.transaction is None or self.transaction.outcome == "committed"
        )


class PartitionLog:
    """One partition of a topic."""

    def __init__(self, topic: str, number: int) -> None:
        self.topic = topic
        self.number = number
        self.slots: list[Slot] = []
        self.open_from: dict[int, int] = {}
        """First offset of each transaction without a marker yet, by the transaction's identity."""
        self.stable_end = 0
        """The last stable offset: readers of committed records get no further."""

    @property
    def end(self) -> int:
        """The high watermark: every offset that was given out lies below it."""
        return len(self.slots)

    def append(self, content: Any) -> int:
        """A record outside any transaction, as the API edge writes it; returns its offset."""
        self.slots.append(Slot(content))
        if not self.open_from:
            self.stable_end = len(self.slots)
        return len(self.slots) - 1

    def close(self, transaction: "Transaction") -> None:
        """The marker of a transaction."""
        self.slots.append(Slot(None, transaction))
        del self.open_from[id(transaction)]
        self.stable_end = min(self.open_from.values(), default=len(self.slots))

    def read(self, position: int) -> Iterator[tuple[int, Any]]:
        """Committed records from `position` up to the last stable offset, with their offsets."""
        for offset in range(position, self.stable_end):
            slot = self.slots[offset]
            if slot.is_read:
                yield offset, slot.content


class Topic:
    """A topic and its partitions."""

    def __init__(self, name: str, partitions: int) -> None:
        self.name = name
        self.partitions = tuple(PartitionLog(name, number) for number in range(partitions))

    def of_key(self, key: str) -> PartitionLog:
        return self.partitions[partition_of(key, len(self.partitions))]

    def ends(self) -> dict[int, int]:
        return {log.number: log.end for log in self.partitions}


@dataclass(slots=True, eq=False)
class Transaction:
    """Records of one transaction; they can be read once its marker stands in their partition."""

    outcome: Literal["open", "committed", "aborted"] = "open"
    unmarked: list[PartitionLog] = field(default_factory=list)

    def append(self, log: PartitionLog, content: Any) -> int:
        if id(self) not in log.open_from:
            log.open_from[id(self)] = log.end
            self.unmarked.append(log)
        log.slots.append(Slot(content, self))
        return log.end - 1

    def decide(self, *, committed: bool) -> None:
        """The coordinator's decision; its markers follow one partition at a time."""
        self.outcome = "committed" if committed else "aborted"

    def mark_one(self, which: int = 0) -> None:
        """Write one marker that is still missing."""
        self.unmarked.pop(which).close(self)

    @property
    def is_over(self) -> bool:
        return self.outcome != "open" and not self.unmarked


class Broker:
    """The topics of a platform, and who may write transactions to them."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self.topics: dict[str, Topic] = {}
        self.marking: list[Transaction] = []
        """Decided transactions whose markers are not all written."""
        self._epochs: dict[str, int] = {}
        self._last: dict[str, Transaction] = {}

    def topic(self, name: str) -> Topic:
        if name not in self.topics:
            self.topics[name] = Topic(name, self.partitions)
        return self.topics[name]

    def start_producer(self, transactional_id: str) -> "Producer":
        """Fence the one before, abort what it left open, write its missing markers."""
        last = self._last.get(transactional_id)
        if last is not None:
            if last.outcome == "open":
                self._decide(last, committed=False)
            self._finish(last)
        epoch = self._epochs[transactional_id] = self._epochs.get(transactional_id, 0) + 1
        return Producer(self, transactional_id, epoch)

    def mark_one(self, transaction_number: int, log_number: int) -> None:
        """Write one marker that lags."""
        transaction = self.marking[transaction_number % len(self.marking)]
        transaction.mark_one(log_number % len(transaction.unmarked))
        if transaction.is_over:
            self.marking.remove(transaction)

    def is_newest(self, transactional_id: str, epoch: int) -> bool:
        return self._epochs[transactional_id] == epoch

    def begin(self, transactional_id: str) -> Transaction:
        last = self._last.get(transactional_id)
        if last is not None:
            self._finish(last)
        transaction = self._last[transactional_id] = Transaction()
        return transaction

    def _finish(self, transaction: Transaction) -> None:
        while transaction.unmarked:
            transaction.mark_one()
        if transaction in self.marking:
            self.marking.remove(transaction)

    def commit(self, transaction: Transaction) -> None:
        self._decide(transaction, committed=True)

    def _decide(self, transaction: Transaction, *, committed: bool) -> None:
        transaction.decide(committed=committed)
        if transaction.unmarked:
            self.marking.append(transaction)


@dataclass(frozen=True, slots=True)
class Producer:
    """A transactional producer; every call raises Fenced once a newer one has started."""

    broker: Broker
    transactional_id: str
    epoch: int

    def begin(self) -> Transaction:
        self._check()
        return self.broker.begin(self.transactional_id)

    def append(self, transaction: Transaction, log: PartitionLog, content: Any) -> int:
        self._check()
        return transaction.append(log, content)

    def commit(self, transaction: Transaction) -> None:
        """Acknowledged before its markers are written."""
        self._check()
        self.broker.commit(transaction)

    def _check(self) -> None:
        if not self.broker.is_newest(self.transactional_id, self.epoch):
            raise Fenced(self.transactional_id)
