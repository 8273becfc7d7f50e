"""Calls: the worklist by value, and what came of each."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller
from libs.events.contracts.dunning import FreeText
from services.dunning.api.lists import found
from services.dunning.api.shapes import CallSent, Identity
from services.dunning.domain.commands import LogCall
from services.dunning.views.reading import Chasing


def logging(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of what came of a call."""
    routes = APIRouter(prefix="/v1/calls", tags=["calls"])
    desk = Desk(asking)

    @routes.post("/{call}/outcome", status_code=201, summary="Say what came of a call")
    async def log_call(
        principal: Controller,
        call: Identity,
        sent: CallSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """It takes the step of its items. A promise or a dispute is said by its own request."""
        row = await found(chasing, principal.tenant, "calls", call)
        command = LogCall(
            debtor=row["debtor"],
            call=call,
            outcome=sent.outcome,
            logged_by=principal.subject,
            personal=FreeText(text=sent.text),
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes
