"""The overview: what is open and how old, DSO and its trend, and how much goes by itself."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from libs.events.views.reading import ViewNotReady
from services.console.api.figures import straight_through, summaries
from services.console.domain.figures import BANDS, share
from services.console.views.reading import Figures
from services.console.web.charts import columns, dots
from services.console.web.days import today_of
from services.console.web.gathering import gathered
from services.console.web.ports import Silent
from services.console.web.visiting import House

IMPORTS_MAX: Final = 200
"""The newest; of these, those that are under way are shown."""


def router(house: House, figures: Figures) -> APIRouter:
    """GET /overview."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/overview")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        visit.needs("look")
        found = await gathered(
            today=today_of(visit),
            imports=visit.services.get("ingestion", "/v1/imports", limit=IMPORTS_MAX),
        )
        try:
            told = await figures.told(visit.session.principal.tenant, found["today"])
        except ViewNotReady as unready:
            raise Silent("console", 503, "being_filled", str(unready)) from unready
        kept, broken = (told.promises.get(state, 0) for state in ("kept", "broken"))
        imports = (found["imports"] or {"items": []})["items"]
        return house.renderer.page(
            "overview.html",
            visit.view(live=""),
            today=found["today"],
            summaries=summaries(told, found["today"]),
            rate=straight_through(told),
            told=told,
            promises_kept=share(kept, kept + broken),
            imports=[one for one in imports if one["state"] != "finished"],
            bands=BANDS,
            columns=columns,
            dots=dots,
            share=share,
            silent=found.silent,
        )

    return routes
