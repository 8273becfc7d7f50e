"""What a batch has loaded and changed so far: the states and findings that deciders see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from libs.events.contracts.model import Event
from libs.events.contracts.registry import short_name
from libs.events.contracts.runtime import RuntimeEvent
from libs.events.loop.batch import Row
from libs.events.loop.decider import (
    Decider,
    Entry,
    Lookup,
    Message,
    Needs,
    Placement,
    Recorded,
    State,
    Unneeded,
)
from libs.events.loop.parking import RUNTIME_STATES, evolve_runtime
from libs.events.loop.tracing import NOTHING_ELSE, Followed, is_of_one_trace, named_below
from libs.kernel.keys import kind_of

NO_NEEDS: Final = Needs()
FOLLOWS_MAX: Final = 32
"""Traces that one event goes on with."""


@dataclass(slots=True)
class Loaded:
    """What was read for a batch; a stream read and not there is None."""

    rows: dict[str, Row | None] = field(default_factory=dict)
    indexes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Index to its streams, whose rows stand in `rows`."""
    contents: dict[str, Any] = field(default_factory=dict)
    lookups: dict[Lookup, tuple[Entry, ...]] = field(default_factory=dict)
    due: dict[date, tuple[str, ...]] = field(default_factory=dict)

    def lacks_beside_streams(self, needs: Needs) -> bool:
        """Whether something of `needs` that is no stream was not loaded; mostly there is none."""
        _, indexes, contents, lookups, due_on = needs
        return (
            (due_on is not None and due_on not in self.due)
            or any(index not in self.indexes for index in indexes)
            or any(content not in self.contents for content in contents)
            or any(lookup not in self.lookups for lookup in lookups)
        )

    def missing(self, needs: Needs) -> Needs:
        """What of `needs` was not loaded yet."""
        if not self.lacks_beside_streams(needs):
            streams = tuple([stream for stream in needs.streams if stream not in self.rows])
            return Needs(streams) if streams else NO_NEEDS
        return Needs(
            streams=tuple(s for s in needs.streams if s not in self.rows),
            indexes=tuple(i for i in needs.indexes if i not in self.indexes),
            contents=tuple(c for c in needs.contents if c not in self.contents),
            lookups=tuple(q for q in needs.lookups if q not in self.lookups),
            due_on=None if needs.due_on in self.due else needs.due_on,
        )


class Rules:
    """A decider's folding rules together with the runtime's own streams.

    `written_before`: contracts (`matching.item_settled`) that are written in the version before
    the newest, while readers run that do not know that one yet.
    """

    def __init__(self, decider: Decider, written_before: frozenset[str] = frozenset()) -> None:
        self.decider = decider
        self._written_before = tuple(
            cls for cls in decider.events if short_name(cls) in written_before
        )
        self._types = {**RUNTIME_STATES, **decider.state_types}

    def initial(self, stream: str) -> State:
        return self._types[kind_of(stream)]()

    def as_written(self, event: Event) -> Event:
        """An event in the version in which it goes into the log."""
        if self._written_before and isinstance(event, self._written_before):
            earlier = event.downcast()
            assert isinstance(earlier, Event)
            return earlier
        return event

    def as_read(self, event: Event) -> Event:
        """And as whoever folds the log reads it there: rows are made from that."""
        newest = event.upcast()
        assert isinstance(newest, Event)
        return newest

    def state_type(self, stream: str) -> type:
        """The class of a stream's state. Raises KeyError for a kind that nobody declared."""
        return self._types[kind_of(stream)]

    def evolve(self, state: State, event: Event) -> State:
        if isinstance(event, RuntimeEvent):
            return evolve_runtime(state, event)
        return self.decider.evolve(state, event)

    def place(self, stream: str, state: State) -> Placement:
        if kind_of(stream) in RUNTIME_STATES:
            return Placement()
        return self.decider.place(stream, state)


