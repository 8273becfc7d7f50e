"""States, look-ups and contents of one decider in memory, as the database would give them."""

from collections.abc import Iterator, Mapping
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


class _Seen(States):
    """What one decision may see."""

    def __init__(self, memory: "Memory", key: str) -> None:
        self._memory = memory
        self._key = key
        self._streams: set[str] = set()
        self._indexes: dict[str, Mapping[str, State]] = {}

    def load(self, needs: Needs) -> bool:
        """Load what `needs` names; whether anything of it is new."""
        new_streams = set(needs.streams) - self._streams
        new_indexes = set(needs.indexes) - self._indexes.keys()
        self._streams |= new_streams
        for name in new_indexes:
            self._indexes[name] = self._memory.index(self._key, name)
            self._streams |= self._indexes[name].keys()
        return bool(new_streams or new_indexes)

    def seen(self, stream: str) -> bool:
        return stream in self._streams

    def of(self, stream: str) -> State:
        if stream not in self._streams:
            raise Unneeded(stream)
        return self._memory.state(stream)

    def version(self, stream: str) -> int:
        if stream not in self._streams:
            raise Unneeded(stream)
        return self._memory.version(stream)

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
        self._rows: dict[str, tuple[str, int, State, int]] = {}
        self._objects: dict[str, bytes] = {}

    def store(self, content_hash: str, raw: bytes) -> None:
        self._objects[content_hash] = raw

    def state(self, stream: str) -> State:
        if stream in self._rows:
            return self._rows[stream][2]
        return self._decider.state_types[kind_of(stream)]()

    def version(self, stream: str) -> int:
        return self._rows[stream][3] if stream in self._rows else 0

    def decide(self, message: Message) -> Decision:
        """What the decider makes of `message`. Raises Refusal."""
        seen = _Seen(self, message.key)
        needs = self._decider.needs(message, seen)
        for _ in range(_ROUNDS_MAX):
            if not seen.load(needs):
                break
            needs = self._decider.needs(message, seen)
        return self._decider.decide(message, seen, _Looked(self, needs, message.partition))

    def record(self, key: str, partition: int, record: Recorded) -> None:
        state = self._decider.evolve(self.state(record.stream), record.event)
        assert _stored(state) == state, f"{state!r} does not survive being stored"
        version = self.version(record.stream) + 1
        self._rows[record.stream] = (key, partition, state, version)

    def index(self, key: str, name: str) -> Mapping[str, State]:
        return {
            stream: state
            for stream, (owner, _, state, _) in sorted(self._rows.items())
            if owner == key and self._place(stream).index == name
        }

    def entries(self, lookup: Lookup) -> tuple[Entry, ...]:
        found = [entry for entry in self._all_entries(lookup)]
        return tuple(found[: lookup.limit])

    def content(self, content_hash: str) -> Any:
        return self._decider.read_content(self._objects[content_hash])

    def due(self, needs: Needs, partition: int) -> tuple[str, ...]:
        if needs.due_on is None:
            return ()
        keys = set()
        for stream, (key, number, _, _) in self._rows.items():
            due_on = self._place(stream).due_on
            if number == partition and due_on is not None and due_on <= needs.due_on:
                keys.add(key)
        return tuple(sorted(keys))

    def _place(self, stream: str) -> Placement:
        return self._decider.place(stream, self._rows[stream][2])

    def _all_entries(self, lookup: Lookup) -> Iterator[Entry]:
        for stream, (key, _, _, _) in sorted(self._rows.items()):
            for name, lookup_key, value in self._place(stream).entries:
                if (name, lookup_key) == (lookup.name, lookup.key):
                    yield Entry(stream, key, value)


def _stored(state: State) -> State:
    return msgspec.json.decode(msgspec.json.encode(state), type=type(state))
