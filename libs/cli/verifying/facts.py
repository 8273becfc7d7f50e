"""One record of an events topic as the checks look at it; personal fields are left closed."""

from dataclasses import dataclass
from typing import Final

import orjson

from libs.events.codec.envelope import Envelope, LogRecord, Unreadable
from libs.events.contracts.ingestion import CreditorChanged, CreditorRegistered
from libs.events.contracts.legs import WITH_LEGS
from libs.events.contracts.matching import (
    CreditMovedIn,
    FeedAdvanced,
    ItemMovedIn,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    ShareMovedIn,
)
from libs.events.contracts.model import Contract, Event
from libs.events.contracts.registry import Registry
from libs.events.contracts.runtime import KeyFreed, KeyParked
from libs.events.contracts.topology import ServiceTopics

LOOKED_INTO: Final[frozenset[type[Event]]] = WITH_LEGS | {
    ItemReduced,
    ItemReopened,
    ItemSettled,
    ItemMovedIn,
    ShareMovedIn,
    CreditMovedIn,
    FeedAdvanced,
    KeyParked,
    KeyFreed,
    CreditorRegistered,
    CreditorChanged,
}
"""What the checks read the fields of; of all others the envelope alone."""

_READ: Final = frozenset(one for newest in LOOKED_INTO for one in (*newest.OLDER, newest))

_CLOSED: Final = {"erased": True}


@dataclass(frozen=True, slots=True)
class Fact:
    """Where an event stands, and what it says when that matters here."""

    service: str
    stream: str
    version: int
    place: str
    """`topic/partition@offset`."""
    event: Event | None


class NoFact(Exception):
    """A record of an events topic that no reader could read."""


def registry_of(service: ServiceTopics) -> Registry:
    """What reads the records of a service's events topic."""
    return Registry(service.events, runtime_of=service.name)


def fact_of(record: LogRecord, service: str, registry: Registry) -> Fact:
    """The fact in a record. Raises NoFact, and UnknownVersion of a name that is looked into."""
    place = f"{record.topic}/{record.partition}@{record.offset}"
    envelope = Envelope(record.headers)
    try:
        contract = registry.find(envelope.type)
        stream, version = envelope.text("ce_subject"), envelope.version
        is_read = contract in _READ
        event = contract.read(_opened(record, contract)).upcast() if contract and is_read else None
    except (Unreadable, ValueError) as mistake:
        raise NoFact(f"{place}: {type(mistake).__name__}") from mistake
    assert event is None or isinstance(event, Event)
    return Fact(service, stream, version, place, event)


def _opened(record: LogRecord, contract: type[Contract]) -> bytes:
    """The value, with closed personal fields as a reader has them whose key is gone."""
    value = record.value or b""
    if not contract.ENCRYPTED:
        return value
    fields = orjson.loads(value)
    if not isinstance(fields, dict):
        raise Unreadable("the value is no JSON object")
    return orjson.dumps({**fields, "personal": _CLOSED})
