"""A platform to be shot at: an API process of matching, and two that only work."""

import dataclasses
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from deploy.local.platform import Member, plan, start, stop
from deploy.local.stack import Stack
from libs.chassis.secrets import make_secrets
from libs.cli.platform import environment
from libs.cli.session import Session
from libs.events.contracts.topology import TOPOLOGY

PARTITIONS = 4
SESSION_S = 6
"""The shortest that the broker allows: so long a killed worker's partitions wait for it."""
SHOT_AT = {
    "RELANCE_PARTITIONS": str(PARTITIONS),
    "RELANCE_SESSION_TIMEOUT_S": str(SESSION_S),
    # Recorded answers would hide what is decided twice.
    "RELANCE_DEDUPLICATE": "false",
}
SERVICES = {"calendar": 0, "ingestion": 0, "matching": 0}
PROCESSES = {"matching": 3}
RUNNING = {name: TOPOLOGY[name] for name in SERVICES}
"""The log of a platform without the others has no topics of theirs."""


class ApiAlone(Member):
    """Answers requests and owns nothing, so that callers outlive the workers."""

    @property
    def role(self) -> str:
        return "api"


@dataclass(frozen=True, slots=True)
class Range:
    """The processes of a platform on a stack of its own."""

    session: Session
    stack: Stack
    members: tuple[Member, ...]

    @property
    def workers(self) -> list[Member]:
        """Of matching."""
        return self._of_matching(lambda member: not isinstance(member, ApiAlone))

    @property
    def api(self) -> Member:
        """Of matching."""
        return self._of_matching(lambda member: isinstance(member, ApiAlone))[0]

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.session, self.stack)

    def logs(self) -> list[tuple[str, str]]:
        """Name and last lines of each process's log."""
        return [(member.name, member.process.log_tail()) for member in self.members]

    def count_logged(self, event: str) -> int:
        """How often the workers of matching, the dead ones too, logged that."""
        texts = (worker.process.log_file.read_text("utf-8") for worker in self.workers)
        return sum(text.count(f'"{event}"') for text in texts)

    def _of_matching(self, wanted: Callable[[Member], bool]) -> list[Member]:
        return [one for one in self.members if one.service == "matching" and wanted(one)]


def environment_of(session: Session, stack: Stack) -> dict[str, str]:
    return environment(session, stack.kafka, stack.postgres) | SHOT_AT


@asynccontextmanager
async def running(stack: Stack, tenant: str) -> AsyncIterator[Range]:
    """All processes ready; their files lie in the stack's home, and go with it."""
    session = Session(home=stack.home.name, tenant=tenant)
    make_secrets(session.path / "secrets")
    (session.path / "objects").mkdir()
    given = environment_of(session, stack)
    members = [
        _answering(one) if (one.service, one.number) == ("matching", 1) else one
        for one in plan(session.path, SERVICES, workers=PROCESSES, environment=given)
    ]
    try:
        await start(members)
        yield Range(session, stack, tuple(members))
    finally:
        await stop(members)


def _answering(member: Member) -> Member:
    fields = {one.name: getattr(member, one.name) for one in dataclasses.fields(member)}
    return ApiAlone(**fields)