class Working:
    """States and Found of a decision: what was loaded, with this batch's changes over it."""

    def __init__(self, rules: Rules, loaded: Loaded) -> None:
        self._rules = rules
        self.loaded = loaded
        self.changed: dict[str, Row] = {}
        self._index_of: dict[str, str | None] = {}
        self._members: dict[str, dict[str, None]] = {}
        self._undo: dict[str, Row | None] = {}

    def seen(self, stream: str) -> bool:
        return stream in self.changed or stream in self.loaded.rows

    def row(self, stream: str) -> Row | None:
        """The stream's row as of now. Raises Unneeded when it was not loaded."""
        if stream in self.changed:
            return self.changed[stream]
        if stream not in self.loaded.rows:
            raise Unneeded(f"needs did not name the stream {stream}")
        return self.loaded.rows[stream]

    def of(self, stream: str) -> State:
        row = self.row(stream)
        return self._rules.initial(stream) if row is None else row.state

    def version(self, stream: str) -> int:
        row = self.row(stream)
        return 0 if row is None else row.version

    def index(self, name: str) -> Mapping[str, State]:
        if name not in self.loaded.indexes:
            raise Unneeded(f"needs did not name the index {name}")
        kept = (s for s in self.loaded.indexes[name] if self._index_of.get(s, name) == name)
        members = sorted({*kept, *self._members.get(name, ())})
        return {stream: self.of(stream) for stream in members}

    def entries(self, lookup: Lookup) -> tuple[Entry, ...]:
        if lookup not in self.loaded.lookups:
            raise Unneeded(f"needs did not name the look-up {lookup}")
        return self.loaded.lookups[lookup]

    def content(self, content_hash: str) -> Any:
        if content_hash not in self.loaded.contents:
            raise Unneeded(f"needs did not name the content {content_hash}")
        return self.loaded.contents[content_hash]

    def due(self) -> tuple[str, ...]:
        """Keys due; a batch holds at most one message that asks, as its first."""
        return next(iter(self.loaded.due.values()), ())

    def lacks(self, needs: Needs) -> bool:
        """Whether something of `needs` was not loaded, or was changed away from what was."""
        loaded, changed = self.loaded.rows, self.changed
        for stream in needs.streams:
            if stream not in loaded and stream not in changed:
                return True
        return self.loaded.lacks_beside_streams(needs)

    def followed(self, message: Message, recorded: Recorded) -> Followed:
        """The trace of what an event goes on with; where it says nothing of that, its cause's."""
        began = [trace for one in recorded.follows if (trace := self._trace(one))]
        if not began or is_of_one_trace(began[0], message.trace):
            return message.trace, NOTHING_ELSE
        links = (message.trace, *began[1:]) if message.trace else began[1:]
        follows = tuple(dict.fromkeys((began[0], *links)))[:FOLLOWS_MAX]
        return named_below(began[0], message.id, recorded.stream), follows

    def _trace(self, stream: str) -> str:
        """The trace that a stream began under, as far as it was loaded."""
        row = self.changed.get(stream) or self.loaded.rows.get(stream)
        return row.trace if row else ""

    def apply(self, key: str, stream: str, event: Event, trace: str = "") -> int:
        """Evolve a stream by one event; returns its version after. Raises what evolve raises."""
        row = self.row(stream)
        before = self._rules.initial(stream) if row is None else row.state
        version = 1 if row is None else row.version + 1
        state = self._rules.evolve(before, event)
        index = self._rules.place(stream, state).index
        self._undo.setdefault(stream, self.changed.get(stream))
        if row is not None:
            key, trace = row.key, row.trace or trace
        self._put(stream, Row(key, state, version, trace), index)
        return version

    def _put(self, stream: str, row: Row, index: str | None) -> None:
        self.changed[stream] = row
        old = self._index_of.get(stream)
        if old is not None:
            self._members[old].pop(stream, None)
        self._index_of[stream] = index
        if index is not None:
            self._members.setdefault(index, {})[stream] = None

    def begin(self) -> None:
        """From here on `undo` goes back to here."""
        self._undo = {}

    def undo(self) -> None:
        """Take back every change since `begin`."""
        for stream, row in self._undo.items():
            if row is None:
                self._members.get(self._index_of.pop(stream) or "", {}).pop(stream, None)
                del self.changed[stream]
            else:
                self._put(stream, row, self._rules.place(stream, row.state).index)
        self._undo = {}
