"""Bank statements: files taken in, what waits and why, what a person says of it."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.documenting import problems
from libs.chassis.identity import Controller, Reader
from libs.chassis.problems import MEDIA_TYPE, BodyUnsuitable, NotFound, Refused
from libs.events.loop.decider import Refusal
from services.matching.api.shapes import (
    After,
    DecisionSent,
    Identity,
    Limit,
    Listed,
    Order,
    RestartSent,
    StatementQuery,
    listed,
)
from services.matching.api.uploads import Line, Upload, Uploads
from services.matching.domain.statements.commands import DecideStatement, RestartFeed
from services.matching.domain.statements.streams import account_path
from services.matching.views.reading import Ledger, Page, StatementFilter, awaited

_XML: Final = frozenset({"application/xml", "text/xml", "application/octet-stream"})
_WANTED: Final = "application/xml, or multipart/form-data with the field `file`"
_FILE_STATUSES: Final = {"file_too_large": 413, "file_is_archive": 415, "only_announces": 415}
_UPLOAD_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/xml": {
                "schema": {"type": "string", "format": "binary"},
                "example": '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">…',
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            },
        },
    }
}
Creditor = Annotated[Identity, Query(description="Whose account the statements are of.")]


def uploading(uploads: Uploads, statuses: dict[str, int]) -> APIRouter:
    """POST of a file; `statuses`: HTTP status by rule of a refused statement, else 409."""
    routes = APIRouter(prefix="/v1/statements", tags=["statements"])

    @routes.post(
        "",
        status_code=201,
        summary="Upload a camt.053 file",
        openapi_extra=_UPLOAD_BODY,
        responses=problems(415),
    )
    async def upload(
        principal: Controller, creditor: Creditor, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """A statement is taken whole or not at all; each has an outcome of its own: accepted,
        waiting, duplicate or rejected. A problem when none was taken."""
        raw = await _body_of(request)
        try:
            lines = await uploads.book(principal, Upload(creditor, key), raw)
        except Refusal as refusal:
            status = _FILE_STATUSES.get(refusal.RULE, 422)
            raise Refused(refusal.RULE, status, str(refusal), refusal.fields) from refusal
        return _told(lines, statuses)

    return routes


def _told(lines: list[Line], statuses: dict[str, int]) -> JSONResponse:
    told = [line.told() for line in lines]
    body: dict[str, Any] = {"statements": told}
    if not all(line.is_refused for line in lines):
        is_new = any(one["outcome"] in ("accepted", "waiting") for one in told)
        return JSONResponse(jsonable_encoder(body), 201 if is_new else 200)
    rule = str(told[0]["rule"])
    problem = {
        "type": f"urn:relance:rule:{rule}",
        "title": rule.replace("_", " "),
        "status": statuses.get(rule, 409),
        "detail": told[0]["message"],
        "rule": rule,
    }
    return JSONResponse(jsonable_encoder(problem | body), problem["status"], media_type=MEDIA_TYPE)


def looking(ledger: Ledger) -> APIRouter:
    """GET of statements."""
    routes = APIRouter(prefix="/v1/statements", tags=["statements"])

    @routes.get("", summary="Statements by their first day")
    async def show_all(
        principal: Reader,
        asked: Annotated[StatementQuery, Query()],
        after: After = None,
        limit: Limit = 100,
        order: Order = "asc",
    ) -> Listed:
        wanted = StatementFilter(**asked.model_dump())
        rows = await ledger.statements(
            principal.tenant, wanted, Page(after, limit, order == "desc")
        )
        return listed(rows, "statement", limit)

    @routes.get("/{statement}", summary="One statement with what of it is nobody's payment")
    async def show(principal: Reader, statement: Identity) -> dict[str, Any]:
        """It is at rest once `rested_at` is set: then each of its entries lies where it belongs."""
        return await _found(ledger, principal.tenant, statement)

    return routes


def deciding(asking: Asking, ledger: Ledger) -> APIRouter:
    """POST of what a person says of a statement that waits."""
    routes = APIRouter(tags=["statements"])
    desk = Desk(asking)

    @routes.post(
        "/v1/statements/{statement}/decide",
        status_code=201,
        summary="Say that a waiting statement is new, was booked before, or is to be dropped",
    )
    async def decide(
        principal: Controller,
        statement: Identity,
        sent: DecisionSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        row = await _found(ledger, principal.tenant, statement)
        command = DecideStatement(
            account=row["account"],
            statement=statement,
            decision=sent.decision,
            entries=sent.entries,
            reason=sent.reason,
            decided_by=principal.subject,
        )
        path = account_path(principal.tenant, row["account"])
        return await desk.ask(principal, path, command, request, key)

    return routes


def restarting(asking: Asking, ledger: Ledger) -> APIRouter:
    """POST of a gap that a person declares."""
    routes = APIRouter(tags=["statements"])
    desk = Desk(asking)

    @routes.post(
        "/v1/accounts/{account}/restart", status_code=201, summary="Declare a gap in an account"
    )
    async def restart(
        principal: Controller,
        account: Identity,
        sent: RestartSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """The chain goes on at the opening balance of a statement that waits; the difference is
        booked as a gap of its own."""
        wanted = StatementFilter(account=account)
        if not await awaited(lambda: _any(ledger, principal.tenant, wanted)):
            raise NotFound(what="account with a statement", id=account)
        command = RestartFeed(
            account=account,
            opening=sent.opening,
            reason=sent.reason,
            decided_by=principal.subject,
        )
        path = account_path(principal.tenant, account)
        return await desk.ask(principal, path, command, request, key)

    return routes


async def _any(ledger: Ledger, tenant: str, wanted: StatementFilter) -> bool | None:
    """None: there is none, or not yet."""
    return bool(await ledger.statements(tenant, wanted, Page(None, 1))) or None


async def _found(ledger: Ledger, tenant: str, statement: str) -> dict[str, Any]:
    row = await awaited(lambda: ledger.statement(tenant, statement))
    if row is None:
        raise NotFound(what="statement", id=statement)
    return row


async def _body_of(request: Request) -> bytes:
    """The file in a request's body, bare or as the form's field `file`. Raises BodyUnsuitable."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _XML:
        return await request.body()
    if kind == "multipart/form-data":
        async with request.form(max_files=1, max_fields=5) as form:
            file = form.get("file")
            if isinstance(file, UploadFile):
                return await file.read()
    raise BodyUnsuitable(found=kind or "of no kind", wanted=_WANTED)
