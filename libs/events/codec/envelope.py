"""The envelope of every record: CloudEvents 1.0 in binary mode, with our extensions."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, Protocol

import orjson

from libs.kernel.keys import NO_TENANT, is_tenant, path_of

RECORD_BYTES_MAX: Final = 512 * 1024
"""Key, value and headers of one record together; bigger content goes into the object store."""

HEADERS_BYTES_MAX: Final = 16 * 1024
"""Far more than ours together, whose names and ids are all bounded."""
SAME_EVERYWHERE: Final = (("ce_specversion", b"1.0"), ("content-type", b"application/json"))
_ORIGIN_HEADERS: Final = ("ce_parkedtopic", "ce_parkedoffset")

Header = tuple[str, bytes]
Headers = list[Header]


class Unreadable(Exception):
    """A record that is no message of ours; its text names the reason and holds no values."""


class Encoded(NamedTuple):
    """A record that can be written."""

    key: bytes
    value: bytes
    headers: Headers

    @property
    def is_too_big(self) -> bool:
        """Whether it is over the limit; headers count little, and are looked at only near it."""
        near = RECORD_BYTES_MAX - HEADERS_BYTES_MAX
        return len(self.key) + len(self.value) > near and self.size_bytes > RECORD_BYTES_MAX

    @property
    def size_bytes(self) -> int:
        named = sum([len(name) + len(value) for name, value in self.headers])
        return len(self.key) + len(self.value) + named


class LogRecord(Protocol):
    """A record as a consumer hands it over."""

    @property
    def topic(self) -> str: ...

    @property
    def partition(self) -> int: ...

    @property
    def offset(self) -> int: ...

    @property
    def key(self) -> bytes | None: ...

    @property
    def value(self) -> bytes | None: ...

    @property
    def headers(self) -> Sequence[tuple[str, bytes]]: ...


@dataclass(frozen=True, slots=True)
class Record:
    """A record in memory: what was encoded, at its place in a log."""

    topic: str
    partition: int
    offset: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stood first; a parked one remembers it."""

    topic: str
    offset: int


class Envelope:
    """The headers of one record, each read when it is asked for."""

    __slots__ = ("_headers",)

    def __init__(self, headers: Sequence[tuple[str, bytes]]) -> None:
        self._headers = dict(headers)

    def text(self, name: str, default: str | None = None) -> str:
        """The header `name`. Raises Unreadable when it is no text, or absent with no default."""
        raw = self._headers.get(name)
        if raw is None:
            if default is None:
                raise Unreadable(f"header {name} is absent")
            return default
        try:
            text = raw.decode()
        except UnicodeDecodeError as mistake:
            raise Unreadable(f"header {name} is no text") from mistake
        if "\x00" in text:
            raise Unreadable(f"header {name} is no text")
        return text

    def number(self, name: str, default: int | None = None) -> int:
        """The header `name` as a number from 0. Raises Unreadable."""
        raw = self._headers.get(name)
        if raw is None and default is not None:
            return default
        if raw is not None and raw.isdigit() and len(raw) <= 18:
            return int(raw)
        self.text(name)  # what is no text, or not there, is told first
        raise Unreadable(f"header {name} is no number")

    def raw(self, name: str) -> bytes | None:
        """The header `name` as it stands."""
        return self._headers.get(name)

    @property
    def id(self) -> str:
        return self.text("ce_id")

    @property
    def type(self) -> str:
        return self.text("ce_type")

    @property
    def tenant(self) -> str:
        """Raises Unreadable when it is none."""
        tenant = self.text("ce_tenant")
        if not _may_be_a_tenant(tenant):
            raise Unreadable("header ce_tenant names no tenant")
        return tenant

    @property
    def stream(self) -> str:
        """Empty for a command."""
        return self.text("ce_subject", "")

    @property
    def version(self) -> int:
        return self.number("ce_version")

    @property
    def depth(self) -> int:
        return self.number("ce_depth", 0)

    @property
    def causation(self) -> str:
        return self.text("ce_causationid", "")

    @property
    def correlation(self) -> str:
        return self.text("ce_correlationid", "")

    @property
    def body_hash(self) -> str:
        """Of a command from the edge; else empty."""
        return self.text("ce_bodyhash", "")

    @property
    def epoch(self) -> int:
        """How many takeovers its writer's partition had seen; 0 at the edge."""
        return self.number("ce_epoch", 0)

    @property
    def trace(self) -> str:
        return self.text("traceparent", "")

    @property
    def time(self) -> datetime:
        """When it was written, UTC. Raises Unreadable."""
        try:
            return datetime.fromisoformat(self.text("ce_time")).astimezone(UTC)
        except ValueError as mistake:
            raise Unreadable("header ce_time is no instant") from mistake

    @property
    def positions(self) -> Mapping[str, int] | None:
        """Input positions by topic; None unless it is the last event of its transaction."""
        raw = self._headers.get("ce_positions")
        if raw is None:
            return None
        try:
            positions = orjson.loads(raw)
        except orjson.JSONDecodeError as mistake:
            raise Unreadable("header ce_positions is no JSON") from mistake
        if not isinstance(positions, dict) or not all(map(_is_offset, positions.values())):
            raise Unreadable("header ce_positions holds no offsets")
        return positions

    @property
    def deepest(self) -> int:
        return self.number("ce_deepest", 0)

    @property
    def is_parked(self) -> bool:
        """Whether it says where it stood before it was parked."""
        return "ce_parkedtopic" in self._headers

    def origin(self, record: LogRecord) -> Origin:
        """Where `record`, whose headers these are, stood before it was parked, or stands."""
        if not self.is_parked:
            return Origin(record.topic, record.offset)
        try:
            return Origin(self.text("ce_parkedtopic"), self.number("ce_parkedoffset"))
        except Unreadable:
            return Origin(record.topic, record.offset)


