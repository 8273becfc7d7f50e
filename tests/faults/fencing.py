"""A broker that can be fenced: its connection to its own controller is cut, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.broker import Broker
from deploy.local.kafka_jars import kafka_jars
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.profiles import Profile
from deploy.local.state import new_state
from deploy.local.waiting import wait_until
from tests.faults.proxy import Proxy

FENCED_WITHIN_S = 20.0


@dataclass(frozen=True, slots=True)
class BehindProxy(Broker):
    """Finds its controller through a proxy."""

    proxy_port: int = 0

    def settings(self) -> dict[str, str]:
        return {
            **super(BehindProxy, self).settings(),
            "controller.quorum.voters": f"1@{LOOPBACK}:{self.proxy_port}",
        }

    @asynccontextmanager
    async def fenced(self, proxy: Proxy) -> AsyncIterator[None]:
        """Within, it has been silent for too long: no partition has a leader."""
        pid = self.process.pid()
        assert pid is not None, "the broker does not run"
        async with proxy.cut(pid):
            await wait_until("the broker is fenced", self._is_silent, limit_s=FENCED_WITHIN_S)
            yield

    async def _is_silent(self) -> bool:
        return not await self.answers()


@asynccontextmanager
async def fenceable(root: Path, home: Path) -> AsyncIterator[tuple[BehindProxy, Proxy]]:
    """A broker with files in `home`, and the cable between it and its controller."""
    jars = await kafka_jars(root)
    state = new_state(Profile.TESTS)
    (port,) = free_ports(1)
    broker = BehindProxy(home, jars, state, port)
    async with Proxy(port, state.controller_port) as proxy:
        try:
            await broker.start()
            yield broker, proxy
        finally:
            await broker.process.kill()
