"""Tasks: what a person has to look at."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller
from services.dunning.api.lists import found
from services.dunning.api.shapes import Identity
from services.dunning.domain.commands import CloseTask
from services.dunning.views.reading import Chasing


def closing(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of a task that is done."""
    routes = APIRouter(prefix="/v1/tasks", tags=["tasks"])
    desk = Desk(asking)

    @routes.post("/{task}/done", status_code=201, summary="Say that a task is out of the way")
    async def done(
        principal: Controller, task: Identity, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        row = await found(chasing, principal.tenant, "tasks", task)
        command = CloseTask(debtor=row["debtor"], task=task, done_by=principal.subject)
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes
