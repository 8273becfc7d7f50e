"""The OpenAPI documents of all services, made without a broker and a database."""

import importlib
from collections import defaultdict
from pathlib import Path
from typing import Any, Final, cast

from fastapi import APIRouter, FastAPI

from libs.chassis import asking as asking_face
from libs.chassis import parked, views
from libs.chassis.asking import Asking
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.parts import Given, Service
from libs.chassis.settings import ServiceSettings
from libs.chassis.telemetry import Gauges
from libs.events.contracts.topology import TOPOLOGY
from libs.kernel.ids import IdSecret

SERVICES: Final = sorted(TOPOLOGY)
_ABSENT: Final = cast(Any, None)
"""Routers keep what they are given for their requests; of a document there are none."""
_NOWHERE: Final = {
    "kafka": "127.0.0.1:1",
    "postgres": "postgresql://nobody@127.0.0.1:1",
    "secrets": Path("secrets"),
    "objects": "file:///nowhere",
}


def settings_of(name: str) -> ServiceSettings:
    """The defaults of a service: which port it has."""
    settings: ServiceSettings = importlib.import_module(f"services.{name}.settings").Settings(
        **_NOWHERE
    )
    return settings


def service_of(name: str) -> Service:
    """A service as its process is made from it."""
    made: Service = importlib.import_module(f"services.{name}.app").make(settings_of(name))
    return made


def document_of(name: str) -> dict[str, Any]:
    """What the service answers under `/v1/openapi.json`."""
    service, given = service_of(name), _given(name)
    app = make_app(
        Face(
            title=name,
            tokens=_ABSENT,
            gauges=Gauges(name),
            readiness=lambda: Readiness(True, {}),
            body_bytes_max=given.settings.body_bytes_max,
            routers=[*service.routers(given), *_of_every_service(service)],
            statuses=service.statuses,
        )
    )
    asking_face.install(app, given.asking)
    return _document(app)


def _of_every_service(service: Service) -> tuple[APIRouter, ...]:
    return (
        parked.router(_ABSENT, _ABSENT, service.topics, _ABSENT, wait_s=1),
        views.router(_ABSENT, _ABSENT, service.projections, 1),
    )


def _given(name: str) -> Given:
    ids = IdSecret(b"of no request" * 4)
    return Given(
        settings=settings_of(name),
        broker=_ABSENT,
        ids=ids,
        keyring=_ABSENT,
        objects=_ABSENT,
        edge=_ABSENT,
        asking=Asking(_ABSENT, ids, 1.0, {}),
        pool=_ABSENT,
        store=_ABSENT,
        readings=defaultdict(lambda: _ABSENT),
        owned=frozenset,
    )


def _document(app: FastAPI) -> dict[str, Any]:
    document: dict[str, Any] = app.openapi()
    return document
