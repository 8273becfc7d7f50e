"""Cover: through which day all of a creditor's money is known to be in the ledger."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, Reader
from libs.chassis.problems import NotFound
from services.matching.api.shapes import CoverSent, Identity
from services.matching.domain.statements.commands import DeclareCover
from services.matching.domain.statements.streams import creditor_path
from services.matching.views.reading import Ledger, awaited


def router(asking: Asking, ledger: Ledger) -> APIRouter:
    """Routes under /v1/creditors/{creditor}/cover."""
    routes = APIRouter(prefix="/v1/creditors", tags=["cover"])
    desk = Desk(asking)

    @routes.get("/{creditor}/cover", summary="How far a creditor's accounts are at rest")
    async def show(principal: Reader, creditor: Identity) -> dict[str, Any]:
        """`through_on` is null until every account that must cover has come to rest once; 404 as
        long as nothing of any account was ever booked or declared."""

        async def known() -> dict[str, Any] | None:
            through_on, accounts = await ledger.cover(principal.tenant, creditor)
            found = {"creditor": creditor, "through_on": through_on, "accounts": accounts}
            return found if accounts or through_on else None

        found = await awaited(known)
        if found is None:
            raise NotFound(what="creditor with anything booked", id=creditor)
        return found

    @routes.post(
        "/{creditor}/cover", status_code=201, summary="Say that nothing more comes to an account"
    )
    async def declare(
        principal: Controller,
        creditor: Identity,
        sent: CoverSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """Of an account that lies dormant: nothing more through that day."""
        command = DeclareCover(
            creditor=creditor,
            account=sent.account,
            through_on=sent.through_on,
            declared_by=principal.subject,
        )
        path = creditor_path(principal.tenant, creditor)
        return await desk.ask(principal, path, command, request, key)

    return routes
