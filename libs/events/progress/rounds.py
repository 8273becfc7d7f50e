"""Rounds: wait until all that was in a service's inputs has had its whole effect there."""

from collections.abc import Mapping, Sequence
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import DEPTH_MAX
from libs.events.loop.parking import EVERY_TENANT
from libs.events.progress.port import ProgressPort, Snapshot, TenantHeld

ROUNDS_MAX: Final = DEPTH_MAX + 1

Ends = Mapping[str, Mapping[int, int]]
"""High watermarks by input topic and partition."""


async def rounds(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    """Wait until everything in `service`'s inputs now has been decided, with what it sent.

    Bulk is not among them: what lies there is announced, and held until it has come to rest.

    Returns how many rounds it took. Raises TenantHeld when the tenant has a parked key there,
    WaitedTooLong by the port's deadline.
    """
    # Published checkpoints first, ends second: what was sent deep before `begun` lies below them.
    begun = await _published_everywhere(port, service.name, partitions)
    ends: Ends = {topic: await port.ends(topic) for topic in service.prompt_topics}
    for depth in range(1, ROUNDS_MAX + 1):
        published = await _wait_until_passed(port, service.name, partitions, ends)
        if any({tenant, EVERY_TENANT} & set(s.parked_tenants) for s in published.values()):
            raise TenantHeld(f"{tenant} has a parked key in {service.name}")
        if not any(_sent_since(published[n], depth, begun[n].checkpoint) for n in partitions):
            return depth
        ends = {service.inbox_topic: await port.ends(service.inbox_topic)}
    return ROUNDS_MAX


def _sent_since(snapshot: Snapshot, depth: int, begun_on_offset: int) -> bool:
    """Whether a decision at or after the beginning sent at `depth` or deeper."""
    return depth <= DEPTH_MAX and snapshot.depths[depth] > begun_on_offset


async def _published_everywhere(
    port: ProgressPort, service: str, partitions: Sequence[int]
) -> Mapping[int, Snapshot]:
    """A partition that has published nothing is waited for."""
    published = await port.published(service)
    while any(number not in published for number in partitions):
        await port.pause()
        published = await port.published(service)
    return published


async def _wait_until_passed(
    port: ProgressPort, service: str, partitions: Sequence[int], ends: Ends
) -> Mapping[int, Snapshot]:
    published = await port.published(service)
    while not all(
        published[number].positions.get(topic, 0) >= by_number[number]
        for topic, by_number in ends.items()
        for number in partitions
    ):
        await port.pause()
        published = await port.published(service)
    return published
