"""Relance as it runs for a user: a broker, a database, each service as its own process."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from audit.log import Log
from deploy.local.issuer.desk import Desk
from deploy.local.platform import Member, plan, start, stop
from deploy.local.ports import LOOPBACK
from deploy.local.postbox import Postbox
from deploy.local.stack import Stack
from libs.chassis.identity import Tokens
from libs.chassis.roles import Role
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.events.contracts.topology import TOPOLOGY
from libs.testkit.collector import Collector, collecting
from libs.testkit.issuer import Issuer, issuing
from libs.testkit.stack import own_stack_for_tests, run_now
from tests.nursery import born_in, nurseries
from tests.openapi.holding import held_to_document

PARTITIONS = 3
"""As few as a race needs: account, payment and debtor each in another. A day is decided in each."""
SERVICES = dict.fromkeys((*TOPOLOGY, "console"), 0)
"""Any free port."""
WORKERS = {"matching": 2, "dunning": 2, "notifications": 2}
SESSION_S = 6
"""The shortest that the broker allows: so long a worker that says nothing keeps its partitions."""
BARRIER_DEADLINE_S = 5
AGE_MAX_S = 8
EFFECT_LIMIT_S = 5
ANSWER_LIMIT_S = 60.0
REQUESTS_A_MINUTE = 1_000_000
"""All stories come from one address, and look as often as they like."""
ISSUED_TENANT = "issued"
PERSON = "paula"
"""Who asks, in every story."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where the processes answer, and who may call them."""

    members: tuple[Member, ...]
    home: Path
    kafka: str
    secrets: SecretFiles
    environment: dict[str, str] = field(repr=False)
    postbox: Postbox
    """Receives what leaves the house."""
    collector: Collector
    """Receives what is told of traces."""
    issuer: Issuer
    """Logs people in to the console; whose token it gives, a story says."""
    stack: Path
    """Where broker and database have their files."""
    desk: Desk
    """Where people of ISSUED_TENANT log in."""
    log: Log
    """What the auditor has read of it: the next story's audit reads on from there."""
    tenants: set[str] = field(default_factory=set)
    """Of the stories that were told here."""

    def new_tenant(self, tenant: str) -> None:
        """Two stories under one name would find each other's statements and invoices."""
        assert tenant not in self.tenants, f"another story is told under {tenant}"
        self.tenants.add(tenant)

    def workers(self, service: str) -> list[Member]:
        """Those that own partitions."""
        return [one for one in self.members if one.service == service]

    def member(self, service: str, number: int = 1) -> Member:
        return next(m for m in self.members if (m.service, m.number) == (service, number))

    def token(self, tenant: str, roles: Sequence[Role] = ("admin",)) -> str:
        """Signed with the platform's own key."""
        return Tokens(self.secrets.token_key(private=True)).issue(PERSON, tenant, roles)

    def agency_token(self, tenant: str, agency: str) -> str:
        """Of somebody who works for an agency."""
        tokens = Tokens(self.secrets.token_key(private=True))
        return tokens.issue("anton", tenant, ("agency",), agency=agency)

    def caller(
        self, service: str, tenant: str, roles: Sequence[Role] = ("admin",)
    ) -> httpx.AsyncClient:
        """Asks one service for one tenant; what it answers is held to its document."""
        client = calls(self.member(service).url, self.token(tenant, roles))
        client.event_hooks = {"response": held_to_document(service)}
        return client

    @property
    def objects(self) -> Path:
        """Where originals and statements are kept."""
        return self.home / "objects"


def calls(url: str, token: str) -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.AsyncClient(
        base_url=url, headers=headers, timeout=ANSWER_LIMIT_S, trust_env=False, verify=False
    )


@contextmanager
def running(root: Path, home: Path) -> Iterator[Platform]:
    """A platform with files in `home`, ready; all that was started is stopped at the end."""
    with (
        nurseries() as homes,
        own_stack_for_tests(root) as stack,
        _mailbox(home) as postbox,
        _issuer(home) as desk,
        collecting() as collector,
        issuing(lambda subject: f"{subject} has no token yet") as issuer,
    ):
        secrets = make_secrets(home / "secrets")
        environment = _environment(stack, home) | postbox.environment | desk.environment
        environment |= _followed(collector)
        planned = plan(home, SERVICES, workers=WORKERS, environment=environment)
        members = [born_in(homes, _logging_in_at(issuer, member)) for member in planned]
        try:
            run_now(start(members))
            yield Platform(
                tuple(members),
                home,
                stack.kafka,
                secrets,
                environment,
                postbox,
                collector,
                issuer,
                stack.database.home,
                desk,
                Log(stack.kafka),
            )
        finally:
            run_now(stop(members))


def _logging_in_at(issuer: Issuer, member: Member) -> Member:
    """The console's people come from an issuer that lets in whom a story says."""
    if member.service != "console":
        return member
    return replace(member, environment={**member.environment, "RELANCE_ISSUER": issuer.url})


@contextmanager
def _mailbox(home: Path) -> Iterator[Postbox]:
    postbox = Postbox.planned(home, wished=0)
    run_now(postbox.start())
    try:
        yield postbox
    finally:
        run_now(postbox.stop())


@contextmanager
def _issuer(home: Path) -> Iterator[Desk]:
    desk = Desk.planned(home, wished=0)
    run_now(desk.start(tenants=[ISSUED_TENANT]))
    try:
        yield desk
    finally:
        run_now(desk.stop())


def _followed(collector: Collector) -> dict[str, str]:
    """Only what a caller wants followed is told, and soon: other stories make no spans."""
    return {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.endpoint,
        "OTEL_TRACES_SAMPLER": "parentbased_always_off",
        "OTEL_BSP_SCHEDULE_DELAY": "200",
        "NO_PROXY": LOOPBACK,
    }


def _environment(stack: Stack, home: Path) -> dict[str, str]:
    (home / "objects").mkdir()
    return {
        "RELANCE_KAFKA": stack.kafka,
        "RELANCE_POSTGRES": stack.postgres.removesuffix("/postgres"),
        "RELANCE_SECRETS": str(home / "secrets"),
        "RELANCE_OBJECTS": (home / "objects").as_uri(),
        "RELANCE_PARTITIONS": str(PARTITIONS),
        "RELANCE_SESSION_TIMEOUT_S": str(SESSION_S),
        "RELANCE_BARRIER_DEADLINE_S": str(BARRIER_DEADLINE_S),
        "RELANCE_EFFECT_AGE_MAX_S": str(AGE_MAX_S),
        "RELANCE_EFFECT_LIMIT_S": str(EFFECT_LIMIT_S),
        "RELANCE_INTERNAL_GATHER_S": "1",
        "RELANCE_REQUESTS_A_MINUTE_MAX": str(REQUESTS_A_MINUTE),
        "RELANCE_REQUESTS_A_MINUTE_BY_ADDRESS_MAX": str(REQUESTS_A_MINUTE),
    }
