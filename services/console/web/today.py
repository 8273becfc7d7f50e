"""Today: whom to call, what to decide, what is held and why, what leaves."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.console.web.days import today_of
from services.console.web.gathering import gathered
from services.console.web.ports import Document, Services
from services.console.web.visiting import House

SHOWN_MAX = 50


def router(house: House) -> APIRouter:
    """The first page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        services = visit.services
        found = await gathered(
            day=today_of(visit),
            calls=_few(services, "dunning", "/v1/calls", state="scheduled"),
            tasks=_few(services, "dunning", "/v1/tasks", state="open"),
            gates=services.get("dunning", "/v1/gates"),
            leaving=_leaving(services),
            suggested=_few(services, "matching", "/v1/payments", outcome="suggested"),
        )
        gates = [one for one in (found["gates"] or {"items": []})["items"] if one["cases_now"]]
        return house.renderer.page(
            "today.html",
            visit.view(live=""),
            found=found,
            gates=sorted(gates, key=lambda one: -one["cases_now"]),
            silent=found.silent,
            shown_max=SHOWN_MAX,
        )

    return routes


async def _few(services: Services, service: str, path: str, **values: str) -> list[Document]:
    page = await services.get(service, path, limit=SHOWN_MAX, **values)
    return list(page["items"])


async def _leaving(services: Services) -> list[Document]:
    """Demands without an outcome: those on their way, and those that are ready and held."""
    asked = ("proposed", "held", "uncertain")
    pages: list[Any] = await asyncio.gather(
        *(_few(services, "dunning", "/v1/demands", status=status) for status in asked)
    )
    return [one for page in pages for one in page]
