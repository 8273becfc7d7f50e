"""The barrier: nothing leaves before all that was acknowledged has had its say."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.parking import EVERY_TENANT
from libs.events.progress.port import ProgressPort, TenantHeld, WaitedTooLong
from libs.events.progress.rounds import rounds

NotHadCause = Literal["barrier", "parked", "silent_service"]

DEADLINE: Final = "barrier"
PARKED: Final = "parked"
SILENT: Final = "silent_service"


class NotHad(Exception):
    """The barrier could not be had: nothing leaves, and it is tried again."""

    def __init__(self, cause: NotHadCause, service: str) -> None:
        self.cause: NotHadCause = cause
        """`barrier`: its deadline was over; `parked`: the tenant has a parked key in the service;
        `silent_service`: a partition of the service has never published positions."""
        self.service = service
        super().__init__(f"{cause} by {service}")


@dataclass(frozen=True, slots=True)
class Passage:
    """Which services a barrier passes, and where it ends."""

    listed: Sequence[ServiceTopics]
    """Whose inbox can lead to a recall, upstream first."""
    own: ServiceTopics
    """Who starts the effect."""
    partitions: int
    """The same number in every service."""


@dataclass(frozen=True, slots=True)
class BarrierCut:
    """What a barrier passed."""

    rounds: Mapping[str, int]
    """How many each listed service took."""
    passed: Mapping[str, Mapping[int, int]]
    """High watermarks of the heard topics that the own partitions have passed, by topic."""

    def at(self, partition: int) -> dict[str, int]:
        """As it is recorded with a start in `partition`: rounds by service, ends by topic."""
        ends = {topic: by_number[partition] for topic, by_number in self.passed.items()}
        return {**self.rounds, **ends}


async def barrier(
    port: ProgressPort, passage: Passage, tenant: str, own_partitions: Collection[int]
) -> BarrierCut:
    """Wait until every acknowledged fact has reached `own_partitions`, where effects start.

    Serves all of the tenant's effects there that were waiting when it began. Raises NotHad, by
    the port's deadline at the latest.
    """
    took: dict[str, int] = {}
    everywhere = range(passage.partitions)
    for service in passage.listed:
        try:
            took[service.name] = await rounds(port, service, tenant, everywhere)
        except TenantHeld as held:
            raise NotHad(PARKED, service.name) from held
        except WaitedTooLong as late:
            cause = await _why_late(port, service.name, everywhere)
            raise NotHad(cause, service.name) from late
    return BarrierCut(took, await _heard(port, passage.own, tenant, own_partitions))


async def _why_late(port: ProgressPort, service: str, partitions: Collection[int]) -> NotHadCause:
    published = await port.published(service)
    return DEADLINE if all(number in published for number in partitions) else SILENT


async def _heard(
    port: ProgressPort, own: ServiceTopics, tenant: str, partitions: Collection[int]
) -> Mapping[str, Mapping[int, int]]:
    """Wait until the own partitions have adopted all that they hear."""
    ends = {topic: await port.ends(topic) for topic in own.heard_topics}
    try:
        await _wait_until_heard(port, own.name, ends, partitions)
    except WaitedTooLong as late:
        raise NotHad(await _why_late(port, own.name, partitions), own.name) from late
    # What was heard may have been parked instead of adopted: a recall among it, for all we know.
    published = await port.published(own.name)
    if any({tenant, EVERY_TENANT} & set(published[n].parked_tenants) for n in partitions):
        raise NotHad(PARKED, own.name)
    return {topic: {n: by_number[n] for n in partitions} for topic, by_number in ends.items()}


async def _wait_until_heard(
    port: ProgressPort,
    service: str,
    ends: Mapping[str, Mapping[int, int]],
    partitions: Collection[int],
) -> None:
    published = await port.published(service)
    while not all(
        number in published and published[number].positions.get(topic, 0) >= by_number[number]
        for topic, by_number in ends.items()
        for number in partitions
    ):
        await port.pause()
        published = await port.published(service)
