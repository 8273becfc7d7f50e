"""Waits until all that was fed in has had its effect, by the same rounds as the services use."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Final

from libs.events.contracts.topology import TOPOLOGY
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.progress.broker_port import BrokerProgress, PublishedPositions
from libs.events.progress.port import TenantHeld, WaitedTooLong
from libs.events.progress.resting import until_bulk_is_decided
from libs.events.progress.rounds import rounds

LIMIT_S: Final = 60.0
"""For each service."""


class NoRest(Exception):
    """What was fed in does not come to rest."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Reads the log's ends and the published positions alone."""

    port: BrokerProgress
    tenant: str
    partitions: int

    async def of(self, services: Sequence[str]) -> None:
        """Wait for `services`, upstream first. Raises NoRest."""
        for name in services:
            port, everywhere = self.port.within(LIMIT_S), range(self.partitions)
            try:
                await until_bulk_is_decided(port, TOPOLOGY[name], everywhere)
                await rounds(port, TOPOLOGY[name], self.tenant, everywhere)
            except TenantHeld as held:
                raise NoRest(f"{held}: `relance parked list` tells why") from held
            except WaitedTooLong as late:
                raise NoRest(f"{name} does not come to rest within {LIMIT_S:g} s") from late


@asynccontextmanager
async def rest_of(kafka: str, tenant: str, partitions: int) -> AsyncIterator[Rest]:
    """For one tenant of a running platform."""
    broker = Broker(kafka)
    topics = {name: service.progress_topic for name, service in TOPOLOGY.items()}
    async with AsyncExitStack() as stack:
        meter = Meter(broker, partitions)
        stack.push_async_callback(meter.stop)
        await meter.start()
        positions = PublishedPositions(broker, topics, partitions)
        stack.push_async_callback(positions.stop)
        await positions.start()
        yield Rest(BrokerProgress(positions, meter, {}), tenant, partitions)
