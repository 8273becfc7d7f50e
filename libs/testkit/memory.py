"""States, look-ups and contents of one decider in memory, as the database would give them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from libs.events.loop.decider import (
    Decider,
    Decision,
    Entry,
    Found,
    Lookup,
    Message,
    Needs,
    Placement,
    Recorded,
    State,
    States,
    Unneeded,
)
from libs.kernel.keys import kind_of

_ROUNDS_MAX = 4


@dataclass(frozen=True, slots=True)
class _Row:
    """A stream in one partition: its routing key, its state, how many events made it."""

    key: str
    state: State
    version: int


class _Seen(States):
    """What one decision may see."""

    def __init__(self, memory: "Memory", message: Message) -> None:
        self._memory = memory
        self._partition = message.partition
        self._streams: set[str] = set()
        self._indexes: dict[str, Mapping[str, State]] = {}

    def load(self, needs: Needs) -> bool:
        """Load what `needs` names; whether anything of it is new."""
        new_streams = set(needs.streams) - self._streams
        new_indexes = set(needs.indexes) - self._indexes.keys()
        self._streams |= new_streams
        for name in new_indexes:
            self._indexes[name] = self._memory.index(self._partition, name)
            self._streams |= self._indexes[name].keys()
        return bool(new_streams or new_indexes)

    def seen(self, stream: str) -> bool:
        return stream in self._streams

    def of(self, stream: str) -> State:
        if stream not in self._streams:
            raise Unneeded(stream)
        return self._memory.state_in(self._partition, stream)

    def version(self, stream: str) -> int:
        if stream not in self._streams:
            raise Unneeded(stream)
        return self._memory.version_in(self._partition, stream)

    def index(self, name: str) -> Mapping[str, State]:
        if name not in self._indexes:
            raise Unneeded(name)
        return self._indexes[name]


class _Looked(Found):
    """What was looked up for one decision."""

    def __init__(self, memory: "Memory", needs: Needs, partition: int) -> None:
        self._entries = {lookup: memory.entries(lookup) for lookup in needs.lookups}
        self._contents = {name: memory.content(name) for name in needs.contents}
        self._due = memory.due(needs, partition)

    def entries(self, lookup: Lookup) -> tuple[Entry, ...]:
        if lookup not in self._entries:
            raise Unneeded(lookup)
        return self._entries[lookup]

    def content(self, content_hash: str) -> Any:
        if content_hash not in self._contents:
            raise Unneeded(content_hash)
        return self._contents[content_hash]

    def due(self) -> tuple[str, ...]:
        return self._due


class Memory:
    """The streams of one decider, all partitions."""

    def __init__(self, decider: Decider) -> None:
        self._decider = decider
        self._rows: dict[tuple[int, str], _Row] = {}
        self._objects: dict[str, bytes] = {}

    def store(self, content_hash: str, raw: bytes) -> None:
        self._objects[content_hash] = raw

    def state(self, stream: str) -> State:
        """The state of `stream` in the one partition that has it."""
        found = [row.state for (_, name), row in self._rows.items() if name == stream]
        assert len(found) <= 1, f"{stream} is written in {len(found)} partitions"
        return found[0] if found else self._decider.state_types[kind_of(stream)]()

    def state_in(self, partition: int, stream: str) -> State:
        row = self._rows.get((partition, stream))
        return row.state if row else self._decider.state_types[kind_of(stream)]()

    def version_in(self, partition: int, stream: str) -> int:
        row = self._rows.get((partition, stream))
        return row.version if row else 0

    def decide(self, message: Message) -> Decision:
        """What the decider makes of `message`. Raises Refusal."""
        seen = _Seen(self, message)
        needs = self._decider.needs(message, seen)
        for _ in range(_ROUNDS_MAX):
            if not seen.load(needs):
                break
            needs = self._decider.needs(message, seen)
        decision = self._decider.decide(message, seen, _Looked(self, needs, message.partition))
        for recorded in decision.events:
            seen.of(recorded.stream)  # the runtime evolves what was loaded, and nothing else
        return decision

    def record(self, key: str, partition: int, record: Recorded) -> None:
        state = self._decider.evolve(self.state_in(partition, record.stream), record.event)
        assert _stored(state) == state, f"{state!r} does not survive being stored"
        version = self.version_in(partition, record.stream) + 1
        self._rows[partition, record.stream] = _Row(key, state, version)

    def index(self, partition: int, name: str) -> Mapping[str, State]:
        """As the database has it: by name alone, whichever key its streams are of."""
        return {
            stream: row.state
            for (number, stream), row in sorted(self._rows.items())
            if number == partition and self._place(stream, row).index == name
        }

    def entries(self, lookup: Lookup) -> tuple[Entry, ...]:
        return tuple(self._all_entries(lookup))[: lookup.limit]

    def content(self, content_hash: str) -> Any:
        return self._decider.read_content(self._objects[content_hash])

    def due(self, needs: Needs, partition: int) -> tuple[str, ...]:
        if needs.due_on is None:
            return ()
        keys = set()
        for (number, stream), row in self._rows.items():
            due_on = self._place(stream, row).due_on
            if number == partition and due_on is not None and due_on <= needs.due_on:
                keys.add(row.key)
        return tuple(sorted(keys))

    def _place(self, stream: str, row: _Row) -> Placement:
        return self._decider.place(stream, row.state)

    def _by_stream(self) -> list[tuple[str, _Row]]:
        rows = [(stream, row) for (_, stream), row in self._rows.items()]
        return sorted(rows, key=lambda found: found[0])

    def _all_entries(self, lookup: Lookup) -> Iterator[Entry]:
        for stream, row in self._by_stream():
            for name, lookup_key, value in self._place(stream, row).entries:
                if (name, lookup_key) == (lookup.name, lookup.key):
                    yield Entry(stream, row.key, value)


def _stored(state: State) -> State:
    return msgspec.json.decode(msgspec.json.encode(state), type=type(state))
