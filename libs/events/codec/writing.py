"""Messages into records: strict, sealed, within the limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import orjson
from pydantic_core import PydanticSerializationError

from libs.events.codec.envelope import (
    RECORD_BYTES_MAX,
    SAME_EVERYWHERE,
    Encoded,
    Header,
    Headers,
    instant,
)
from libs.events.codec.keyring import Kept, Subject
from libs.events.codec.sealing import ERASED, bound_to, seal
from libs.events.contracts.model import Command, Contract, Erased
from libs.events.contracts.runtime import type_name_of
from libs.events.loop.batch import NewCommand, NewEvent

_NUL = b"\\u0000"


class Unwritable(Exception):
    """A message that no reader could take: too big, or text that is none; condemns its cause.

    `causation` is the id of the message that led to it, `reason` holds no values.
    """

    def __init__(self, causation: str, reason: str) -> None:
        self.causation, self.reason = causation, reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class NewQuestion:
    """A command from the edge; somebody waits for its answer."""

    id: str
    tenant: str
    key: str
    command: Command
    body_hash: str
    """SHA-256 of the request's body, hex."""
    trace: str = ""
    is_bulk: bool = False
    """Whether it goes to bulk, where its service has that."""

    @property
    def causation(self) -> str:
        return self.id


New = NewEvent | NewCommand | NewQuestion


def body_of(new: New) -> Contract:
    return new.event if isinstance(new, NewEvent) else new.command


def subject_of(new: New) -> Subject | None:
    """Whose key is needed to write `new`; None when nothing of it is personal."""
    body = body_of(new)
    if not body.ENCRYPTED or isinstance(body.personal, Erased):  # type: ignore[attr-defined]
        return None
    name = body.subject()
    if name is None:
        raise TypeError(f"{type(body).__name__} has personal fields and no subject")
    return Subject(new.tenant, name)


class Encoder:
    """Encodes what was prepared; holds the keys of just that."""

    def __init__(self, service: str, keys: Mapping[Subject, Kept]) -> None:
        self._service = service
        self._keys = keys
        self._said: dict[type[Contract], tuple[Header, ...]] = {}
        self._time: datetime | None = None
        self._instant = b""

    def encode_event(
        self,
        new: NewEvent,
        *,
        time: datetime,
        positions: Mapping[str, int] | None,
        deepest: int,
        epoch: int,
    ) -> Encoded:
        """`positions` only for the last event of a transaction. Raises Unwritable."""
        headers = self._opening(new, time)
        headers.append(("ce_subject", new.stream.encode()))
        headers.append(("ce_version", b"%d" % new.version))
        self._add_causes(headers, new, epoch)
        if positions is not None:
            headers.append(("ce_positions", orjson.dumps(positions)))
            headers.append(("ce_deepest", b"%d" % deepest))
        return self._encoded(new, headers)

    def encode_command(self, new: NewCommand, *, time: datetime, epoch: int) -> Encoded:
        """Raises Unwritable."""
        headers = self._opening(new, time)
        self._add_causes(headers, new, epoch)
        return self._encoded(new, headers)

    def encode_question(self, new: NewQuestion, *, time: datetime) -> Encoded:
        """Raises Unwritable."""
        headers = self._opening(new, time)
        headers += (("ce_depth", b"0"), ("ce_bodyhash", new.body_hash.encode()))
        return self._encoded(new, headers)

    def _opening(self, new: New, time: datetime) -> Headers:
        """What every record says first; all but its id and its tenant is said of many."""
        kind = type(body_of(new))
        if kind not in self._said:
            type_name = type_name_of(kind, self._service)
            self._said[kind] = (
                ("ce_source", f"/relance/{self._service}".encode()),
                ("ce_type", type_name.encode()),
            )
        if self._time is not time:
            self._time, self._instant = time, instant(time).encode()
        return [
            *SAME_EVERYWHERE,
            ("ce_id", new.id.encode()),
            *self._said[kind],
            ("ce_time", self._instant),
            ("ce_tenant", new.tenant.encode()),
        ]

    def _add_causes(self, headers: Headers, new: NewEvent | NewCommand, epoch: int) -> None:
        if new.causation:
            headers.append(("ce_causationid", new.causation.encode()))
        if new.correlation:
            headers.append(("ce_correlationid", new.correlation.encode()))
        headers.append(("ce_depth", b"%d" % new.depth))
        headers.append(("ce_epoch", b"%d" % epoch))

    def _encoded(self, new: New, headers: Headers) -> Encoded:
        type_name = type_name_of(body_of(new), self._service)
        if new.trace:
            headers.append(("traceparent", new.trace.encode()))
        try:
            encoded = Encoded(new.key.encode(), self._value(new, type_name), headers)
        except (PydanticSerializationError, UnicodeEncodeError) as mistake:
            raise Unwritable(new.causation, f"{type_name} cannot be JSON") from mistake
        if encoded.is_too_big:
            raise Unwritable(
                new.causation,
                f"{type_name} of {encoded.size_bytes} bytes, more than {RECORD_BYTES_MAX}",
            )
        return encoded

    def _value(self, new: New, type_name: str) -> bytes:
        body = body_of(new)
        if not body.ENCRYPTED:
            return _text(new, body.model_dump_json(warnings="error").encode())
        plain = _text(new, body.model_dump_json(exclude={"personal"}, warnings="error").encode())
        opening = plain[:-1] + (b"," if len(plain) > len(b"{}") else b"")
        binding = bound_to(new.tenant, type_name, new.id)
        return opening + b'"personal":' + self._personal(new, binding) + b"}"

    def _personal(self, new: New, binding: bytes) -> bytes:
        subject = subject_of(new)
        if subject is None:
            return ERASED
        personal = body_of(new).personal  # type: ignore[attr-defined]
        plain = _text(new, personal.model_dump_json(warnings="error").encode())
        return seal(plain, self._keys[subject], subject, binding)


def _text(new: New, json: bytes) -> bytes:
    """`json` itself. Raises Unwritable when a text in it has a NUL, which no database holds."""
    if _NUL in json and "\x00" in _all_text(orjson.loads(json)):
        raise Unwritable(new.causation, f"{type(body_of(new)).__name__} has a NUL in a text")
    return json


def _all_text(value: object) -> str:
    match value:
        case str():
            return value
        case dict():
            return "".join(_all_text(part) for pair in value.items() for part in pair)
        case list():
            return "".join(map(_all_text, value))
        case _:
            return ""
