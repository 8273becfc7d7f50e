"""Demands: what was asked, what became of it, and why."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, PortfolioReader
from libs.chassis.problems import NotFound
from services.dunning.api.shapes import (
    After,
    DemandQuery,
    Identity,
    Limit,
    Listed,
    Order,
    OutcomeSent,
    listed,
)
from services.dunning.api.why import in_short, why
from services.dunning.domain.commands import SayOutcome
from services.dunning.views.reading import Chasing, DemandFilter, Page, awaited

_UNSHOWN: Final = ("behind", "ladder")
"""What `why` is made from."""


def router(asking: Asking, chasing: Chasing) -> APIRouter:
    """Routes under /v1/demands."""
    routes = APIRouter(prefix="/v1/demands", tags=["demands"])
    desk = Desk(asking)

    @routes.get("", summary="Demands by day, each with what became of it")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[DemandQuery, Query()],
        after: After = None,
        limit: Limit = 100,
        order: Order = "asc",
    ) -> Listed:
        """`because`: why, in short. `status=to_approve`: what waits for people before it leaves."""
        wanted = DemandFilter(**asked.model_dump())
        rows = await chasing.demands(principal.tenant, wanted, Page(after, limit, order == "desc"))
        told = [row | {"because": in_short(row)} for row in rows]
        return listed(told, "demand", limit)

    @routes.get("/{demand}", summary="One demand with why it was made and what it passed")
    async def show(principal: PortfolioReader, demand: Identity) -> dict[str, Any]:
        """`why` says it to a person; beside it stands what it rests on."""
        row = await demand_of(chasing, principal.tenant, demand)
        return {name: row[name] for name in row if name not in _UNSHOWN} | {"why": why(row)}

    @routes.post("/{demand}/outcome", status_code=201, summary="Say whether a message left")
    async def say_outcome(
        principal: Controller,
        demand: Identity,
        sent: OutcomeSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """Of a demand whose message is uncertain for good; its steps count when it left."""
        row = await demand_of(chasing, principal.tenant, demand)
        command = SayOutcome(
            debtor=row["debtor"], demand=demand, left=sent.left, said_by=principal.subject
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes


async def demand_of(chasing: Chasing, tenant: str, demand: str) -> dict[str, Any]:
    """One demand, waited for a little. Raises NotFound."""
    row = await awaited(lambda: chasing.demand(tenant, demand))
    if row is None:
        raise NotFound(what="demand", id=demand)
    return row
