"""Parked keys of all services: what waits, why, and trying again."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.web.gathering import gathered
from services.console.web.ports import Said
from services.console.web.rendering import View
from services.console.web.visiting import House, Lost, Visit, back_to

SERVICES: Final = (
    *("ingestion", "matching", "dunning", "notifications", "calendar"),
    *("risk", "handoff"),
)


def router(house: House) -> APIRouter:
    """Routes under /parked."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/parked")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        visit.needs("look")
        return await _page(visit, visit.view())

    @routes.post("/parked/{service}/retry")
    async def retry(request: Request, service: str) -> Response:
        visit = await house.visit(request)
        if service not in SERVICES:
            raise Lost
        form = await visit.form()
        body = {"key": form["key"]}
        try:
            told = await visit.services.post(service, "/v1/parked/retry", body, key=form.key)
        except Said as said:
            return await _page(visit, visit.refused(None, said, form), status=said.status)
        return back_to("/parked", "retried-again" if told["outcome"] == "parked" else "retried")

    return routes


async def _page(visit: Visit, view: View, *, status: int = 200) -> HTMLResponse:
    found = await gathered(
        **{service: visit.services.get(service, "/v1/parked") for service in SERVICES}
    )
    keys: list[dict[str, Any]] = [
        one | {"service": service}
        for service in SERVICES
        if found[service]
        for one in found[service]["items"]
    ]
    return visit.house.renderer.page(
        "parked.html", view, status=status, keys=keys, silent=found.silent
    )
