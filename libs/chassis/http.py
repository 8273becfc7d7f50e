"""The HTTP face of a service: errors, limits, health, metrics, its own routers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi import APIRouter, FastAPI, Response
from fastapi.responses import JSONResponse

from libs.chassis import documenting, problems
from libs.chassis.body_limit import BodyLimit
from libs.chassis.identity import Verifier
from libs.chassis.positions import PositionTokens
from libs.chassis.rate_limits import Limits, RateLimited
from libs.chassis.telemetry import Gauges

METHODS: Final = ["GET", "POST", "PUT", "PATCH", "DELETE"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether a process can do its work now, and why not."""

    ready: bool
    facts: dict[str, Any]
    """E.g. partitions owned, folds caught up, what is waited for."""


@dataclass(frozen=True, slots=True)
class Face:
    """What the HTTP face of a process is made from."""

    title: str
    tokens: Verifier
    gauges: Gauges
    readiness: Callable[[], Readiness]
    body_bytes_max: int
    routers: Sequence[APIRouter] | None = ()
    """None: they are still to come, and whoever calls is asked to try again."""
    limits: Limits = field(default_factory=Limits)
    statuses: Mapping[str, int] = field(default_factory=dict)
    """HTTP status by rule of refusal, as the service says it."""


def make_app(face: Face) -> FastAPI:
    """The application; a worker's has no routers, health and metrics alone."""
    app = FastAPI(
        title=f"Relance {face.title}",
        version="1",
        openapi_url="/v1/openapi.json",
        docs_url="/v1/docs",
        redoc_url=None,
    )
    app.state.tokens, app.state.limits = face.tokens, face.limits
    app.add_middleware(PositionTokens)
    app.add_middleware(BodyLimit, bytes_max=face.body_bytes_max)
    app.add_middleware(RateLimited, limits=face.limits)
    problems.install(app)
    app.include_router(_health(face))
    for router in [_still_to_come(face)] if face.routers is None else face.routers:
        app.include_router(router)
    documenting.install(app, set(face.statuses.values()))
    return app


def _still_to_come(face: Face) -> APIRouter:
    """A caller who was told that a path is not there would not come again."""
    router = APIRouter(include_in_schema=False)

    @router.api_route("/v1/{path:path}", methods=METHODS)
    async def anything(path: str) -> None:
        raise problems.Unavailable(what=f"{face.title}, which waits for its stores,")

    return router


def _health(face: Face) -> APIRouter:
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        readiness = face.readiness()
        return JSONResponse(
            {"ready": readiness.ready, **readiness.facts}, 200 if readiness.ready else 503
        )

    @router.get("/metrics")
    async def metrics() -> Response:
        return Response(face.gauges.text(), media_type="text/plain; version=0.0.4")

    return router
