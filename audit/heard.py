"""What dunning had read of the others when it said something: by the positions it says it had.

The broker's clock alone says when a fact was there, not when it was read. Where neither tells the
order, both orders are possible, and the one that is kind to dunning counts.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from audit.causes import perhaps_before, surely_before
from audit.log import Fact

Value = TypeVar("Value")
DEBTOR = "/debtor/"
"""In the routing key of all that is about one."""


class Heard:
    """Which facts a record of one service rested on, surely or perhaps."""

    def __init__(self, facts: Iterable[Fact], service: str = "dunning") -> None:
        self._service = service
        self._offsets: dict[int, list[int]] = defaultdict(list)
        self._read: dict[int, list[Mapping[str, int]]] = defaultdict(list)
        self._parked: dict[tuple[int, str], list[tuple[int, int | None]]] = defaultdict(list)
        own = [fact for fact in facts if fact.service == service]
        for fact in sorted(own, key=lambda one: (one.partition, one.offset)):
            self._see(fact)

    def _see(self, fact: Fact) -> None:
        if fact.positions is not None:
            self._offsets[fact.partition].append(fact.offset)
            self._read[fact.partition].append(fact.positions)
        if fact.name == "key_parked":
            self._parked[fact.partition, fact.fields["key"]].append((fact.offset, None))
        elif fact.name == "key_freed":
            spans = self._parked[fact.partition, fact.fields["key"]]
            spans[-1:] = [(parked, fact.offset) for parked, _ in spans[-1:]]

    def surely(self, fact: Fact, by: Fact) -> bool:
        """Whether `by` was decided with `fact` known."""
        if self._is_own(fact, by):
            return fact.offset < by.offset
        read = self._read_before(by)
        is_read = read is None or fact.offset < read.get(_topic(fact), 0)
        is_there = surely_before(fact.recorded_at, by.recorded_at)
        return is_read and is_there and fact.partition == by.partition

    def perhaps(self, fact: Fact, by: Fact) -> bool:
        """Whether `by` may have been decided with `fact` known."""
        if self._is_own(fact, by):
            return fact.offset < by.offset
        read = self._read_after(by)
        is_read = read is None or fact.offset < read.get(_topic(fact), 0)
        is_there = perhaps_before(fact.recorded_at, by.recorded_at)
        return is_read and is_there and fact.partition == by.partition

    def _is_own(self, fact: Fact, by: Fact) -> bool:
        return (fact.service, fact.partition) == (self._service, by.partition)

    def _read_before(self, by: Fact) -> Mapping[str, int] | None:
        """What the transaction before it had read; what lies behind a parked key may be unread.

        None: nothing tells.
        """
        offsets = self._offsets.get(by.partition)
        if not offsets:
            return None
        since = bisect_left(offsets, min(by.offset, self._parked_since(by)))
        return self._read[by.partition][since - 1] if since else {}

    def _read_after(self, by: Fact) -> Mapping[str, int] | None:
        offsets = self._offsets.get(by.partition, [])
        place = bisect_left(offsets, by.offset)
        return self._read[by.partition][place] if place < len(offsets) else None

    def _parked_since(self, by: Fact) -> int:
        """Offset of the first of the keys that were parked at the time, in its partition.

        Another debtor's key holds nothing up.
        """
        open_since = [
            parked
            for (partition, key), spans in self._parked.items()
            for parked, freed in spans
            if partition == by.partition
            and (DEBTOR not in key or key.endswith(f"{DEBTOR}{by.fields.get('debtor')}"))
            and parked < by.offset
            and (freed is None or by.offset <= self._end_of(partition, freed))
        ]
        return min(open_since, default=by.offset)

    def _end_of(self, partition: int, offset: int) -> int:
        """Of the transaction that an event is of."""
        offsets = self._offsets.get(partition, [])
        place = bisect_left(offsets, offset)
        return offsets[place] if place < len(offsets) else offset


def _topic(fact: Fact) -> str:
    return f"relance.{fact.service}.events"


@dataclass(slots=True)
class History(Generic[Value]):
    """A value as facts have set it, in the order of their partition."""

    was: list[tuple[Fact, Value]] = field(default_factory=list)

    def set(self, fact: Fact, value: Value) -> None:
        self.was.append((fact, value))

    def last(self, default: Value) -> Value:
        return self.was[-1][1] if self.was else default

    def possible(self, heard: Heard, by: Fact, before: Value) -> Sequence[Value]:
        """What it may have been for `by`, the oldest first; `before`: what it is without a fact."""
        values = [before]
        for fact, value in self.was:
            if heard.surely(fact, by):
                values = [value]
            elif heard.perhaps(fact, by):
                values.append(value)
        return values
