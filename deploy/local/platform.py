"""The services as ordinary processes beside the stack: planned, started, waited for, stopped."""

import asyncio
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.local.platform_ports import Ports
from deploy.local.platform_readiness import Readiness, ask_readiness
from deploy.local.ports import LOOPBACK
from deploy.local.processes import Background, Launch, ProcessEnded
from deploy.local.waiting import WaitedTooLong, wait_until

ROOT = Path(__file__).resolve().parents[2]
READY_LIMIT_S = 90.0
BETWEEN_ASKS_S = 0.2
DRAIN_LIMIT_S = 20.0

Told = Callable[[str], None]
"""Is told in a sentence what is being done or waited for."""


class NotReady(Exception):
    """A process runs and does not become ready; what it waits for and its last log lines follow."""


@dataclass(frozen=True, slots=True)
class Member:
    """One process of a service: `<home>/<name>.pid` and `<home>/<name>.log`."""

    service: str
    number: int
    port: int
    home: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ()
    """What is run; empty: `python -m services.<service>`."""
    launch: Launch | None = field(default=None, repr=False, compare=False)
    """How; nothing: from nothing, as everywhere but in tests."""

    @property
    def name(self) -> str:
        return f"{self.service}-{self.number}"

    @property
    def role(self) -> str:
        """The first of a service answers requests and works, the others work alone."""
        return "all" if self.number == 1 else "worker"

    @property
    def process(self) -> Background:
        return Background(self.name, self.home)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Start it unless it runs already."""
        if self.process.pid() is not None:
            return
        command = self.command or (sys.executable, "-m", f"services.{self.service}")
        env = {
            **self.environment,
            "RELANCE_ROLE": self.role,
            "RELANCE_SLOT": self.name,
            "RELANCE_HOST": LOOPBACK,
            "RELANCE_PORT": str(self.port),
        }
        words = [*command, "--role", self.role]
        self.process.start(words, env=env, cwd=ROOT, launch=self.launch)

    async def readiness(self) -> Readiness:
        """What it says of itself; not ready when it does not answer."""
        return await ask_readiness(self.url)

    async def wait_ready(self, *, limit_s: float = READY_LIMIT_S) -> None:
        """Wait until it can do its work.

        Raises:
            ProcessEnded: it ended before that.
            NotReady: it was not ready within `limit_s`.
        """
        said = Readiness(False, {"waits_for": "its first answer"})

        async def is_ready() -> bool:
            nonlocal said
            if self.process.pid() is None:
                raise ProcessEnded(f"{self.name} ended at its start:\n{self.process.log_tail()}")
            said = await self.readiness()
            return said.ready

        try:
            await wait_until(
                f"{self.name} is ready", is_ready, limit_s=limit_s, between_s=BETWEEN_ASKS_S
            )
        except WaitedTooLong as late:
            raise NotReady(f"{late}; it {said.sentence}:\n{self.process.log_tail()}") from late

    async def stop(self, *, limit_s: float = DRAIN_LIMIT_S) -> None:
        """Let it finish what it is deciding; after `limit_s` end it."""
        await self.process.stop(limit_s=limit_s, sig=signal.SIGTERM)

    async def kill(self) -> None:
        """End it with SIGKILL."""
        await self.process.kill()


def plan(
    home: Path,
    ports: Mapping[str, int],
    *,
    workers: Mapping[str, int] | None = None,
    environment: Mapping[str, str] | None = None,
) -> list[Member]:
    """The processes of a platform, in the order of `ports`: the port that each service wishes.

    `workers` says how many processes a service has when that is not one. What runs already under
    this home keeps its port, and so does what ran before, unless a stranger took it.
    """
    counts = {service: (workers or {}).get(service, 1) for service in ports}
    kept = Ports.read(home)
    planned = []
    for service, count in counts.items():
        for number in range(1, count + 1):
            name = f"{service}-{number}"
            is_up = Background(name, home).pid() is not None
            port = kept.take(name, wished=ports[service] if number == 1 else 0, is_up=is_up)
            planned.append(Member(service, number, port, home, environment or {}))
    kept.keep([member.name for member in planned])
    return [replace(one, environment={**where_of(planned), **one.environment}) for one in planned]


def where_of(members: Sequence[Member]) -> dict[str, str]:
    """What says to each where the others answer: `RELANCE_<SERVICE>_URL`, and where it is found."""
    return {f"RELANCE_{one.service.upper()}_URL": one.url for one in members if one.number == 1}


def planned_before(home: Path) -> list[Member]:
    """The processes that were planned for this home when it was last started."""
    return [
        Member(service, int(number), port, home)
        for name, port in Ports.read(home).by_name.items()
        for service, _, number in [name.rpartition("-")]
    ]


async def start(members: Sequence[Member], *, told: Told = lambda _: None) -> None:
    """Start what does not run, and return when all are ready.

    Raises what `Member.wait_ready` raises; what was started then still runs.
    """
    for member in members:
        member.start()
        told(f"{member.name} started, waiting until it is ready")
    try:
        async with asyncio.TaskGroup() as all_of_them:
            for member in members:
                all_of_them.create_task(_ready(member, told))
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None


async def _ready(member: Member, told: Told) -> None:
    await member.wait_ready()
    told(f"{member.name} is ready on {member.url}")


async def stop(members: Sequence[Member], *, told: Told = lambda _: None) -> None:
    """Stop what runs of them, each drained, all at once. Not running is no error."""
    running = [member.name for member in members if member.process.pid() is not None]
    if running:
        told(f"stopping {', '.join(running)}")
    await asyncio.gather(*(member.stop() for member in members))
