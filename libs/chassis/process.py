"""One process of a service: started, ready, told to stop, drained."""

import argparse
import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

import asyncpg
import structlog
import uvloop
from fastapi import APIRouter, FastAPI
from pydantic import ValidationError
from starlette.types import ASGIApp

from libs.chassis import asking as asking_face
from libs.chassis import parked, views
from libs.chassis.asking import Asking
from libs.chassis.collecting import PAGES_YOUNG_MAX, YOUNG_MAX, calm_collector
from libs.chassis.effects_task import EffectsTask
from libs.chassis.effects_telemetry import EffectGauges
from libs.chassis.figures import keep_counting
from libs.chassis.front import Front
from libs.chassis.ground import Ground, stand
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.http_tracing import TracedRequests
from libs.chassis.issuer import verifiers_of
from libs.chassis.pages import Pages, PagesProcess
from libs.chassis.parts import Given, Service, Task
from libs.chassis.rate_limits import Buckets, Limits
from libs.chassis.resting_task import keep_closing
from libs.chassis.secrets import SecretFiles
from libs.chassis.settings import ServiceSettings, mistakes_of
from libs.chassis.telemetry import Gauges, configure_logs, types_of
from libs.chassis.tracing import spans_of
from libs.events.loop.settings import WorkerDeps, WorkerSettings
from libs.events.loop.store import Store
from libs.events.loop.tracing import NoTracing, Tracing
from libs.events.loop.worker import NOT_THERE, Worker
from libs.events.loop.working import Rules
from libs.events.views.following import Followed
from libs.events.views.reading import Reading
from libs.events.views.runner import ViewRunner
from libs.events.views.source import LogSource

log = structlog.get_logger(__name__)

AGAIN_S: Final = 0.5

S = TypeVar("S", bound=ServiceSettings)
Work = Coroutine[Any, Any, None]


