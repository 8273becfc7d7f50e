"""What the runtime of every service records beside the service's own facts."""

from typing import ClassVar, Literal

from pydantic import Field

from libs.events.contracts.model import Contract, Event, Part

Outcome = Literal["recorded", "refused", "nothing"]
Problem = tuple[tuple[str, str], ...]


class Answer(Part):
    """The outcome of one command from the edge, as its caller is told it."""

    command: str
    body_hash: str
    """SHA-256 of the request's body, hex: the same key with another body is a mistake."""
    tenant: str
    outcome: Outcome
    rule: str | None = None
    """Why it was refused, as a rule id."""
    message: str | None = None
    events: tuple[str, ...] = ()
    """Ids of what was recorded."""
    fields: dict[str, str] = Field(default_factory=dict)
    """What the caller needs of it: ids, versions, amounts; never personal fields."""


class RuntimeEvent(Event):
    """Base of what the runtime itself records; the type is prefixed by the service's name."""

    NAME: ClassVar[str]


class CommandsAnswered(RuntimeEvent):
    """Outcomes of a batch's commands; replayed they answer a caller again after a takeover."""

    NAME = "commands_answered.v1"
    answers: tuple[Answer, ...]


class KeyParked(RuntimeEvent):
    """A message crashed: it and all later ones of its key wait in the parking topic."""

    NAME = "key_parked.v1"
    key: str
    tenant: str | None
    """None when the poison's tenant cannot be read: it holds every tenant."""
    message: str
    reason: str
    """Name of the error and where it was raised; no values."""
    parked_on_position: int
    """Where the message stands on the input topic that it came from."""


class KeyFreed(RuntimeEvent):
    """The last parked message of a key was decided; the key is in order again."""

    NAME = "key_freed.v1"
    key: str
    tenant: str | None


class ParkedDecided(RuntimeEvent):
    """One parked message of a key was decided while its key stayed parked."""

    NAME = "parked_decided.v1"
    key: str
    message: str


class ParkedDropped(RuntimeEvent):
    """A person dropped the first parked message of a key; its caller was told, or what is decided
    instead stands in the same transaction."""

    NAME = "parked_dropped.v1"
    key: str
    tenant: str | None
    message: str
    message_type: str
    """Its contract's type; `?` when it cannot be read."""
    reason: str
    dropped_by: str
    asked_at: str
    """UTC, RFC 3339."""
    compensation: str = ""
    """What was decided instead; empty for what came from the edge, or from nobody."""


class MessageParked(RuntimeEvent):
    """A later message of a parked key went behind the others."""

    NAME = "message_parked.v1"
    key: str
    tenant: str | None
    message: str


class PositionsNoted(RuntimeEvent):
    """Input positions of an owner whose batches yielded nothing for an hour."""

    NAME = "positions_noted.v1"


RUNTIME_EVENTS: tuple[type[RuntimeEvent], ...] = (
    CommandsAnswered,
    KeyParked,
    MessageParked,
    ParkedDecided,
    ParkedDropped,
    KeyFreed,
    PositionsNoted,
)


def type_name_of(contract: Contract | type[Contract], service: str) -> str:
    """A contract's type on the wire, when `service` writes it."""
    kind = contract if isinstance(contract, type) else type(contract)
    return f"relance.{service}.{kind.NAME}" if issubclass(kind, RuntimeEvent) else kind.TYPE
