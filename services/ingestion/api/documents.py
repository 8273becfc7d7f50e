"""Invoices and credit notes: uploaded, looked at, cancelled."""

import uuid
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from libs.chassis.answering import Desk
from libs.chassis.asking import Asking, IdempotencyKey
from libs.chassis.documenting import file_of, problems
from libs.chassis.identity import Controller, PortfolioReader, Principal
from libs.chassis.objects import ObjectErased, Objects
from libs.chassis.problems import BodyUnsuitable, NotFound
from libs.events.contracts.ingestion import DocumentKind
from services.ingestion.api.answering import answered
from services.ingestion.api.intake import Intake
from services.ingestion.api.refusing import refusal_response
from services.ingestion.api.shapes import (
    After,
    CancellationSent,
    DocumentQuery,
    Identity,
    Limit,
    Listed,
    Order,
    listed,
)
from services.ingestion.domain.commands import CancelInvoice
from services.ingestion.domain.identity import Upload
from services.ingestion.domain.paths import debtor_path
from services.ingestion.domain.problems import DocumentRefused
from services.ingestion.views.reading import DocumentFilter, Page, Records, awaited

_XML: Final = frozenset({"application/xml", "text/xml", "application/octet-stream"})
_WANTED: Final = "application/xml, or multipart/form-data with the field `file`"
_UPLOAD_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/xml": {
                "schema": {"type": "string", "format": "binary"},
                "example": '<Invoice xmlns="urn:oasis:names:specification:ubl:…:Invoice-2">…',
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
Creditor = Annotated[Identity, Query(description="Whose invoice it is.")]


def uploading(intake: Intake, asking: Asking) -> APIRouter:
    """POST of one file; an invoice and a credit note may come to either address."""
    routes = APIRouter(tags=["documents"])

    @routes.post(
        "/v1/invoices",
        status_code=201,
        summary="Upload one UBL 2.1 invoice or credit note",
        openapi_extra=_UPLOAD_BODY,
        responses=problems(415),
    )
    @routes.post(
        "/v1/credit-notes",
        status_code=201,
        summary="Upload one UBL 2.1 credit note or invoice",
        openapi_extra=_UPLOAD_BODY,
        responses=problems(415),
    )
    async def upload(
        principal: Controller, creditor: Creditor, request: Request, key: IdempotencyKey = None
    ) -> Response:
        """201 accepted, 200 duplicate (the same kept fields), 409 number_conflict; else the file
        is refused with every rule that it breaks, and leaves no trace."""
        raw = await body_of(request)
        come = Upload(principal.tenant, creditor)
        try:
            document = await intake.read(raw)
            original = await intake.keep(come, document, raw)
        except DocumentRefused as refusal:
            return refusal_response(refusal)
        asked = intake.asked(come, document, original, key or uuid.uuid4().hex)
        answer = await asking.answer(principal, asked)
        more = {"creditor": creditor, "original": original}
        return answered(answer, more, document.warnings)

    return routes


def looking(kind: DocumentKind, place: str, records: Records, objects: Objects) -> APIRouter:
    """GET of documents of one kind, and of the file that each came as."""
    routes = APIRouter(prefix=f"/v1/{place}", tags=["documents"])
    name = kind.replace("_", " ")

    @routes.get("", summary=f"All {name}s, by day of issue and number")
    async def show_all(
        principal: PortfolioReader,
        asked: Annotated[DocumentQuery, Query()],
        after: After = None,
        limit: Limit = 100,
        order: Order = "asc",
    ) -> Listed:
        wanted = DocumentFilter(kind, **asked.model_dump())
        rows = await records.documents(
            principal.tenant, wanted, Page(after, limit, order == "desc")
        )
        return listed(rows, "document", limit)

    @routes.get("/{document}", summary=f"One {name} with all that is kept of it")
    async def show(principal: PortfolioReader, document: Identity) -> dict[str, Any]:
        return await _found(records, principal.tenant, document, kind)

    @routes.get(
        "/{document}/original",
        summary="The file as it came",
        response_class=Response,
        responses=file_of("application/xml"),
    )
    async def original(principal: PortfolioReader, document: Identity) -> Response:
        row = await _found(records, principal.tenant, document, kind)
        try:
            raw = await objects.get(principal.tenant, row["original"])
        except ObjectErased as erased:
            raise NotFound(what=f"file any more of the {name}", id=document) from erased
        return Response(raw, media_type="application/xml", headers=_as_file(document))

    return routes


async def _found(
    records: Records, tenant: str, document: str, kind: DocumentKind
) -> dict[str, Any]:
    """Raises NotFound."""
    row = await records.document(tenant, document, kind)
    if row is None:
        raise NotFound(what=kind.replace("_", " "), id=document)
    return row


def cancelling(records: Records, asking: Asking) -> APIRouter:
    """POST of a cancellation."""
    routes = APIRouter(prefix="/v1/invoices", tags=["documents"])
    desk = Desk(asking)

    @routes.post("/{invoice}/cancel", status_code=201, summary="Withdraw an invoice")
    async def cancel(
        principal: Controller,
        invoice: Identity,
        sent: CancellationSent,
        request: Request,
        key: IdempotencyKey = None,
    ) -> JSONResponse:
        """What was paid on it stays as credit on account. 200 when it was cancelled before."""
        asked = await _cancellation(records, principal, invoice, sent)
        path = debtor_path(principal.tenant, asked.debtor)
        return answered(await desk.outcome(principal, path, asked, request, key), {})

    return routes


async def _cancellation(
    records: Records, principal: Principal, invoice: str, sent: CancellationSent
) -> CancelInvoice:
    """The command under the debtor where the invoice is. Raises NotFound."""
    row = await awaited(lambda: records.document(principal.tenant, invoice, "invoice"))
    if row is None:
        raise NotFound(what="invoice", id=invoice)
    return CancelInvoice(
        invoice=invoice,
        debtor=row["debtor"],
        reason=sent.reason,
        cancelled_by=principal.subject,
    )


async def body_of(request: Request) -> bytes:
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


def _as_file(document: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{document}.xml"',
        "X-Content-Type-Options": "nosniff",
    }
