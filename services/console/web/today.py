"""Today: whom to call, what to decide, what is held and why, what leaves."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.web.days import today_of
from services.console.web.gathering import NOTHING, gathered, some, together
from services.console.web.ports import Services, Some
from services.console.web.rendering import View
from services.console.web.visiting import House, Visit

SHOWN_MAX = 50


def router(house: House) -> APIRouter:
    """The first page."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        visit.needs("look_at_own")
        return await page_of(visit, visit.view(live=""))

    return routes


async def page_of(visit: Visit, view: View, *, status: int = 200) -> HTMLResponse:
    """The first page; of what is over all debtors, only what the reader may see."""
    services = visit.services
    over_all = {
        "gates": services.get("dunning", "/v1/gates"),
        "suggested": _few(services, "matching", "/v1/payments", outcome="suggested"),
    }
    found = await gathered(
        day=today_of(visit),
        calls=_few(services, "dunning", "/v1/calls", state="scheduled"),
        tasks=_few(services, "dunning", "/v1/tasks", state="open"),
        leaving=_leaving(services),
        to_approve=to_approve(services),
        **(over_all if view.may_look else {}),
    )
    told = found.found.get("gates") or {"items": []}
    gates = [one for one in told["items"] if one["cases_now"]]
    return visit.house.renderer.page(
        "today.html",
        view,
        status=status,
        found=found,
        gates=sorted(gates, key=lambda one: -one["cases_now"]),
        me=visit.session.principal.subject,
        silent=found.silent,
        nothing=NOTHING,
    )


async def to_approve(services: Services) -> Some:
    """What leaves once people have approved it; all of it, for all of it is approved at once."""
    return await services.everything("dunning", "/v1/demands", status="to_approve")


async def _few(services: Services, service: str, path: str, **values: str) -> Some:
    return some(await services.get(service, path, limit=SHOWN_MAX, **values))


async def _leaving(services: Services) -> Some:
    """Demands without an outcome: those on their way, and those that are ready and held."""
    asked = ("proposed", "held", "uncertain")
    pages = await asyncio.gather(
        *(_few(services, "dunning", "/v1/demands", status=status) for status in asked)
    )
    return together(*pages)
