"""Placements as a creditor sees them: asked for, followed, taken back, ended."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, Reader
from services.handoff.api.finding import found
from services.handoff.api.shapes import (
    After,
    ClosingSent,
    Identity,
    Limit,
    Listed,
    PlacementQuery,
    PlacingSent,
    RecallSent,
    RequestSent,
    listed,
)
from services.handoff.domain.commands import (
    ClosePlacement,
    EscalatePlacement,
    RecallItems,
    RecallPlacement,
    RequestPlacement,
    WithdrawPlacement,
)
from services.handoff.views.reading import PlacementFilter, Placements


def looking(placements: Placements) -> APIRouter:
    """GET of placements."""
    routes = APIRouter(prefix="/v1/placements", tags=["placements"])

    @routes.get("", summary="Placements, those that are only proposed among them")
    async def index(
        principal: Reader,
        query: Annotated[PlacementQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = PlacementFilter(
            debtor=query.debtor,
            agency=query.agency,
            creditor=query.creditor,
            stages=query.stage,
        )
        rows = await placements.all(principal.tenant, wanted, after, limit)
        return listed(rows, "placement", limit)

    @routes.get("/overview", summary="Cases by stage; what each agency has, recovered, owes")
    async def overview(principal: Reader) -> dict[str, Any]:
        """`clearing` of an agency: what it recovered, less what of it has come."""
        return await placements.overview(principal.tenant)

    @routes.get("/{placement}", summary="One placement, its items, and all that happened to it")
    async def show(principal: Reader, placement: Identity) -> dict[str, Any]:
        return await found(placements, principal, placement)

    return routes


def placing(asking: Asking, placements: Placements) -> APIRouter:
    """POST: a case goes to an agency."""
    routes = APIRouter(prefix="/v1/placements", tags=["placements"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Place what is open of a debtor")
    async def request_one(
        principal: Controller, sent: RequestSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """It becomes an offer behind the barrier; what was paid, disputed or promised by then
        is not in it."""
        command = RequestPlacement(
            debtor=sent.debtor,
            agency=sent.agency or "",
            items=sent.items,
            requested_by=principal.subject,
        )
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{placement}/request", status_code=201, summary="Place a proposed case")
    async def request_proposed(
        principal: Controller,
        placement: Identity,
        sent: PlacingSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """The one click behind a ladder's last step."""
        row = await found(placements, principal, placement)
        command = RequestPlacement(
            debtor=row["debtor"],
            placement=placement,
            agency=sent.agency or "",
            requested_by=principal.subject,
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes


def withdrawing(asking: Asking, placements: Placements) -> APIRouter:
    """POST: a request is taken back before it is an offer."""
    routes = APIRouter(prefix="/v1/placements", tags=["placements"])
    desk = Desk(asking)

    @routes.post("/{placement}/withdraw", status_code=201, summary="Take a request back")
    async def withdraw(
        principal: Controller, placement: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        row = await found(placements, principal, placement)
        command = WithdrawPlacement(
            debtor=row["debtor"], placement=placement, withdrawn_by=principal.subject
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes


def recalling(asking: Asking, placements: Placements) -> APIRouter:
    """POST: a case comes back, or some of its items."""
    routes = APIRouter(prefix="/v1/placements", tags=["placements"])
    desk = Desk(asking)

    @routes.post("/{placement}/recall", status_code=201, summary="Take a case, or items, back")
    async def recall(
        principal: Controller,
        placement: Identity,
        sent: RecallSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        row = await found(placements, principal, placement)
        said = {
            "debtor": row["debtor"],
            "placement": placement,
            "reason": sent.reason,
            "recalled_by": principal.subject,
        }
        whole = RecallPlacement(**said)
        command = RecallItems(**said, items=sent.items) if sent.items else whole
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes


def ending(asking: Asking, placements: Placements) -> APIRouter:
    """POST: a case has ended, or goes on to a bailiff."""
    routes = APIRouter(prefix="/v1/placements", tags=["placements"])
    desk = Desk(asking)

    @routes.post("/{placement}/close", status_code=201, summary="End a case")
    async def close(
        principal: Controller,
        placement: Identity,
        sent: ClosingSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        row = await found(placements, principal, placement)
        command = ClosePlacement(
            debtor=row["debtor"],
            placement=placement,
            agency="",
            result=sent.result,
            closed_by=principal.subject,
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    @routes.post("/{placement}/escalate", status_code=201, summary="From amicable to a bailiff")
    async def escalate(
        principal: Controller, placement: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        row = await found(placements, principal, placement)
        command = EscalatePlacement(
            debtor=row["debtor"], placement=placement, escalated_by=principal.subject
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes
