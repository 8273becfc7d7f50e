"""Items: what is open, what settled it, when it is due."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.identity import Controller, PortfolioReader
from libs.chassis.problems import NotFound
from libs.kernel.keys import path_of
from services.matching.api.shapes import (
    After,
    ExtensionSent,
    Identity,
    ItemQuery,
    Limit,
    Listed,
    listed,
)
from services.matching.domain.commands import ExtendDueDate
from services.matching.views.reading import ItemFilter, Ledger, Page, awaited


def router(asking: Asking, ledger: Ledger) -> APIRouter:
    """Routes under /v1/items."""
    routes = APIRouter(prefix="/v1/items", tags=["items"])
    desk = Desk(asking)

    @routes.get("", summary="Items by due date")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[ItemQuery, Query()],
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        wanted = ItemFilter(**asked.model_dump())
        rows = await ledger.items(principal.tenant, wanted, Page(after, limit))
        return listed(rows, "item", limit)

    @routes.get("/{item}", summary="One item with what is set against it")
    async def show(principal: PortfolioReader, item: Identity) -> dict[str, Any]:
        return await _found(ledger, principal.tenant, item)

    @routes.post("/{item}/due-date", status_code=201, summary="Move an item's due date later")
    async def extend(
        principal: Controller,
        item: Identity,
        sent: ExtensionSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """Until the new day there is no default. 200 when it is due on that day already."""
        row = await _found(ledger, principal.tenant, item)
        command = ExtendDueDate(
            item=item, due_on=sent.due_on, reason=sent.reason, extended_by=principal.subject
        )
        path = path_of(principal.tenant, "debtor", row["debtor"])
        return await desk.ask(principal, path, command, request, key)

    return routes


async def _found(ledger: Ledger, tenant: str, item: str) -> dict[str, Any]:
    row = await awaited(lambda: ledger.item(tenant, item))
    if row is None:
        raise NotFound(what="item", id=item)
    return row
