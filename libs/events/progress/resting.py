"""Coming to rest: what is recorded as open is closed once rounds say that its effects are done."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.progress.port import ProgressPort, TenantHeld
from libs.events.progress.rounds import rounds

RESTING: Final = "resting"
"""Name of the look-up that holds what waits for rest; its key is `ALL`."""
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Resting:
    """A statement or an import whose parts are all decided: only their effects are under way.

    A stream that waits gives it as its look-up entry (`RESTING`, `ALL`) from the moment on that
    the last part was decided, and takes it away with the event that says it is at rest.
    """

    key: str = ""
    """Routing key of the command that closes it; the key's owner runs the rounds."""
    tenant: str = ""
    what: str = ""
    """Id of the statement or the import."""


async def close_what_rests(
    port: ProgressPort,
    service: ServiceTopics,
    partitions: Sequence[int],
    waiting: Sequence[Resting],
    close: Callable[[Resting], Awaitable[None]],
) -> int:
    """Run rounds once a tenant for what waits now, then close each; returns how many closed.

    A tenant that is held by a parked key is left waiting. Raises WaitedTooLong by the port's
    deadline. `waiting` must have been read before this begins, never after.
    """
    closed = 0
    for tenant in sorted({thing.tenant for thing in waiting}):
        try:
            await rounds(port, service, tenant, partitions)
        except TenantHeld:
            continue
        for thing in waiting:
            if thing.tenant == tenant:
                await close(thing)
                closed += 1
    return closed
