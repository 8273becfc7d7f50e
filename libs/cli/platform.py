"""The platform on one machine: stack, mailbox, issuer, each service as its own process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from deploy.local import platform
from deploy.local.issuer.desk import Desk
from deploy.local.issuer.people import subject_of
from deploy.local.partner import Partner
from deploy.local.platform import Member, Told
from deploy.local.platform_ports import FILE
from deploy.local.platform_readiness import ask_lag
from deploy.local.postbox import Postbox
from deploy.local.processes import Background
from deploy.local.profiles import Profile
from deploy.local.stack import ROOT, processes, remove_stack, start_stack, stop_stack
from deploy.local.state import read_state
from libs.chassis.secrets import make_secrets
from libs.cli.session import Session

PORTS: Final[Mapping[str, int]] = {
    "calendar": 8101,
    "ingestion": 8102,
    "matching": 8103,
    "dunning": 8104,
    "notifications": 8105,
    "risk": 8106,
    "console": 8110,
    "handoff": 8107,
}
"""The port that each service wishes, in the order in which they start and stop."""
REQUESTS_A_MINUTE: Final = 1_000_000
"""On a laptop one address asks for everybody: demo, command line and bench wait for nothing."""
TENANTS: Final = ("demo", "other")
"""Whose people the development issuer knows, beside those of the session's tenant."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one process stands."""

    name: str
    state: str
    pid: int | None
    port: int | None
    lag: int | None
    log: str


def environment(
    session: Session, kafka: str, postgres: str, postbox: Postbox | None = None
) -> dict[str, str]:
    """What the services of a platform are told; `postgres` is an administrator's address.

    `postbox`: where mail is handed to, and where what bounces comes back.
    """
    told = {
        "RELANCE_KAFKA": kafka,
        "RELANCE_POSTGRES": server_of(postgres),
        "RELANCE_SECRETS": str(session.path / "secrets"),
        "RELANCE_OBJECTS": (session.path / "objects").as_uri(),
        "RELANCE_REQUESTS_A_MINUTE_MAX": str(REQUESTS_A_MINUTE),
        "RELANCE_REQUESTS_A_MINUTE_BY_ADDRESS_MAX": str(REQUESTS_A_MINUTE),
    }
    return told | (postbox.environment if postbox else {})


def server_of(postgres: str) -> str:
    """The address of a database server without a database."""
    parts = urlsplit(postgres)
    return urlunsplit(parts._replace(path="", query="", fragment=""))


async def bring_up(
    session: Session,
    *,
    workers: Mapping[str, int] | None = None,
    profile: Profile = Profile.LAPTOP,
    told: Told = lambda _: None,
) -> list[Member]:
    """Start what does not run yet of the stack and the services; return when all is ready."""
    told("starting broker and database (fetched once, then kept)")
    stack = await start_stack(ROOT, name=session.name, profile=profile)
    told(f"broker on {stack.kafka}, database ready")
    postbox = Postbox.planned(session.path)
    await postbox.start()
    told(f"mail is received on {postbox.address}, and kept in {postbox.folder}")
    desk = Desk.planned(session.path)
    await desk.start(tenants=sorted({*TENANTS, session.tenant}))
    told(f"log in at {desk.url} (development issuer: nobody is asked for a password)")
    make_secrets(session.path / "secrets")
    (session.path / "objects").mkdir(exist_ok=True)
    members = platform.plan(
        session.path,
        PORTS,
        workers=workers,
        environment=environment(session, stack.kafka, stack.postgres, postbox) | desk.environment,
    )
    await platform.start(members, told=told)
    return members


def entrance(session: Session, role: str = "controller") -> str:
    """The address that opens the console as somebody of that role of the session's tenant.

    Raises NoPlatform.
    """
    hint = urlencode({"hint": subject_of(session.tenant, role)})
    return f"{session.url('console')}/login?{hint}"


def platform_names() -> list[str]:
    """The platforms that were ever started in this checkout and not removed."""
    return sorted(noted.parent.name for noted in (ROOT / ".local").glob(f"*/{FILE}"))


async def bring_down(session: Session, *, told: Told = lambda _: None) -> None:
    """Stop the services, drained, then the stack; the data stays. Not running is no error."""
    if partner := Partner.before(session.path):
        await partner.stop()
    await platform.stop(platform.planned_before(session.path), told=told)
    if any(process.pid() for process in processes(ROOT, name=session.name)):
        told("stopping mailbox, issuer, broker and database")
    if postbox := Postbox.before(session.path):
        await postbox.stop()
    if desk := Desk.before(session.path):
        await desk.stop()
    await stop_stack(ROOT, name=session.name)


async def forget(session: Session, *, told: Told = lambda _: None) -> None:
    """Stop everything and remove all that it holds."""
    await bring_down(session, told=told)
    await remove_stack(ROOT, name=session.name)


async def standing(session: Session) -> list[Standing]:
    """Each process of the platform, running or not."""
    state = read_state(session.path)
    postbox, desk = Postbox.before(session.path), Desk.before(session.path)
    broker, database = processes(ROOT, name=session.name)
    ground = [
        _ground(broker, state.kafka_port if state else None),
        _ground(database, state.postgres_port if state else None),
        *([_ground(postbox.process, postbox.port)] if postbox else ()),
        *([_ground(desk.process, desk.port)] if desk else ()),
    ]
    members = platform.planned_before(session.path)
    return [*ground, *[await _of(member) for member in members]]


def _ground(process: Background, port: int | None) -> Standing:
    """A process that says nothing of itself."""
    pid = process.pid()
    said = "running" if pid else "stopped"
    return Standing(process.name, said, pid, port, lag=None, log=str(process.log_file))


async def _of(member: Member) -> Standing:
    pid = member.process.pid()
    said = await member.readiness() if pid else None
    return Standing(
        name=member.name,
        state=said.sentence if said else "stopped",
        pid=pid,
        port=member.port,
        lag=await ask_lag(member.url) if pid else None,
        log=str(member.process.log_file),
    )
