"""Coming to rest: what is recorded as open is closed once rounds say that its effects are done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.progress.port import ProgressPort, Snapshot, TenantHeld
from libs.events.progress.rounds import rounds
from libs.kernel.keys import partition_of

RESTING: Final = "resting"
"""Name of the look-up that holds what waits for rest; its key is `ALL`."""
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Resting:
    """A statement or an import whose parts are all sent: they and their effects are under way.

    A stream that waits gives it as its look-up entry (`RESTING`, `ALL`) from the moment on that
    the last part was sent, and takes it away with the event that says it is at rest.
    """

    key: str = ""
    """Routing key of the command that closes it; the key's owner runs the rounds."""
    tenant: str = ""
    what: str = ""
    """Id of the statement or the import."""
    is_spread: bool = False
    """Whether parts of it may lie in the bulk of every partition; else in its key's alone."""


class BehindBulk:
    """Tells of what waits for rest whether its parts are decided, by how far bulk is decided.

    Bulk is first in, first out: once a partition has passed the end that its bulk had when the
    thing was first seen to wait, all its parts there are decided, or parked, which holds rounds.
    Nobody waits for what was sent to bulk later.
    """

    def __init__(self) -> None:
        self._ends: dict[Resting, Mapping[int, int]] = {}
        """Of each thing that waits, where bulk ended when it was first seen."""

    async def decided(
        self,
        port: ProgressPort,
        service: ServiceTopics,
        partitions: Sequence[int],
        waiting: Sequence[Resting],
    ) -> list[Resting]:
        """Those of `waiting` of which nothing lies in bulk any more; does not wait for others."""
        if not service.has_bulk:
            return list(waiting)
        kept = {thing: self._ends[thing] for thing in waiting if thing in self._ends}
        if len(kept) < len(waiting):
            ends = await port.ends(service.bulk_topic)
            kept = {thing: ends for thing in waiting} | kept
        self._ends = kept
        published = await port.published(service.name)
        topic = service.bulk_topic
        return [
            thing
            for thing in waiting
            if all(
                _position(published, number, topic) >= kept[thing][number]
                for number in _places(thing, partitions)
            )
        ]


async def until_bulk_is_decided(
    port: ProgressPort, service: ServiceTopics, partitions: Sequence[int]
) -> None:
    """Wait for everybody's, for whoever wants to see all at rest. Raises WaitedTooLong."""
    if not service.has_bulk:
        return
    ends = await port.ends(service.bulk_topic)
    published = await port.published(service.name)
    while any(_position(published, n, service.bulk_topic) < ends[n] for n in partitions):
        await port.pause()
        published = await port.published(service.name)


def _places(thing: Resting, partitions: Sequence[int]) -> Sequence[int]:
    return partitions if thing.is_spread else (partition_of(thing.key, len(partitions)),)


def _position(published: Mapping[int, Snapshot], number: int, topic: str) -> int:
    """What has published nothing may have decided nothing."""
    return published[number].positions.get(topic, 0) if number in published else -1


async def close_what_rests(
    port: ProgressPort,
    service: ServiceTopics,
    partitions: Sequence[int],
    waiting: Sequence[Resting],
    close: Callable[[Resting], Awaitable[None]],
    behind: BehindBulk,
) -> int:
    """Run rounds once a tenant for what waits now, then close each; returns how many closed.

    What has parts in bulk still, and a tenant that is held by a parked key, are left waiting.
    Raises WaitedTooLong by the port's deadline. `waiting` must have been read before this begins,
    never after.
    """
    closed = 0
    # Before the rounds: what the last part sent lies in the inbox when they begin.
    waiting = await behind.decided(port, service, partitions, waiting)
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
