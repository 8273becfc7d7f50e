"""Each service's addresses in this process, over views that are filled by their real runners."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from secrets import token_hex
from typing import Any, Final, cast

import asyncpg
import httpx
from fastapi import APIRouter, FastAPI

from deploy.local.ports import free_ports
from libs.chassis import asking as asking_face
from libs.chassis import parked, views
from libs.chassis.asking import Asking
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.objects import Objects, store_at
from libs.chassis.parts import Given, Service
from libs.chassis.rate_limits import Buckets, Limits
from libs.chassis.roles import ROLES
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.chassis.settings import ServiceSettings
from libs.chassis.telemetry import Gauges
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.topology import TOPOLOGY
from libs.events.log.address import Broker
from libs.events.loop.edge import Edge
from libs.events.loop.store import Store
from libs.events.loop.working import Rules
from libs.events.views.filler import Stretch
from libs.events.views.projection import Positions, Projection
from libs.events.views.reading import Reading, ViewNotReady
from libs.events.views.runner import ViewRunner
from libs.postgres.database import address_of, make_database
from libs.testkit.tripwire import wait_until
from tests.openapi.deciding import DecidingEdge

SERVICES: Final = sorted(TOPOLOGY)
TENANT: Final = "fuzzed"
AGENCY: Final = "0" * 26
BODY_BYTES_MAX: Final = 1_000_000
WITHOUT_END: Final = 1_000_000_000
POOL_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class House:
    """One service, and somebody who may do everything there."""

    service: str
    app: FastAPI
    http: httpx.AsyncClient

    @property
    def document(self) -> dict[str, Any]:
        return self.app.openapi()


class _Quiet:
    """A log in which nothing happens."""

    @asynccontextmanager
    async def read(
        self, projection: Projection, positions: Positions
    ) -> AsyncIterator[AsyncIterator[Stretch]]:
        yield self._stretches()

    async def _stretches(self) -> AsyncIterator[Stretch]:
        while True:
            yield Stretch([], {}, True)
            await asyncio.sleep(1)


@asynccontextmanager
async def housed(name: str, postgres: str, home: Path) -> AsyncIterator[House]:
    """The service `name` with nothing in it; no broker, so nobody knows how far its views are."""
    secrets = make_secrets(home / "secrets")
    settings, service = _made(name, postgres, home)
    database = f"housed_{name}_{token_hex(4)}"
    await make_database(postgres, database)
    address = address_of(postgres, database)
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(
            asyncpg.create_pool(address, min_size=0, max_size=POOL_MAX)
        )
        for projection in service.projections:
            running = asyncio.create_task(ViewRunner(projection, address, _Quiet()).run())
            stack.push_async_callback(_ended, running)
        given = _given(service, settings, secrets, pool)
        await given.store.migrate()
        for reading in given.readings.values():
            await wait_until(partial(_is_there, reading), "a view is filled", limit_s=60)
        app = _app(service, given, secrets)
        http = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False),
            base_url=f"http://{name}",
            headers={"Authorization": f"Bearer {_token(secrets)}"},
        )
        yield House(name, app, await stack.enter_async_context(http))


def _made(name: str, postgres: str, home: Path) -> tuple[ServiceSettings, Service]:
    (port,) = free_ports(1)
    of = import_module(f"services.{name}.settings").Settings
    settings: ServiceSettings = of(
        kafka=f"127.0.0.1:{port}",
        postgres=postgres,
        secrets=home / "secrets",
        objects=f"file://{home / 'objects'}",
        answer_wait_s=1,
    )
    (home / "objects").mkdir(exist_ok=True)
    return settings, import_module(f"services.{name}.app").make(settings)


def _given(
    service: Service, settings: ServiceSettings, secrets: SecretFiles, pool: asyncpg.Pool
) -> Given:
    ids, keyring = secrets.id_secret(), MemoryKeyring()
    decider = service.decider(ids)
    edge = cast(Edge, DecidingEdge(decider))
    agencies = service.serves_agencies
    return Given(
        settings=settings,
        broker=Broker(settings.kafka),
        ids=ids,
        keyring=keyring,
        objects=Objects(store_at(settings.objects), keyring, ids),
        edge=edge,
        asking=Asking(edge, ids, 1.0, service.statuses, serves_agencies=agencies),
        pool=pool,
        store=Store(pool, Rules(decider)),
        readings={one.name: Reading(pool, one.name) for one in service.projections},
        owned=frozenset,
    )


def _app(service: Service, given: Given, secrets: SecretFiles) -> FastAPI:
    """As `libs.chassis.process` puts it together."""
    app = make_app(
        Face(
            title=service.name,
            tokens=Tokens(secrets.token_key()),
            gauges=Gauges(service.name),
            readiness=lambda: Readiness(True, {}),
            body_bytes_max=BODY_BYTES_MAX,
            routers=_routers(service, given),
            limits=Limits(Buckets(WITHOUT_END), Buckets(WITHOUT_END)),
            statuses=service.statuses,
        )
    )
    asking_face.install(app, given.asking)
    return app


def _routers(service: Service, given: Given) -> Sequence[APIRouter]:
    broker, partitions = given.broker, given.settings.partitions
    decider = service.decider(given.ids)
    return (
        *service.routers(given),
        parked.router(given.pool, broker, service.topics, decider, wait_s=1),
        views.router(given.pool, broker, service.projections, partitions),
    )


def _token(secrets: SecretFiles) -> str:
    return Tokens(secrets.token_key(private=True)).issue("paula", TENANT, ROLES, agency=AGENCY)


async def _is_there(reading: Reading) -> bool:
    with suppress(ViewNotReady, asyncpg.PostgresError):
        async with reading.of(TENANT):
            return True
    return False


async def _ended(running: asyncio.Task[None]) -> None:
    assert not running.done(), running.exception()
    running.cancel()
    await asyncio.wait([running])
