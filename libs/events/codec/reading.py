"""Records back into contracts: whole batches, with one question to the keyring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import orjson
from pydantic import ValidationError

from libs.events.codec.compiling import Read, SealedTwin, reader_of, sealed_twin_of
from libs.events.codec.envelope import (
    RECORD_BYTES_MAX,
    Envelope,
    LogRecord,
    Unreadable,
)
from libs.events.codec.keyring import Kept, Keyring, Subject
from libs.events.codec.sealing import ERASED, SealedFields, bound_to, read_sealed, unseal
from libs.events.contracts.model import Contract
from libs.events.contracts.registry import Registry

_ERRORS_SHOWN: Final = 3


class Opened(NamedTuple):
    """A record read: its headers and its contract, with personal fields or `Erased`."""

    envelope: Envelope
    body: Contract


@dataclass(frozen=True, slots=True)
class _Closed:
    """A record whose contract is known, before its personal fields are opened."""

    envelope: Envelope
    contract: type[Contract]
    value: bytes
    fields: dict[str, Any]
    """What is in the clear, and `personal` as it stands."""
    sealed: SealedFields | None
    twin: SealedTwin | None
    """What read `fields`; None: only pydantic reads them further."""


class Reader:
    """Reads the records of topics, each by its own registry of what is heard there."""

    def __init__(self, heard: Mapping[str, Registry], keyring: Keyring) -> None:
        self._heard = heard
        self._keyring = keyring
        self._found: dict[tuple[str, bytes | None], tuple[type[Contract], Read]] = {}
        """What is heard by topic and type, and what reads it."""

    async def open(self, records: Sequence[LogRecord]) -> list[Opened | Unreadable | None]:
        """Each record read, in order; None: its name is not heard on its topic.

        Raises UnknownVersion, KeyMissing: both end the process, nothing of it is skipped.
        """
        closed = [self._parse(record) for record in records]
        subjects = {
            entry.sealed.subject
            for entry in closed
            if isinstance(entry, _Closed) and entry.sealed is not None
        }
        keys = await self._keyring.keys_for(subjects, create=False) if subjects else {}
        return [_open(entry, keys) if isinstance(entry, _Closed) else entry for entry in closed]

    def _parse(self, record: LogRecord) -> Opened | _Closed | Unreadable | None:
        try:
            return self._read(record)
        except ValidationError as mistake:
            return Unreadable(_without_values(mistake))
        except Unreadable as mistake:
            return mistake

    def _read(self, record: LogRecord) -> Opened | _Closed | None:
        envelope = Envelope(record.headers)
        topic = envelope.origin(record).topic if envelope.is_parked else record.topic
        place = topic, envelope.raw("ce_type")
        if place not in self._found:
            heard = self._contract(topic, envelope)
            if heard is None:
                return None
            self._found[place] = heard, reader_of(heard)
        contract, read = self._found[place]
        value = record.value or b""
        if len(value) > RECORD_BYTES_MAX:
            raise Unreadable(f"a value of {len(value)} bytes, more than {RECORD_BYTES_MAX}")
        if not contract.ENCRYPTED:
            return Opened(envelope, read(value).upcast())
        fields, twin = _clear(contract, value)
        sealed = read_sealed(fields.get("personal"), envelope.tenant)
        return _Closed(envelope, contract, value, fields, sealed, twin)

    def _contract(self, topic: str, envelope: Envelope) -> type[Contract] | None:
        type_name = envelope.type
        if topic not in self._heard:
            raise Unreadable("it stood first on a topic that is not read here")
        try:
            return self._heard[topic].find(type_name)
        except ValueError as mistake:
            raise Unreadable("header ce_type names no contract") from mistake


def _object(value: bytes) -> dict[str, Any]:
    try:
        fields = orjson.loads(value)
    except orjson.JSONDecodeError as mistake:
        raise Unreadable("the value is no JSON") from mistake
    if not isinstance(fields, dict):
        raise Unreadable("the value is no JSON object")
    return fields


def _clear(contract: type[Contract], value: bytes) -> tuple[dict[str, Any], SealedTwin | None]:
    twin = sealed_twin_of(contract)
    if twin is not None:
        try:
            return twin.clear(value), twin
        except ValueError:  # pydantic says what is wrong
            pass
    return _object(value), None


def _open(closed: _Closed, keys: Mapping[Subject, Kept]) -> Opened | Unreadable:
    try:
        return Opened(closed.envelope, _body(closed, keys).upcast())
    except ValidationError as mistake:
        return Unreadable(_without_values(mistake))
    except Unreadable as mistake:
        return mistake


def _body(closed: _Closed, keys: Mapping[Subject, Kept]) -> Contract:
    personal: bytes | None = None
    if closed.sealed is not None:
        envelope = closed.envelope
        binding = bound_to(envelope.tenant, closed.contract.TYPE, envelope.id)
        personal = unseal(closed.sealed, keys[closed.sealed.subject], binding)
    if closed.twin is not None:
        try:
            return closed.twin.filled(dict(closed.fields), personal)
        except ValueError:  # pydantic says what is wrong
            pass
    shown = orjson.loads(ERASED if personal is None else personal)
    return closed.contract.read(orjson.dumps({**_object(closed.value), "personal": shown}))


def _without_values(mistake: ValidationError) -> str:
    """Which fields are wrong and how, without what stands in them."""
    errors = mistake.errors(include_url=False, include_context=False, include_input=False)
    shown = [
        f"{'.'.join(str(part) for part in error['loc']) or 'value'}: {error['type']}"
        for error in errors[:_ERRORS_SHOWN]
    ]
    more = f" and {len(errors) - _ERRORS_SHOWN} more" if len(errors) > _ERRORS_SHOWN else ""
    return f"{mistake.title}: {'; '.join(shown)}{more}"
