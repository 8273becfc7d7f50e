"""Debtors: who owes, what happened to them, which of them are one."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.conditions import IfMatch, IfNoneMatch, revision_in, tagged
from libs.chassis.documenting import unchanged
from libs.chassis.identity import Controller, Manager, PortfolioReader
from libs.chassis.problems import BadRequest, NotFound
from libs.events.contracts.parties import Address, Contact, Identifier, PartyPersonal
from services.ingestion.api.answering import answered
from services.ingestion.api.shapes import (
    After,
    DebtorSent,
    Identity,
    Limit,
    Listed,
    MergeSent,
    PortfolioSent,
    listed,
)
from services.ingestion.domain.commands import AssignPortfolio, ChangeDebtor, MergeDebtors
from services.ingestion.domain.paths import debtor_path, merges_path
from services.ingestion.views.reading import Page, Records, awaited

Words = Annotated[str | None, Query(max_length=200, description="In the name, or the number.")]

Several = Annotated[
    list[Identity] | None, Query(max_length=100, description="Only these; may be given often.")
]


def looking(records: Records) -> APIRouter:
    """GET of debtors."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])

    @routes.get("", summary="Debtors by name")
    async def show_all(
        principal: PortfolioReader,
        creditor: str | None = None,
        q: Words = None,
        debtor: Several = None,
        after: After = None,
        limit: Limit = 100,
    ) -> Listed:
        page = Page(after, limit)
        rows = await records.debtors(
            principal.tenant, page, creditor=creditor, words=q, among=debtor
        )
        return listed(rows, "debtor", limit)

    @routes.get(
        "/{debtor}", summary="One debtor with what happened to it here", responses=unchanged()
    )
    async def show(
        principal: PortfolioReader, debtor: Identity, known: IfNoneMatch = None
    ) -> Response:
        """Its ETag is what a change of master data may be conditional on."""
        row = await records.debtor(principal.tenant, debtor)
        if row is None:
            raise NotFound(what="debtor", id=debtor)
        timeline = await records.timeline(principal.tenant, debtor)
        return tagged(row | {"timeline": timeline}, row["revision"], known)

    return routes


def changing(records: Records, asking: Asking) -> APIRouter:
    """PUT of master data, POST of a merge."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])
    desk = Desk(asking)

    @routes.put("/{debtor}", status_code=201, summary="Put master data in place of what they are")
    async def change(
        principal: Controller,
        debtor: Identity,
        sent: DebtorSent,
        request: Request,
        key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> JSONResponse:
        """With `If-Match` only if nobody else has changed it since: 412."""
        path = debtor_path(principal.tenant, debtor)
        command = _change(debtor, sent, revision_in(if_match))
        return answered(await desk.outcome(principal, path, command, request, key), {})

    @routes.post("/{debtor}/merge", status_code=201, summary="Make one debtor part of another")
    async def merge(
        principal: Controller,
        debtor: Identity,
        sent: MergeSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """What it owes, has promised and contests goes to `into`, and new documents too."""
        await _refuse_strangers(records, principal.tenant, debtor, sent.into)
        command = MergeDebtors(debtor=debtor, into=sent.into, decided_by=principal.subject)
        path = merges_path(principal.tenant)
        return answered(await desk.outcome(principal, path, command, request, key), {})

    return routes


def assigning(asking: Asking) -> APIRouter:
    """PUT of who sees a debtor."""
    routes = APIRouter(prefix="/v1/debtors", tags=["debtors"])
    desk = Desk(asking)

    @routes.put("/{debtor}/portfolio", status_code=201, summary="Say in whose portfolio it is")
    async def assign(
        principal: Manager,
        debtor: Identity,
        sent: PortfolioSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """Who has the role `sales` alone sees the debtors of the own portfolio. 200: it was there
        already."""
        command = AssignPortfolio(debtor=debtor, sales=sent.sales, assigned_by=principal.subject)
        path = debtor_path(principal.tenant, debtor)
        return answered(await desk.outcome(principal, path, command, request, key), {})

    return routes


async def _refuse_strangers(records: Records, tenant: str, debtor: str, into: str) -> None:
    """Both are there, and owe the same creditor. Raises NotFound, BadRequest."""
    one, other = await _found(records, tenant, debtor), await _found(records, tenant, into)
    if one["creditor"] != other["creditor"]:
        raise BadRequest(where="into", reason="the two debtors owe different creditors")


async def _found(records: Records, tenant: str, debtor: str) -> dict[str, Any]:
    """Waits a little: it may have come with an invoice a moment ago. Raises NotFound."""
    row = await awaited(lambda: records.debtor(tenant, debtor))
    if row is None:
        raise NotFound(what="debtor", id=debtor)
    return row


def _change(debtor: str, sent: DebtorSent, if_revision: int | None) -> ChangeDebtor:
    return ChangeDebtor(
        debtor=debtor,
        if_revision=if_revision,
        customer_number=sent.customer_number,
        kind=sent.kind,
        country=sent.country,
        language=sent.language,
        personal=PartyPersonal(
            name=sent.name,
            trading_name=sent.trading_name,
            identifiers=tuple(Identifier(**one.model_dump()) for one in sent.identifiers),
            address=Address(**sent.address.model_dump()),
            contacts=tuple(Contact(**one.model_dump()) for one in sent.contacts),
        ),
    )
