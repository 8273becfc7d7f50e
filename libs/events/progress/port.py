"""What rounds and the cut have to see of the log and of other partitions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What the owner of a partition last published of what it has folded."""

    partition: int
    checkpoint: int
    """Offset on the own events topic up to which everything is folded."""
    positions: Mapping[str, int]
    """Folded position on every input topic."""
    depths: tuple[int, ...]
    """For each depth the own offset after the last decision that sent that deep or deeper."""
    parked_tenants: tuple[str, ...]
    """Tenants with a parked key there; `*` holds everyone."""


class ProgressPort(Protocol):
    """The broker, or the simulator: held to one contract test."""

    async def published(self, service: str) -> Mapping[int, Snapshot]:
        """The latest snapshot of each partition that has published any."""

    async def ends(self, topic: str) -> Mapping[int, int]:
        """High watermarks of all partitions of a topic, acknowledged commits included."""

    async def checkpoints(self, service: str) -> Mapping[int, int]:
        """Checkpoints in the service's database, of the partitions that have one."""

    async def pause(self) -> None:
        """Let others go on; returns when something may have changed.

        Raises WaitedTooLong when the deadline of whoever waits is over.
        """


class WaitedTooLong(Exception):
    """The deadline of a barrier or a cut is over; nothing was decided."""


class TenantHeld(Exception):
    """The tenant has a parked key in a service: nothing outward on the word of its ledger."""
