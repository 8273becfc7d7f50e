"""Disputes: of an item or a part of its amount, until somebody resolves them."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller
from libs.events.contracts.dunning import FreeText
from services.dunning.api.lists import found
from services.dunning.api.shapes import DisputeSent, Identity, ResolutionSent
from services.dunning.domain.commands import OpenDispute, ResolveDispute
from services.dunning.views.reading import Chasing


def noting(asking: Asking, chasing: Chasing) -> APIRouter:
    """POST of disputes."""
    routes = APIRouter(prefix="/v1/disputes", tags=["disputes"])
    desk = Desk(asking)

    @routes.post("", status_code=201, summary="Note that the debtor contests an item")
    async def dispute(
        principal: Controller, sent: DisputeSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """The item, or the part of it, is not asked for until the dispute is resolved."""
        command = _opened(sent, principal.subject)
        return await desk.of_debtor(principal, sent.debtor, command, request, key)

    @routes.post("/{dispute}/resolve", status_code=201, summary="Say what came of a dispute")
    async def resolve(
        principal: Controller,
        dispute: Identity,
        sent: ResolutionSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """`refused`: it is asked for again. `valid`, `credit_note_expected`: the credit note is
        waited for."""
        row = await found(chasing, principal.tenant, "disputes", dispute)
        command = ResolveDispute(
            debtor=row["debtor"],
            item=row["item"],
            dispute=dispute,
            resolution=sent.resolution,
            resolved_by=principal.subject,
        )
        return await desk.of_debtor(principal, row["debtor"], command, request, key)

    return routes


def _opened(sent: DisputeSent, opened_by: str) -> OpenDispute:
    return OpenDispute(
        debtor=sent.debtor,
        item=sent.item,
        amount=sent.amount,
        reason=sent.reason,
        owner=sent.owner or opened_by,
        due_on=sent.due_on,
        opened_by=opened_by,
        personal=FreeText(text=sent.text),
    )
