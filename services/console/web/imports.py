"""What comes in: documents and bank statements, how far each is, and files to upload."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.web.gathering import NOTHING, gathered
from services.console.web.ports import Said
from services.console.web.rendering import View
from services.console.web.visiting import House, Lost, Visit, back_to

SHOWN_MAX: Final = 60
UPLOADS: Final = {
    "statement": ("matching", "/v1/statements"),
    "invoice": ("ingestion", "/v1/invoices"),
}
"""Service and path by the last part of the form's address."""


def router(house: House) -> APIRouter:
    """Routes under /imports."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/imports")
    async def show(request: Request) -> Response:
        visit = await house.visit(request)
        visit.needs("look")
        return await _page(visit, visit.view(live=""))

    @routes.post("/imports/{what}")
    async def upload(request: Request, what: str) -> Response:
        """One file; a statement is taken whole or not at all, and what is refused says why."""
        visit = await house.visit(request)
        if what not in UPLOADS:
            raise Lost
        service, path = UPLOADS[what]
        form = await visit.form()
        file = form.uploads.get("file")
        if file is None:
            raise Lost
        try:
            values = {"creditor": form["creditor"]}
            await visit.services.send(service, path, file, values, key=form.key)
        except Said as said:
            return await _page(visit, visit.refused("", said, form), status=said.status)
        return back_to("/imports", "uploaded")

    return routes


async def _page(visit: Visit, view: View, *, status: int = 200) -> HTMLResponse:
    services = visit.services
    found = await gathered(
        imports=services.get("ingestion", "/v1/imports", limit=SHOWN_MAX),
        statements=services.get("matching", "/v1/statements", order="desc", limit=SHOWN_MAX),
        creditors=services.everything("ingestion", "/v1/creditors"),
    )
    creditors = (found["creditors"] or NOTHING).rows
    accounts = {
        account["account"]: account["iban"] for one in creditors for account in one["accounts"]
    }
    return visit.house.renderer.page(
        "imports.html",
        view,
        status=status,
        imports=(found["imports"] or {"items": []})["items"],
        statements=(found["statements"] or {"items": []})["items"],
        accounts=accounts,
        creditors=[(one["creditor"], one["name"]) for one in creditors],
        silent=found.silent,
    )
