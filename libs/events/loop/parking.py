"""Which keys of a partition are parked: a state of its own, folded from own records."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from libs.events.contracts.runtime import (
    KeyFreed,
    KeyParked,
    MessageParked,
    ParkedDecided,
    ParkedDropped,
    RuntimeEvent,
)
from libs.kernel.keys import NO_TENANT, copy_of, path_of

EVERY_TENANT: Final = "*"
"""In the published set: poison whose tenant cannot be read holds every tenant."""
DROPPED_MAX: Final = 50
"""Dropped messages that a partition's state tells of, the latest; the log tells of all."""


@dataclass(frozen=True, slots=True)
class ParkedKey:
    """How far a parked key's messages were decided, in the order of the parking topic."""

    tenant: str | None
    reason: str
    count: int
    """Messages parked since the key was parked."""
    decided: int = 0
    """Decided or dropped."""

    @property
    def is_done(self) -> bool:
        """Whether nothing waits behind the key any more."""
        return self.decided == self.count


@dataclass(frozen=True, slots=True)
class DroppedMessage:
    """A message that a person dropped, as `ParkedDropped` tells it."""

    key: str
    tenant: str | None
    message: str
    message_type: str
    reason: str
    dropped_by: str
    asked_at: str
    compensation: str


@dataclass(frozen=True, slots=True)
class Parking:
    """The parked keys of one partition."""

    keys: dict[str, ParkedKey] = field(default_factory=dict)
    dropped: tuple[DroppedMessage, ...] = ()
    """The latest, the last one last."""

    def tenants(self) -> tuple[str, ...]:
        """Whose barriers do not pass here, ordered; `*` when poison holds everyone's."""
        held = {entry.tenant or EVERY_TENANT for entry in self.keys.values()}
        return tuple(sorted(held))


@dataclass(frozen=True, slots=True)
class Unkept:
    """A stream of the runtime that only counts its versions."""


RUNTIME_STATES: Final[dict[str, type]] = {
    "parking": Parking,
    "answers": Unkept,
    "positions": Unkept,
}


def runtime_stream(kind: str, partition: int) -> str:
    """The stream of the runtime's own records in a partition: `-/<kind>/own@<partition>`."""
    return copy_of(path_of(NO_TENANT, kind, "own"), partition)


def evolve_runtime(state: Any, event: RuntimeEvent) -> Any:
    """The state of a runtime stream after `event`."""
    if not isinstance(state, Parking):
        return state
    keys = dict(state.keys)
    match event:
        case KeyParked():
            keys[event.key] = ParkedKey(tenant=event.tenant, reason=event.reason, count=1)
        case MessageParked():
            keys[event.key] = replace(keys[event.key], count=keys[event.key].count + 1)
        case ParkedDecided():
            keys[event.key] = replace(keys[event.key], decided=keys[event.key].decided + 1)
        case ParkedDropped():
            keys[event.key] = replace(keys[event.key], decided=keys[event.key].decided + 1)
            dropped = (*state.dropped, _told(event))[-DROPPED_MAX:]
            return Parking(keys, dropped)
        case KeyFreed():
            del keys[event.key]
        case _:
            return state
    return replace(state, keys=keys)


def _told(event: ParkedDropped) -> DroppedMessage:
    return DroppedMessage(
        key=event.key,
        tenant=event.tenant,
        message=event.message,
        message_type=event.message_type,
        reason=event.reason,
        dropped_by=event.dropped_by,
        asked_at=event.asked_at,
        compensation=event.compensation,
    )
