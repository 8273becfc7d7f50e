"""The agency's feed by cursor, what it has to remit, and what it remits."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import AgencyMember
from services.handoff.api.finding import key_of
from services.handoff.api.shapes import (
    After,
    Cursor,
    Entries,
    Limit,
    Listed,
    RemittanceSent,
    listed,
)
from services.handoff.domain.agency_commands import ReportRemittance
from services.handoff.views.reading import Placements


def looking(placements: Placements) -> APIRouter:
    """GET of the feed and of recoveries."""
    routes = APIRouter(prefix="/v1/agency", tags=["agency"])

    @routes.get("/feed", summary="What the agency was told, from a cursor on")
    async def feed(principal: AgencyMember, cursor: Cursor = 0, limit: Limit = 100) -> Entries:
        """Entries are numbered without a gap and never change: read again from any number."""
        rows = await placements.entries(principal.tenant, principal.agency, cursor, limit)
        return Entries(entries=rows, cursor=rows[-1]["number"] if rows else cursor)

    @routes.get("/recoveries", summary="What was recovered, and the remittance each is in")
    async def recoveries(
        principal: AgencyMember, after: After = None, limit: Limit = 100
    ) -> Listed:
        rows = await placements.recoveries(principal.tenant, principal.agency, after, limit)
        return listed(rows, "recovery", limit)

    return routes


def remitting(asking: Asking) -> APIRouter:
    """POST of remittances."""
    routes = APIRouter(prefix="/v1/agency/remittances", tags=["agency"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Report a transfer of what was recovered")
    async def remit(
        principal: AgencyMember,
        sent: RemittanceSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """The bank entry with this reference and the net amount settles the clearing account."""
        command = ReportRemittance(
            agency=principal.agency, **dict(sent), reported_by=principal.subject
        )
        path = key_of(principal, principal.agency)
        return await desk.ask(principal, path, command, request, key)

    return routes
