"""Which keys of a partition are parked: a state of its own, folded from own records."""

from dataclasses import dataclass, field, replace
from typing import Any, Final

from libs.events.contracts.runtime import (
    KeyFreed,
    KeyParked,
    MessageParked,
    ParkedDecided,
    RuntimeEvent,
)
from libs.kernel.keys import NO_TENANT, copy_of, path_of

EVERY_TENANT: Final = "*"
"""In the published set: poison whose tenant cannot be read holds every tenant."""


@dataclass(frozen=True, slots=True)
class ParkedKey:
    """How far a parked key's messages were decided, in the order of the parking topic."""

    tenant: str | None
    reason: str
    count: int
    """Messages parked since the key was parked."""
    decided: int = 0


@dataclass(frozen=True, slots=True)
class Parking:
    """The parked keys of one partition."""

    keys: dict[str, ParkedKey] = field(default_factory=dict)

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
        case KeyFreed():
            del keys[event.key]
        case _:
            return state
    return Parking(keys)
