"""Plans: drawn up with instalments, agreed with the debtor, kept or broken by the ledger."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller
from services.dunning.api.lists import found
from services.dunning.api.shapes import Identity, PlanSent
from services.dunning.domain.plans.commands import (
    AgreePlan,
    EndPlan,
    InstalmentWanted,
    ProposePlan,
)
from services.dunning.views.reading import Chasing


def agreeing(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of plans."""
    routes = APIRouter(prefix="/v1/plans", tags=["plans"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Draw up a plan of instalments")
    async def propose(
        principal: Controller, sent: PlanSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Its instalments come to what is open of its items; it holds nothing before it is
        agreed."""
        wanted = tuple(InstalmentWanted(**one.model_dump()) for one in sent.instalments)
        command = ProposePlan(
            debtor=sent.debtor,
            items=sent.items,
            instalments=wanted,
            proposed_by=principal.subject,
        )
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{plan}/agree", status_code=201, summary="Note that the debtor agreed")
    async def agree(
        principal: Controller, plan: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Its items are left alone as long as each instalment is kept. Another plan, and open
        promises, about one of them are replaced."""
        debtor = (await found(chasing, principal.tenant, "plans", plan))["debtor"]
        command = AgreePlan(debtor=debtor, plan=plan, noted_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    @routes.post("/{plan}/end", status_code=201, summary="Say that a plan counts no more")
    async def end(
        principal: Controller, plan: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Its items are asked for again."""
        debtor = (await found(chasing, principal.tenant, "plans", plan))["debtor"]
        command = EndPlan(debtor=debtor, plan=plan, ended_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes
