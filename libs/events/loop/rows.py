"""States, look-up entries and answers as the database keeps them.

They are encoded before anything is written anywhere, so that what cannot be kept is known in time.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec

from libs.events.contracts.runtime import Answer
from libs.events.loop.batch import Row
from libs.events.loop.decider import Entry, Placement
from libs.events.loop.deciding import reason_of
from libs.events.loop.working import Rules
from libs.kernel.keys import kind_of

_ENCODER = msgspec.json.Encoder(order="deterministic", decimal_format="string")


NAME_BYTES_MAX: Final = 1_000
"""Of a stream, key, index or look-up key: the database indexes them."""


class Unstorable(Exception):
    """A stream's state or its placement cannot be kept by the database."""

    def __init__(self, stream: str, reason: str) -> None:
        self.stream, self.reason = stream, reason
        super().__init__(reason)


def encode(value: Any) -> bytes:
    """A state or an entry's value as bytes: equal values, equal bytes."""
    return _ENCODER.encode(value)


@cache
def _decoder(kind: type) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def decode(raw: bytes, kind: type) -> Any:
    """What `encode` made of a value of class `kind`."""
    return _decoder(kind).decode(raw)


class StateRow(NamedTuple):
    """One row of the table of states, without its partition."""

    stream: str
    key: str
    kind: str
    index_key: str | None
    due_on: date | None
    version: int
    state: bytes
    trace: str | None


class LookupRow(NamedTuple):
    """One row of the table of look-ups, without its partition."""

    stream: str
    number: int
    name: str
    lookup_key: str
    owner: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Rows:
    """What one fold stores."""

    states: Sequence[StateRow] = ()
    lookups: Sequence[LookupRow] = ()
    answers: Sequence[Answer] = field(default=())

    def entries(self) -> list[int]:
        """How many look-up entries each of `states` has, in their order."""
        counts: dict[str, int] = {}
        for row in self.lookups:
            counts[row.stream] = counts.get(row.stream, 0) + 1
        return [counts.get(row.stream, 0) for row in self.states]


def rows_of(rules: Rules, changed: Mapping[str, Row], answers: Iterable[Answer]) -> Rows:
    """What a fold stores of the streams that changed. Raises Unstorable."""
    states: list[StateRow] = []
    lookups: list[LookupRow] = []
    for stream, row in changed.items():
        try:
            placement = rules.place(stream, row.state)
            states.append(_state_row(stream, row, placement))
            if placement.entries:
                lookups.extend(_lookup_rows(stream, row, placement))
        except Exception as mistake:  # a bug of the decider's: whoever caused it is parked
            raise Unstorable(stream, reason_of(mistake)) from mistake
    # The same command twice in a stretch of the log: the later outcome stands, as in two folds.
    told = {answer.command: answer for answer in answers}
    return Rows(states, lookups, tuple(told.values()))


def row_of(rules: Rules, stream: str, stored: tuple[str, int, bytes, str | None]) -> Row:
    """A stored row (key, version, state, trace) as deciders see it."""
    key, version, state, trace = stored
    return Row(key, decode(state, rules.state_type(stream)), version, trace or "")


def entry_of(rules: Rules, name: str, stream: str, owner: str, value: bytes) -> Entry:
    """A stored look-up entry as deciders see it."""
    return Entry(stream, owner, decode(value, rules.decider.lookup_types[name]))


def state_as_read(rules: Rules, row: StateRow) -> StateRow:
    """A stored row as whoever decides reads it: what was not known when it was stored has its
    default. One that cannot be read stays as it is."""
    with suppress(msgspec.MsgspecError, KeyError):
        state = decode(row.state, rules.state_type(row.stream))
        return row._replace(state=encode(state))
    return row


def lookup_as_read(rules: Rules, row: LookupRow) -> LookupRow:
    """The same of a look-up entry."""
    with suppress(msgspec.MsgspecError, KeyError):
        value = decode(row.value, rules.decider.lookup_types[row.name])
        return row._replace(value=encode(value))
    return row


def _state_row(stream: str, row: Row, placement: Placement) -> StateRow:
    key, state, version, trace = row
    _check(stream)
    if key != stream:
        _check(key)
    if placement.index is not None:
        _check(placement.index)
    return StateRow(
        stream,
        key,
        kind_of(stream),
        placement.index,
        placement.due_on,
        version,
        encode(state),
        trace or None,
    )


def _lookup_rows(stream: str, row: Row, placement: Placement) -> list[LookupRow]:
    entries = list(placement.entries)
    for name, key, _ in entries:
        _check(name)
        _check(key)
    return [
        LookupRow(stream, number, name, key, row.key, encode(value))
        for number, (name, key, value) in enumerate(entries)
    ]


def _check(name: str) -> None:
    # An unpaired surrogate raises in `encode`.
    bytes_count = len(name) if name.isascii() else len(name.encode())
    if bytes_count > NAME_BYTES_MAX or "\x00" in name:
        raise ValueError("a name is too long, or has a NUL")