def run(make: Callable[[S], Service | Pages], settings_type: type[S]) -> None:
    """Run a service's process until SIGTERM or SIGINT; the role is an option or a setting.

    Exits 0 after a drain, 1 when something ended it or a setting is wrong, which is told by name.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--role", choices=("api", "worker", "all"))
    parser.add_argument("--slot", help="static member name; two live processes never share one")
    parser.add_argument("--port", type=int, help="of the API; 0: any free one")
    given = {name: value for name, value in vars(parser.parse_args()).items() if value is not None}
    try:
        settings = settings_type(**given)
    except ValidationError as mistaken:
        sys.exit("\n".join(mistakes_of(mistaken)))
    service = make(settings)
    configure_logs(service.name, settings.log_level)
    calm_collector(PAGES_YOUNG_MAX if isinstance(service, Pages) else YOUNG_MAX)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_process_of(service, settings).run())
    except Exception as end:
        log.critical("ended", error=type(end).__name__, reason=str(end), exc_info=True)
        sys.exit(1)


def _process_of(service: Service | Pages, settings: ServiceSettings) -> "Process | PagesProcess":
    return (
        Process(service, settings)
        if isinstance(service, Service)
        else PagesProcess(service, settings)
    )


class Process:
    """A service in one process, in the role that its settings say."""

    def __init__(self, service: Service, settings: ServiceSettings) -> None:
        self._service, self._settings = service, settings
        self._secrets = SecretFiles(settings.secrets)
        self._verifier = verifiers_of(settings, self._secrets)
        self._limits = Limits(
            Buckets(settings.requests_a_minute_max),
            Buckets(settings.requests_a_minute_by_address_max),
            settings.proxies,
        )
        self._gauges = Gauges(service.topics.name, types_of(service.topics))
        self._spans = spans_of(service.topics.name)
        self._tracing: Tracing = self._spans or NoTracing()
        self._effects: EffectsTask | None = None
        self._worker: Worker | None = None
        self._waits_for = "database"
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Until told to stop. Raises what ends the process, such as a lost log."""
        front = Front(self._app(), self._settings.host, self._settings.port)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._stopping.set)
        serving = asyncio.create_task(front.serve(), name="http")
        working = asyncio.create_task(self._work(front), name="work")
        stopping = asyncio.create_task(self._stopping.wait(), name="stop")
        try:
            await asyncio.wait([serving, working, stopping], return_when=asyncio.FIRST_COMPLETED)
        finally:
            log.info("draining")
            if self._effects is not None and not working.done():
                # While somebody still decides its reports.
                await self._effects.drain(self._settings.drain_s / 2)
            if self._worker is not None:
                self._worker.stop()
                await asyncio.wait([working], timeout=self._settings.drain_s)
            working.cancel()
            front.stop()
            results = await asyncio.gather(working, serving, return_exceptions=True)
            stopping.cancel()
            if self._spans is not None:
                await self._spans.close()
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _work(self, front: Front) -> None:
        rules = Rules(self._service.decider(self._secrets.id_secret()))
        settings, topics = self._settings, self._service.topics
        failed = self._gauges.keyring_failed
        async with stand(settings, topics, rules, self._secrets, failed) as ground:
            self._waits_for = "broker"
            given = self._given(ground, ground.pool, ground.store)
            facing = self._given(ground, ground.api_pool, Store(ground.api_pool, rules))
            async with asyncio.TaskGroup() as group:
                if settings.role != "worker":
                    front.app = self._traced(self._app(facing, ground))
                if settings.role == "api":
                    self._waits_for = ""
                    await self._stopping.wait()
                else:
                    background = [group.create_task(work) for work in self._beside(ground, given)]
                    await self._own(rules, ground)
                    for task in background:
                        task.cancel()

    async def _own(self, rules: Rules, ground: Ground) -> None:
        settings = self._settings
        deps = WorkerDeps(
            broker=ground.broker,
            pool=ground.pool,
            codec=ground.codec,
            contents=ground.objects,
            gauges=self._gauges,
            tracing=self._tracing,
            listener=ground.edge,
        )
        figures = WorkerSettings(
            slot=settings.slot,
            partitions=settings.partitions,
            replicas=settings.replication,
            session_ms=int(settings.session_timeout_s * 1000),
            deduplicate=settings.deduplicate,
            written_before=settings.written_before,
            batch_max=settings.batch_max,
            drain_s=settings.drain_s,
        )
        async with Worker(rules.decider, self._service.topics, deps, figures) as worker:
            self._worker, self._waits_for = worker, ""
            if self._stopping.is_set():
                worker.stop()
            await worker.run()

    def _beside(self, ground: Ground, given: Given) -> list[Work]:
        """What a worker's process does beside its partitions."""
        source = LogSource(ground.broker, ground.keyring)
        work: list[Work] = [
            ViewRunner(projection, ground.database, source).run()
            for projection in self._service.projections
        ]
        if self._service.closing is not None:
            work.append(keep_closing(self._service, given, ground.store, lambda: self._worker))
        if self._service.figures:
            work.append(keep_counting(self._service.figures, given, self._gauges.registry))
        if self._service.effects is not None:
            self._effects = EffectsTask(
                self._service, given, ground, lambda: self._worker, self._tracing
            )
            work.append(self._effects.run(EffectGauges(self._gauges.registry)))
        work += [_again_and_again(task, given) for task in self._service.tasks]
        return work

    def _given(self, ground: Ground, pool: asyncpg.Pool, store: Store) -> Given:
        """What tasks work with, or, with the API's login, what routers do."""
        settings = self._settings
        return Given(
            settings=settings,
            broker=ground.broker,
            ids=ground.ids,
            keyring=ground.keyring,
            objects=ground.objects,
            edge=ground.edge,
            asking=Asking(
                ground.edge,
                ground.ids,
                settings.answer_wait_s,
                self._service.statuses,
                serves_agencies=self._service.serves_agencies,
            ),
            pool=pool,
            store=store,
            readings={
                projection.name: Reading(
                    pool, projection.name, Followed(self._service.name, projection.hears)
                )
                for projection in self._service.projections
            },
            owned=lambda: frozenset(self._worker.readiness.owned if self._worker else ()),
        )

    def _app(self, given: Given | None = None, ground: Ground | None = None) -> FastAPI:
        """Health alone until there is something to serve with; a worker's stays so."""
        to_come = () if self._settings.role == "worker" else None
        app = make_app(
            Face(
                title=self._service.topics.name,
                tokens=self._verifier,
                gauges=self._gauges,
                readiness=self._readiness,
                body_bytes_max=self._settings.body_bytes_max,
                routers=self._routers(given, ground.pool) if given and ground else to_come,
                limits=self._limits,
                statuses=self._service.statuses,
            )
        )
        if given is not None:
            asking_face.install(app, given.asking)
        return app

    def _traced(self, app: FastAPI) -> ASGIApp:
        return TracedRequests(app, self._spans) if self._spans else app

    def _routers(self, given: Given, own: asyncpg.Pool) -> list[APIRouter]:
        """The service's own, and what every service has.

        Parked keys and generations of views are the platform's, no tenant's rows: they are asked
        for with its own login.
        """
        settings = given.settings
        broker = given.broker
        wait_s, decider = settings.answer_wait_s, self._service.decider(given.ids)
        return [
            *self._service.routers(given),
            parked.router(own, broker, self._service.topics, decider, wait_s=wait_s),
            views.router(own, broker, self._service.projections, settings.partitions),
        ]

    def _readiness(self) -> Readiness:
        if self._worker is None or self._waits_for:
            is_ready = not self._waits_for and not self._stopping.is_set()
            return Readiness(is_ready, {"waits_for": self._waits_for})
        worker = self._worker.readiness
        facts = {"owned": worker.owned, "folded": worker.folded, "waits_for": worker.waits_for}
        return Readiness(worker.is_ready, facts)


async def _again_and_again(task: Task, given: Given) -> None:
    """Run a service's task; broker and database being away starts it again."""
    while True:
        try:
            await task(given)
            return
        except NOT_THERE as absent:
            log.warning("task_waits", reason=type(absent).__name__)
            await asyncio.sleep(AGAIN_S)
