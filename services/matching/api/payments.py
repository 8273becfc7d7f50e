"""Payments: what came, what it was found to be for and why; a person applies and undoes."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, Reader
from libs.chassis.problems import NotFound
from libs.kernel.keys import path_of
from services.matching.api.shapes import (
    After,
    ApplicationSent,
    Identity,
    Limit,
    Listed,
    Order,
    PaymentQuery,
    UndoSent,
    listed,
)
from services.matching.api.showing import payment_shown, payment_shown_whole
from services.matching.domain.commands import Apply, SharePlan, Undo
from services.matching.views.reading import Ledger, Page, PaymentFilter, awaited


def looking(ledger: Ledger) -> APIRouter:
    """GET of payments."""
    routes = APIRouter(prefix="/v1/payments", tags=["payments"])

    @routes.get("", summary="Payments by booking day, each with why")
    async def show_all(
        principal: Reader,
        asked: Annotated[PaymentQuery, Query()],
        after: After = None,
        limit: Limit = 100,
        order: Order = "asc",
    ) -> Listed:
        wanted = PaymentFilter(**asked.model_dump())
        rows = await ledger.payments(principal.tenant, wanted, Page(after, limit, order == "desc"))
        return listed([payment_shown(row) for row in rows], "payment", limit)

    @routes.get("/{payment}", summary="One payment with its shares and all that was found of it")
    async def show(principal: Reader, payment: Identity) -> dict[str, Any]:
        row = await awaited(lambda: ledger.payment(principal.tenant, payment))
        if row is None:
            raise NotFound(what="payment", id=payment)
        return payment_shown_whole(row)

    return routes


def deciding(asking: Asking) -> APIRouter:
    """POST of what a person decides."""
    routes = APIRouter(prefix="/v1/payments", tags=["payments"])
    desk = Desk(asking)

    @routes.post("/{payment}/apply", status_code=201, summary="Say what a payment is for")
    async def apply_payment(
        principal: Controller,
        payment: Identity,
        sent: ApplicationSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """Several shares, also of several debtors, and on account. What is left is free."""
        plans = tuple(
            SharePlan(item=one.item or "", debtor=one.debtor or "", amount=one.amount)
            for one in sent.shares
        )
        command = Apply(payment=payment, shares=plans, decided_by=principal.subject)
        path = path_of(principal.tenant, "payment", payment)
        return await desk.ask(principal, path, command, request, key)

    @routes.post("/{payment}/undo", status_code=201, summary="Take a share back")
    async def undo_share(
        principal: Controller,
        payment: Identity,
        sent: UndoSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """The payment is never set against that item by itself again; what else it could settle
        is suspected."""
        command = Undo(payment=payment, share=sent.share, decided_by=principal.subject)
        path = path_of(principal.tenant, "payment", payment)
        return await desk.ask(principal, path, command, request, key)

    return routes
