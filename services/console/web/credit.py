"""Credit: who is watched, whose limit is breached, which limits are asked for, who pays worst."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.console.web.credit_told import reasons_told
from services.console.web.gathering import NOTHING, gathered, some, together
from services.console.web.naming import parties_of
from services.console.web.ports import Services, Some
from services.console.web.visiting import House

SHOWN_MAX: Final = 100
WORST: Final = ("E", "D")
"""Bands in which somebody should look before more is shipped."""


def router(house: House) -> APIRouter:
    """GET /credit."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/credit")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        visit.needs("look_at_own")
        services = visit.services
        found = await gathered(
            watches=_few(services, "/v1/watches", state="watched"),
            breached=_few(services, "/v1/debtors", breached="true"),
            asked=_few(services, "/v1/limits", state="requested"),
            **{band: _few(services, "/v1/debtors", band=band) for band in WORST},
        )
        lists: dict[str, Some] = {
            name: found[name] or NOTHING for name in ("watches", "breached", "asked")
        }
        lists["worst"] = together(*(found[band] or NOTHING for band in WORST))
        rows = together(*lists.values()).rows
        return house.renderer.page(
            "credit.html",
            visit.view(live=""),
            lists=lists,
            parties=await parties_of(services, rows),
            why=lambda row: reasons_told(visit.words, row["reasons"]),
            silent=found.silent,
        )

    return routes


async def _few(services: Services, path: str, **values: Any) -> Some:
    return some(await services.get("risk", path, limit=SHOWN_MAX, **values))
