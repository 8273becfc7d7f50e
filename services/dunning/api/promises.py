"""Promises: made on the phone or by mail, kept or broken by the ledger."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller
from services.dunning.api.lists import found
from services.dunning.api.shapes import Identity, PromiseSent
from services.dunning.domain.commands import MakePromise, TakeBackPromise
from services.dunning.views.reading import Chasing


def noting(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of promises."""
    routes = APIRouter(prefix="/v1/promises", tags=["promises"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Note that the debtor promised to pay")
    async def promise(
        principal: Controller, sent: PromiseSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Its items are left alone until it is judged, once the ledger is known far enough."""
        command = MakePromise(**sent.model_dump(), noted_by=principal.subject)
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{promise}/take-back", status_code=201, summary="Say that a promise is none")
    async def take_back(
        principal: Controller, promise: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        row = await found(chasing, principal.tenant, "promises", promise)
        debtor = row["debtor"]
        command = TakeBackPromise(debtor=debtor, promise=promise, ended_by=principal.subject)
        return await desk.of_debtor(principal, debtor, command, request, key)

    return routes
