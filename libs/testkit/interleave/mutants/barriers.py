"""Barriers that leave out a step."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from libs.events.contracts.topology import ServiceTopics
from libs.events.progress.port import ProgressPort
from libs.events.progress.rounds import rounds
from libs.testkit.world.premises import Premises
from libs.testkit.world.progress import SimulatedProgress


async def one_round(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    """What was in the inputs is decided; what follows from it may not be."""
    ends = {topic: await port.ends(topic) for topic in service.prompt_topics}
    while not await _is_passed(port, service.name, partitions, ends):
        await port.pause()
    return 1


async def _is_passed(
    port: ProgressPort,
    service: str,
    partitions: Sequence[int],
    ends: Mapping[str, Mapping[int, int]],
) -> bool:
    published = await port.published(service)
    return all(
        number in published and published[number].positions.get(topic, 0) >= by_number[number]
        for topic, by_number in ends.items()
        for number in partitions
    )


async def rounds_of_nobody(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    """As if no tenant ever had a parked key."""
    return await rounds(_Told(port, _unparked), service, tenant, partitions)


async def rounds_too_few(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    """They end one depth before all is quiet."""
    return await rounds(_Told(port, _one_less_deep), service, tenant, partitions)


class _Told:
    """A port that tells of snapshots in other words."""

    def __init__(self, port: ProgressPort, other: Any) -> None:
        self.ends, self.checkpoints, self.pause = port.ends, port.checkpoints, port.pause
        self._port, self._other = port, other

    async def published(self, service: str) -> Mapping[int, Any]:
        found = await self._port.published(service)
        return {number: self._other(one) for number, one in found.items()}


def _unparked(snapshot: Any) -> Any:
    return replace(snapshot, parked_tenants=())


def _one_less_deep(snapshot: Any) -> Any:
    return replace(snapshot, depths=(snapshot.depths[0], *snapshot.depths[2:], 0))


class ByStableEnds(SimulatedProgress):
    """Asks for last stable offsets, as a reader of committed records is told them."""

    def __init__(self, premises: Premises, **rest: Any) -> None:
        super().__init__(premises, **rest)
        self._broker = premises.broker

    async def ends(self, topic: str) -> Mapping[int, int]:
        return {log.number: log.stable_end for log in self._broker.topic(topic).partitions}