@lru_cache(maxsize=1_000)
def _may_be_a_tenant(text: str) -> bool:
    return text == NO_TENANT or is_tenant(text)


def _text(raw: bytes) -> str | None:
    """UTF-8 without NUL, which no database column holds; None for anything else."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return None if "\x00" in text else text


def _is_offset(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def instant(time: datetime) -> str:
    """RFC 3339 in UTC with milliseconds. Raises ValueError for a time without a zone."""
    if time.tzinfo is None:
        raise ValueError("an instant has a zone")
    return time.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def headers_of(attributes: Mapping[str, str], *, trace: str = "") -> Headers:
    """CloudEvents headers of `attributes`, without those that are empty."""
    headers = [*SAME_EVERYWHERE]
    headers += [(f"ce_{name}", value.encode()) for name, value in attributes.items() if value]
    if trace:
        headers.append(("traceparent", trace.encode()))
    return headers


def origin_of(record: LogRecord) -> Origin:
    """Where `record` stood before it was parked; where it stands when it was not."""
    return Envelope(record.headers).origin(record)


def parked(record: LogRecord) -> Encoded:
    """The same bytes for the parking topic, with where they stood first."""
    origin = origin_of(record)
    kept = [(name, value) for name, value in record.headers if name not in _ORIGIN_HEADERS]
    kept.append(("ce_parkedtopic", origin.topic.encode()))
    kept.append(("ce_parkedoffset", str(origin.offset).encode()))
    return Encoded(key=parking_key(record).encode(), value=record.value or b"", headers=kept)


def parking_key(record: LogRecord) -> str:
    """The routing key that a record parks under; one of the partition's own when it has none."""
    return _text(record.key or b"") or path_of(NO_TENANT, "unreadable", str(record.partition))


def place_id(record: LogRecord) -> str:
    """The id of a record whose own id cannot be read: a hash of where it stood first."""
    origin = origin_of(record)
    words = f"{origin.topic}\x1f{record.partition}\x1f{origin.offset}".encode()
    return hashlib.blake2b(words, digest_size=16).hexdigest()
