"""A service's database in memory: rows with their indexes, look-ups, due days, and checkpoints."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from libs.events.contracts.runtime import Answer
from libs.events.loop.batch import Row
from libs.events.loop.decider import Entry, Lookup, Needs, Placement
from libs.events.loop.folding import no_depths
from libs.events.loop.working import Loaded, Rules


class Stale(Exception):
    """The checkpoint row is gone or another owner's: start again with a takeover."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a partition is folded, and by whom."""

    offset: int = 0
    token: int = 0
    positions: Mapping[str, int] = field(default_factory=dict)
    depths: tuple[int, ...] = field(default_factory=no_depths)


@dataclass(slots=True)
class Shelf:
    """The rows of one partition."""

    rows: dict[str, Row] = field(default_factory=dict)
    placed: dict[str, Placement] = field(default_factory=dict)
    indexes: dict[str, dict[str, None]] = field(default_factory=dict)
    due: dict[str, date] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)


class Database:
    """One service's tables."""

    def __init__(self, rules: Rules, partitions: int, objects: Mapping[str, bytes]) -> None:
        self._rules = rules
        self._partitions = partitions
        self._objects = objects
        self.wipe()

    def wipe(self) -> None:
        """All tables are empty, as after a restore of nothing."""
        self.shelves = [Shelf() for _ in range(self._partitions)]
        self.checkpoints: dict[int, Checkpoint] = {}
        self._lookups: dict[tuple[str, str], dict[str, tuple[str, tuple[Any, ...]]]] = {}

    def take(self, partition: int, token: int) -> Checkpoint:
        """Put the token of a new owner into the checkpoint row, made when it is not there."""
        row = self.checkpoints.get(partition, Checkpoint())
        return self._put(partition, row, token=token)

    def is_current(self, partition: int, offset: int, token: int) -> bool:
        row = self.checkpoints.get(partition)
        return row is not None and (row.offset, row.token) == (offset, token)

    def store(
        self,
        partition: int,
        before: Checkpoint,
        after: Checkpoint,
        rows: Mapping[str, Row],
        answers: Iterable[Answer] = (),
    ) -> None:
        """One transaction: rows, outcomes, checkpoint. Raises Stale when `before` is not there."""
        if not self.is_current(partition, before.offset, before.token):
            raise Stale(f"partition {partition} is not at {before.offset} any more")
        self.checkpoints[partition] = after
        shelf = self.shelves[partition]
        for stream, row in rows.items():
            self._place(shelf, stream, row)
        for answer in answers:
            shelf.answers[answer.command] = answer

    def _put(self, partition: int, row: Checkpoint, *, token: int) -> Checkpoint:
        taken = Checkpoint(row.offset, token, row.positions, row.depths)
        self.checkpoints[partition] = taken
        return taken

    def _place(self, shelf: Shelf, stream: str, row: Row) -> None:
        before = shelf.placed.get(stream)
        after = self._rules.place(stream, row.state)
        shelf.rows[stream] = row
        if before == after:
            return
        if before is not None:
            self._displace(shelf, stream, before)
        shelf.placed[stream] = after
        if after.index is not None:
            shelf.indexes.setdefault(after.index, {})[stream] = None
        if after.due_on is not None:
            shelf.due[stream] = after.due_on
        for name, key, value in after.entries:
            held = self._lookups.setdefault((name, key), {})
            owner, values = held.get(stream, (row.key, ()))
            held[stream] = (owner, (*values, value))

    def _displace(self, shelf: Shelf, stream: str, before: Placement) -> None:
        if before.index is not None:
            shelf.indexes[before.index].pop(stream)
        shelf.due.pop(stream, None)
        for name, key, _ in before.entries:
            self._lookups[name, key].pop(stream, None)

    def load(self, partition: int, needs: Needs, loaded: Loaded) -> None:
        """Read what `needs` names into `loaded`."""
        shelf = self.shelves[partition]
        for stream in needs.streams:
            loaded.rows[stream] = shelf.rows.get(stream)
        for name in needs.indexes:
            members = tuple(sorted(shelf.indexes.get(name, ())))
            loaded.indexes[name] = members
            for stream in members:
                loaded.rows[stream] = shelf.rows[stream]
        for content in needs.contents:
            loaded.contents[content] = self._rules.decider.read_content(self._objects[content])
        for lookup in needs.lookups:
            loaded.lookups[lookup] = self.entries(lookup)
        if needs.due_on is not None:
            loaded.due[needs.due_on] = self._due(shelf, needs.due_on)

    def entries(self, lookup: Lookup) -> tuple[Entry, ...]:
        """What streams of every partition hold under the look-up's name and key."""
        held = self._lookups.get((lookup.name, lookup.key), {})
        found = [
            Entry(stream, owner, value)
            for stream, (owner, values) in sorted(held.items())
            for value in values
        ]
        return tuple(found[: lookup.limit])

    def _due(self, shelf: Shelf, until_on: date) -> tuple[str, ...]:
        return tuple(sorted({shelf.rows[s].key for s, on in shelf.due.items() if on <= until_on}))
