"""Credit limits: asked for, granted or refused, ended."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, Manager, PortfolioReader
from libs.chassis.problems import NotFound
from libs.events.contracts.dunning import FreeText
from services.risk.api.shapes import (
    After,
    GrantSent,
    Identity,
    Limit,
    LimitQuery,
    LimitSent,
    Listed,
    ReasonSent,
    listed,
)
from services.risk.domain.commands import EndLimit, GrantLimit, RefuseLimit, RequestLimit
from services.risk.views.reading import ONE, Page, SaidFilter, Shown, Standings, awaited


def looking(standings: Standings) -> APIRouter:
    """GET of limits."""
    routes = APIRouter(prefix="/v1/limits", tags=["limits"])

    @routes.get("", summary="Limits and requests")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[LimitQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = SaidFilter(**asked.model_dump())
        rows = await standings.said(principal.tenant, "limits", wanted, Page(after, limit))
        return listed(rows, "limit", limit)

    @routes.get("/{limit}", summary="One limit")
    async def show(principal: PortfolioReader, limit: Identity) -> dict[str, Any]:
        return await _found(standings, principal.tenant, limit)

    return routes


def asking_for(asking: Asking) -> APIRouter:
    """POST of a request."""
    routes = APIRouter(prefix="/v1/limits", tags=["limits"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Ask for credit for a debtor")
    async def request_limit(
        principal: Controller, sent: LimitSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """A person grants or refuses it; until then nothing is another."""
        command = RequestLimit(
            debtor=sent.debtor,
            amount=sent.amount,
            requested_by=principal.subject,
            personal=FreeText(text=sent.reason),
        )
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    return routes


def deciding(asking: Asking, standings: Standings) -> APIRouter:
    """POST of what becomes of a request."""
    routes = APIRouter(prefix="/v1/limits/{limit}", tags=["limits"])
    desk = Desk(asking)

    @routes.post("/grant", status_code=201, summary="Grant what was asked for, or another amount")
    async def grant(
        principal: Manager,
        limit: Identity,
        sent: GrantSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """It takes the place of the debtor's limit before, through its last day."""
        debtor = (await _found(standings, principal.tenant, limit))["debtor"]
        said = {"debtor": debtor, "limit": limit, "granted_by": principal.subject}
        command = GrantLimit(**said, **sent.model_dump())
        return await desk.of_debtor(principal, debtor, command, request, key)

    @routes.post("/refuse", status_code=201, summary="Refuse what was asked for")
    async def refuse(
        principal: Manager,
        limit: Identity,
        sent: ReasonSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        debtor = (await _found(standings, principal.tenant, limit))["debtor"]
        said = {"debtor": debtor, "limit": limit, "refused_by": principal.subject}
        command = RefuseLimit(**said, personal=FreeText(text=sent.reason))
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes


def ending(asking: Asking, standings: Standings) -> APIRouter:
    """POST of a limit's end."""
    routes = APIRouter(prefix="/v1/limits/{limit}", tags=["limits"])
    desk = Desk(asking)

    @routes.post("/end", status_code=201, summary="End a limit before its day")
    async def end(
        principal: Manager, limit: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        debtor = (await _found(standings, principal.tenant, limit))["debtor"]
        command = EndLimit(debtor=debtor, limit=limit, ended_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes


async def _found(standings: Standings, tenant: str, limit: str) -> Shown:
    """One limit, waited for a little. Raises NotFound."""

    async def one() -> Shown | None:
        rows = await standings.said(tenant, "limits", SaidFilter(limit), ONE)
        return rows[0] if rows else None

    row = await awaited(one)
    if row is None:
        raise NotFound(what="limit", id=limit)
    return row
