"""Imports: many files under one roof, each with an outcome of its own."""

import uuid
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile

from libs.chassis.asking import Asked, Asking, IdempotencyKey
from libs.chassis.identity import Controller, Principal, Reader
from libs.chassis.problems import BadRequest, NotFound
from libs.kernel.ids import IdSecret
from services.ingestion.api.answering import answered
from services.ingestion.api.batches import Batch, Batches, File
from services.ingestion.api.shapes import After, Identity, ImportSent, Limit, Listed, listed
from services.ingestion.domain.commands import EndImport, StartImport
from services.ingestion.domain.paths import import_path
from services.ingestion.views.reading import Page, Records, awaited

FILES_MAX: Final = 500
_FILES_BODY: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {
                            "type": "array",
                            "maxItems": FILES_MAX,
                            "items": {"type": "string", "format": "binary"},
                        }
                    },
                    "required": ["file"],
                }
            }
        },
    }
}


def looking(records: Records) -> APIRouter:
    """GET of imports."""
    routes = APIRouter(prefix="/v1/imports", tags=["imports"])

    @routes.get("", summary="Imports, the newest first")
    async def show_all(principal: Reader, after: After = None, limit: Limit = 100) -> Listed:
        rows = await records.imports(principal.tenant, Page(after, limit))
        return listed([_shown(row) for row in rows], "import_id", limit)

    @routes.get("/{import_id}", summary="One import, and whether it has come to rest")
    async def show(principal: Reader, import_id: Identity) -> dict[str, Any]:
        row = await awaited(lambda: records.one_import(principal.tenant, import_id))
        if row is None:
            raise NotFound(what="import", id=import_id)
        return _shown(row)

    return routes


def importing(ids: IdSecret, asking: Asking, batches: Batches) -> APIRouter:
    """POST of an import's start, its documents, its end."""
    routes = APIRouter(prefix="/v1/imports", tags=["imports"])

    @routes.post("", status_code=201, summary="Start an import")
    async def start(
        principal: Controller, sent: ImportSent, request: Request, key: IdempotencyKey = None
    ) -> JSONResponse:
        """Its creditor's demands are held until it has come to rest."""
        asked = _start(ids, principal, sent, key or uuid.uuid4().hex, await request.body())
        return answered(await asking.answer(principal, asked), {})

    @routes.post(
        "/{import_id}/documents",
        summary="Add files, each with an outcome of its own",
        openapi_extra=_FILES_BODY,
    )
    async def add(
        principal: Controller,
        import_id: Identity,
        creditor: Identity,
        request: Request,
        key: IdempotencyKey = None,
    ) -> dict[str, Any]:
        """At most 500 files. Sent again with the same Idempotency-Key, it is answered as before;
        what was accepted stays, whatever becomes of the rest."""
        files = await _files(request)
        batch = Batch(import_id, creditor, key or uuid.uuid4().hex)
        return {"import": import_id, "documents": await batches.add(principal, batch, files)}

    @routes.post("/{import_id}/end", status_code=201, summary="No more documents come")
    async def end(principal: Controller, import_id: Identity) -> JSONResponse:
        """Finished once all that it brought is at rest; after ten idle minutes it ends itself."""
        return await _end(asking, principal, import_id)

    return routes


def _start(
    ids: IdSecret, principal: Principal, sent: ImportSent, idempotency: str, body: bytes
) -> Asked:
    import_id = ids.hashed(principal.tenant, "import", idempotency)
    command = StartImport(import_id=import_id, creditor=sent.creditor, started_by=principal.subject)
    return Asked(import_path(principal.tenant, import_id), command, "imports", idempotency, body)


async def _end(asking: Asking, principal: Principal, import_id: str) -> JSONResponse:
    command = EndImport(import_id=import_id, ended_by="client")
    path = import_path(principal.tenant, import_id)
    asked = Asked(path, command, f"import-end/{import_id}", uuid.uuid4().hex, b"", is_fresh=True)
    return answered(await asking.answer(principal, asked), {})


async def _files(request: Request) -> list[File]:
    """The files of a form, in their order. Raises BadRequest when there is none."""
    async with request.form(max_files=FILES_MAX, max_fields=5) as form:
        uploads = [one for _, one in form.multi_items() if isinstance(one, UploadFile)]
        files = [File(one.filename or f"file {n}", await one.read()) for n, one in _count(uploads)]
    if not files:
        raise BadRequest(where="file", reason="the form has no file")
    return files


def _count(uploads: list[UploadFile]) -> list[tuple[int, UploadFile]]:
    return list(enumerate(uploads, start=1))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    """With a word for where it stands: open, ended (not yet at rest), finished."""
    state = "finished" if row["finished_at"] else "ended" if row["ended_at"] else "open"
    return row | {"state": state}
