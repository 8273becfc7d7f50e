"""A person's word instead of a score, and the watch list."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, Manager, PortfolioReader
from libs.events.contracts.dunning import FreeText
from services.risk.api.shapes import (
    After,
    Identity,
    Limit,
    Listed,
    OverrideQuery,
    OverrideSent,
    ReasonSent,
    WatchQuery,
    WatchSent,
    listed,
)
from services.risk.domain.commands import EndOverride, EndWatch, OverrideBand, StartWatch
from services.risk.views.reading import Page, SaidFilter, Standings


def looking(standings: Standings) -> APIRouter:
    """GET of overrides and watches."""
    routes = APIRouter(prefix="/v1")

    @routes.get("/overrides", summary="What persons say instead of scores", tags=["overrides"])
    async def show_overrides(
        principal: PortfolioReader,
        asked: Annotated[OverrideQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = SaidFilter(**asked.model_dump())
        rows = await standings.said(principal.tenant, "overrides", wanted, Page(after, limit))
        return listed(rows, "override", limit)

    @routes.get("/watches", summary="The watch list: the last watch of a debtor", tags=["watches"])
    async def show_watches(
        principal: PortfolioReader,
        asked: Annotated[WatchQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = SaidFilter(**asked.model_dump())
        rows = await standings.said(principal.tenant, "watches", wanted, Page(after, limit))
        return listed(rows, "debtor", limit)

    return routes


def overriding(asking: Asking) -> APIRouter:
    """POST of overrides."""
    routes = APIRouter(prefix="/v1/overrides", tags=["overrides"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Say which band holds until the end of a day")
    async def override(
        principal: Manager, sent: OverrideSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """The score goes on beside it; a second override takes the place of the first."""
        command = OverrideBand(
            debtor=sent.debtor,
            band=sent.band,
            until_on=sent.until_on,
            overridden_by=principal.subject,
            personal=FreeText(text=sent.reason),
        )
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{debtor}/end", status_code=201, summary="Let the score decide again")
    async def end(
        principal: Manager, debtor: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        command = EndOverride(debtor=debtor, ended_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes


def watching(asking: Asking) -> APIRouter:
    """POST of watches."""
    routes = APIRouter(prefix="/v1/watches", tags=["watches"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Put a debtor on the watch list")
    async def watch(
        principal: Controller, sent: WatchSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Nothing is shipped to it before a person has looked."""
        command = StartWatch(
            debtor=sent.debtor,
            started_by=principal.subject,
            personal=FreeText(text=sent.reason),
        )
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{debtor}/end", status_code=201, summary="Take a debtor off the watch list")
    async def end(
        principal: Controller,
        debtor: Identity,
        sent: ReasonSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        command = EndWatch(
            debtor=debtor, ended_by=principal.subject, personal=FreeText(text=sent.reason)
        )
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes
