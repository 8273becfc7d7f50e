"""A platform to be shot at: all services, two workers each of those that move partitions."""

import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from deploy.local.platform import Member, plan, start, stop
from deploy.local.ports import LOOPBACK, free_ports
from deploy.local.postbox import Postbox
from deploy.local.stack import Stack
from deploy.local.state import State
from libs.chassis.secrets import make_secrets
from libs.cli.platform import environment
from libs.cli.session import Session
from libs.events.contracts.topology import TOPOLOGY
from tests.faults.crashing import Trap
from tests.faults.entry import FOLDER
from tests.faults.proxy import Proxy
from tests.faults.smtp import Sink, sink_at
from tests.nursery import born_in, nurseries

PARTITIONS = 4
SESSION_S = 6
"""The shortest that the broker allows: so long a worker that says nothing keeps its partitions."""
BARRIER_DEADLINE_S = 3
AGE_MAX_S = 8
EFFECT_LIMIT_S = 5
SHOT_AT = ("matching", "dunning", "notifications")
"""These have two workers, and a third that may join."""
SERVICES = dict.fromkeys(TOPOLOGY, 0)
"""Any free port."""
SPARE = 3
PROCESSES = dict.fromkeys(SHOT_AT, SPARE)
READY_WITHIN_S = 90.0
ENTRY = "tests.faults.entry"


@dataclass(frozen=True, slots=True)
class Range:
    """The processes of a platform on a stack of its own."""

    session: Session
    stack: Stack
    members: tuple[Member, ...]
    """Those that run unless they are shot."""
    spares: tuple[Member, ...]
    """Those that may join."""
    sink: Sink
    to_broker: Proxy
    """The way of each second worker to the broker …"""
    to_database: Proxy
    """… and to the database."""
    deduplicates: bool
    """Whether what was answered is found by its id: then a share of the inputs comes again."""

    def workers(self, service: str = "") -> list[Member]:
        """Of a service, or of all those that have two."""
        wanted = (service,) if service else SHOT_AT
        return [one for one in self.members if one.service in wanted]

    def behind_proxies(self) -> list[Member]:
        return [one for one in self.members if one.number > 1]

    def trap(self, service: str) -> Trap:
        return Trap(self.session.path / "traps", service)

    def bug(self, service: str) -> Path:
        """Holds the key whose messages crash, while it is there."""
        return self.session.path / "traps" / f"{service}.bug"

    def session_of(self, tenant: str) -> Session:
        return Session(home=self.session.home, tenant=tenant)

    async def heal(self) -> None:
        """Start what is dead of those that are to run, and wait until all are ready."""
        await start(self.members)

    def logs(self) -> Iterator[tuple[str, str]]:
        """Name and last lines of each process's log."""
        for member in (*self.members, *self.spares):
            yield member.name, member.process.log_tail()

    def count_logged(self, event: str) -> int:
        """How often processes, the dead ones too, logged that."""
        return sum(_text(one).count(f'"{event}"') for one in (*self.members, *self.spares))


def _text(member: Member) -> str:
    try:
        return member.process.log_file.read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def send(member: Member, number: signal.Signals) -> None:
    """A signal to a process that runs."""
    pid = member.process.pid()
    assert pid is not None, f"{member.name} does not run"
    os.kill(pid, number)


@asynccontextmanager
async def running(
    stack: Stack,
    *,
    deduplicate: bool,
    processes: Mapping[str, int] = PROCESSES,
    session_s: int = SESSION_S,
    module: str = ENTRY,
) -> AsyncIterator[Range]:
    """All processes ready; their files lie in the stack's home, and go with it.

    `processes`: by service where there are several, the third a spare. `module`: what they run.

    `deduplicate`: off, no recorded answer hides what is decided twice; on, inputs come again.
    """
    session = Session(home=stack.home.name)
    make_secrets(session.path / "secrets")
    for folder in (session.path / "traps", session.path / "objects"):
        folder.mkdir()
    postbox = Postbox.planned(session.path, wished=0)
    state, (way,) = stack.broker.state, free_ports(1)
    told = environment(session, stack.kafka, stack.postgres, postbox)
    told |= _figures(deduplicate, session_s) | {FOLDER: str(session.path / "traps")}
    around = told | _ways_around(told, state, way)
    # An old build exchanges what it must not find loaded: it is started from nothing.
    with nurseries(2 if module == ENTRY else 0) as homes:
        planned = [
            born_in(homes, replace(one, command=entry_of(one.service, module=module)))
            for one in plan(session.path, SERVICES, workers=processes, environment=told)
        ]
        members, spares = _placed(planned, around)
        async with (
            sink_at(postbox.port, postbox.folder, postbox.bounces) as sink,
            Proxy(state.proxy_port, state.proxied_port) as to_broker,
            Proxy(way, state.postgres_port) as to_database,
        ):
            try:
                await start(members)
                yield Range(
                    session, stack, members, spares, sink, to_broker, to_database, deduplicate
                )
            finally:
                await stop([*members, *spares])


def _ways_around(told: Mapping[str, str], state: State, way: int) -> dict[str, str]:
    """Of those who come through the proxies; `way`: the port of the database's."""
    server = told["RELANCE_POSTGRES"]
    return {
        "RELANCE_KAFKA": f"{LOOPBACK}:{state.proxy_port}",
        "RELANCE_POSTGRES": server.replace(f":{state.postgres_port}", f":{way}"),
    }


def _placed(
    planned: Sequence[Member], around: Mapping[str, str]
) -> tuple[tuple[Member, ...], tuple[Member, ...]]:
    """Those that run, and those that may join; all but the first of each come by the proxies."""
    placed = [replace(one, environment=around) if one.number > 1 else one for one in planned]
    spares = [one for one in placed if one.number == SPARE]
    return tuple(one for one in placed if one not in spares), tuple(spares)


def _figures(deduplicate: bool, session_s: int) -> dict[str, str]:
    return {
        "RELANCE_PARTITIONS": str(PARTITIONS),
        "RELANCE_SESSION_TIMEOUT_S": str(session_s),
        "RELANCE_BARRIER_DEADLINE_S": str(BARRIER_DEADLINE_S),
        "RELANCE_EFFECT_AGE_MAX_S": str(AGE_MAX_S),
        "RELANCE_EFFECT_LIMIT_S": str(EFFECT_LIMIT_S),
        # Days pass in seconds: whoever gathers for a minute mails almost nothing under fire.
        "RELANCE_INTERNAL_GATHER_S": "1",
        "RELANCE_DEDUPLICATE": str(deduplicate).lower(),
    }


def entry_of(service: str, *options: str, module: str = ENTRY) -> tuple[str, ...]:
    return (sys.executable, "-m", module, service, *options)
