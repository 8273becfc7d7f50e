"""One process of a service that decides nothing: it fills its views, and shows pages."""

import asyncio
import signal
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import structlog
from fastapi import FastAPI

from libs.chassis import views
from libs.chassis.front import Front
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Verifier
from libs.chassis.issuer import verifiers_of
from libs.chassis.master_keys import MasterKeyFiles
from libs.chassis.rate_limits import Buckets, Limits
from libs.chassis.reaching import broker_of
from libs.chassis.secrets import SecretFiles
from libs.chassis.settings import ServiceSettings
from libs.chassis.telemetry import Gauges
from libs.events.codec.keyring_postgres import make_keyring, open_keyring
from libs.events.views.following import Followed
from libs.events.views.projection import Projection
from libs.events.views.reading import Reading
from libs.events.views.runner import ViewRunner
from libs.events.views.source import LogSource
from libs.postgres.database import UNREACHABLE, make_database
from libs.postgres.logins import make_reader
from libs.postgres.pooling import open_pool

log = structlog.get_logger(__name__)

AGAIN_S: Final = 0.5
POOL_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Lent:
    """What pages work with."""

    settings: ServiceSettings
    database: str
    """Address of the service's own database."""
    pool: asyncpg.Pool
    """With the login that owns its tables; views are read with one that sees a tenant alone."""
    tokens: Verifier
    readings: Mapping[str, Reading]
    """Its views by name."""


Install = Callable[[FastAPI], None]


@dataclass(frozen=True, slots=True)
class Pages:
    """A service that records nothing: no topic and no decider, views and what shows them."""

    name: str
    serve: Callable[[Lent], AbstractAsyncContextManager[Install]]
    """Opens what the pages need for as long as they are shown, and adds them to an application."""
    projections: Sequence[Projection] = ()

    @property
    def database(self) -> str:
        return f"relance_{self.name}"


class PagesProcess:
    """Role `worker` fills the views, `api` shows the pages, `all` does both."""

    def __init__(self, pages: Pages, settings: ServiceSettings) -> None:
        self._pages, self._settings = pages, settings
        self._secrets = SecretFiles(settings.secrets)
        self._tokens = verifiers_of(settings, self._secrets)
        self._broker = broker_of(settings)
        self._limits = Limits(
            Buckets(settings.requests_a_minute_max),
            Buckets(settings.requests_a_minute_by_address_max),
            settings.proxies,
        )
        self._waits_for = "database"
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until told to stop. Raises what ends the process."""
        front = Front(self._app(), self._settings.host, self._settings.port)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        tasks = [
            asyncio.create_task(front.serve(), name="http"),
            asyncio.create_task(self._work(front), name="work"),
            asyncio.create_task(self._stopping.wait(), name="stop"),
        ]
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        log.info("draining")
        self._waits_for = "its end"
        self._stopping.set()
        front.stop()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _work(self, front: Front) -> None:
        async with AsyncExitStack() as stack:
            addresses = await self._databases()
            if addresses is None:
                return
            address, reading_at = addresses
            keyring = await open_keyring(address, MasterKeyFiles(self._secrets))
            stack.push_async_callback(keyring.close)
            database = self._settings.database(self._pages.database)
            filling: list[asyncio.Task[Any]] = []
            if self._settings.role != "api":
                source = LogSource(self._broker, keyring)
                filling = [
                    asyncio.create_task(ViewRunner(one, database, source).run())
                    for one in self._pages.projections
                ]
            if self._settings.role != "worker":
                pool = await open_pool(database, max_size=POOL_MAX)
                stack.push_async_callback(pool.close)
                reading = await open_pool(reading_at, max_size=POOL_MAX)
                stack.push_async_callback(reading.close)
                lent = self._lent(pool, reading)
                install = await stack.enter_async_context(self._pages.serve(lent))
                front.app = self._app(install, pool)
            self._waits_for = ""
            await asyncio.wait(
                [*filling, asyncio.create_task(self._stopping.wait())],
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in filling:
                task.cancel()
            for ended in await asyncio.gather(*filling, return_exceptions=True):
                if isinstance(ended, Exception):
                    raise ended

    async def _databases(self) -> tuple[str, str] | None:
        """The keyring's address, and that of the login which sees one tenant at a time, once the
        server is there; None: told to stop before."""
        while not self._stopping.is_set():
            try:
                await make_database(self._settings.postgres, self._pages.database)
                postgres, secrets = self._settings.postgres, self._secrets
                keyring = await make_keyring(postgres, secrets.keyring_password())
                reader = await make_reader(
                    postgres, self._pages.database, secrets.reader_password()
                )
                return keyring, reader
            except (*UNREACHABLE, TimeoutError) as absent:
                log.warning("waited_for_database", reason=type(absent).__name__)
                await asyncio.sleep(AGAIN_S)
        return None

    def _lent(self, pool: asyncpg.Pool, reading: asyncpg.Pool) -> Lent:
        return Lent(
            settings=self._settings,
            database=self._settings.database(self._pages.database),
            pool=pool,
            tokens=self._tokens,
            readings={
                one.name: Reading(reading, one.name, Followed(hears=one.hears))
                for one in self._pages.projections
            },
        )

    def _app(self, install: Install | None = None, pool: asyncpg.Pool | None = None) -> FastAPI:
        """Health alone until there is something to show; a worker's stays so."""
        face = Face(
            title=self._pages.name,
            tokens=self._tokens,
            gauges=Gauges(self._pages.name),
            readiness=lambda: Readiness(not self._waits_for, {"waits_for": self._waits_for}),
            body_bytes_max=self._settings.body_bytes_max,
            routers=() if install or self._settings.role == "worker" else None,
            limits=self._limits,
        )
        app = make_app(face)
        if install and pool:
            projections, partitions = self._pages.projections, self._settings.partitions
            app.include_router(views.router(pool, self._broker, projections, partitions))
            install(app)
        return app
