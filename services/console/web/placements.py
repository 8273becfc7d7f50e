"""Placements: which cases are with an agency, what it reported, what is asked of each."""

from typing import Final, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.web.gathering import gathered
from services.console.web.naming import parties_of
from services.console.web.placement_told import Stage, options_of, story_of, when
from services.console.web.placing import FORMS
from services.console.web.ports import Document, Said, Services
from services.console.web.rendering import View
from services.console.web.shown_soon import soon
from services.console.web.visiting import House, Lost, Visit, back_to, identity

SHOWN_MAX: Final = 100
STAGES: Final[tuple[str, ...]] = get_args(Stage)


def router(house: House) -> APIRouter:
    """Routes under /placements."""
    routes = APIRouter(prefix="/placements", include_in_schema=False)

    @routes.get("")
    async def show_all(request: Request, stage: str = "", agency: str = "") -> Response:
        """Those of which something was said last come first."""
        visit = await house.visit(request)
        asked = {"stage": stage} if stage in STAGES else {}
        asked |= {"agency": identity(agency)} if agency else {}
        services = visit.services
        cases = await services.everything("handoff", "/v1/placements", **asked)
        rows = sorted(cases.rows, key=when, reverse=True)[:SHOWN_MAX]
        found = await gathered(
            agencies=_agencies(services),
            parties=parties_of(services, rows),
        )
        return house.renderer.page(
            "placements.html",
            visit.view(live=""),
            rows=rows,
            rest=len(cases.rows) - len(rows),
            has_more=cases.has_more,
            agencies=found["agencies"] or {},
            parties=found["parties"] or {},
            chosen=stage,
            agency=agency,
            stages=STAGES,
            when=when,
            silent=found.silent,
        )

    @routes.get("/{placement}")
    async def show(request: Request, placement: str) -> Response:
        visit = await house.visit(request)
        return await _page(visit, identity(placement), None)

    return routes


def asking(house: House) -> APIRouter:
    """What the creditor asks of a case."""
    routes = APIRouter(prefix="/placements", include_in_schema=False)

    @routes.post("/{placement}/{what}")
    async def ask(request: Request, placement: str, what: str) -> Response:
        visit = await house.visit(request)
        if what not in FORMS:
            raise Lost
        form, path = await visit.form(), f"/v1/placements/{identity(placement)}"
        services = visit.services
        before = await services.get("handoff", path)
        try:
            await services.post("handoff", f"{path}/{what}", FORMS[what](form), key=form.key)
        except Said as said:
            view = visit.refused(before["debtor"], said, form)
            return await _page(visit, placement, view, status=said.status)

        async def is_shown() -> bool:
            now = await services.get("handoff", path)
            return len(now["events"]) > len(before["events"])

        await soon(is_shown)
        return back_to(f"/placements/{placement}", f"placement-{what}")

    return routes


async def _agencies(services: Services) -> dict[str, str]:
    """Names by their ids."""
    found = await services.everything("handoff", "/v1/agencies")
    return {one["agency"]: one["name"] for one in found.rows}


async def _page(
    visit: Visit, placement: str, view: View | None, *, status: int = 200
) -> HTMLResponse:
    services = visit.services
    shown: Document = await services.get("handoff", f"/v1/placements/{placement}")
    found = await gathered(agencies=_agencies(services), parties=parties_of(services, [shown]))
    party = (found["parties"] or {}).get(shown["debtor"], {})
    return visit.house.renderer.page(
        "placement.html",
        view or visit.view(live=shown["debtor"]),
        status=status,
        shown=shown,
        party=party,
        agencies=found["agencies"] or {},
        days=story_of(visit.words, shown),
        options=options_of(visit.words),
        silent=found.silent,
    )
