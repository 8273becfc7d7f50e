"""Messages as they were sent, and why; demands with what led to them."""

from typing import Final, get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from services.console.web.gathering import gathered, or_nothing
from services.console.web.guarding import LETTER_CSP
from services.console.web.message_states import MessageState
from services.console.web.ports import Document
from services.console.web.rendering import View
from services.console.web.visiting import House, Visit, identity

SHOWN_MAX: Final = 100
STATES: Final[tuple[str, ...]] = get_args(MessageState)


def router(house: House) -> APIRouter:
    """Routes under /messages."""
    routes = APIRouter(prefix="/messages", include_in_schema=False)

    @routes.get("")
    async def show_all(request: Request, status: str = "", after: str = "") -> Response:
        """The latest first."""
        visit = await house.visit(request)
        asked = {"status": status} if status in STATES else {}
        asked |= {"after": identity(after)} if after else {}
        page = await visit.services.get(
            "notifications", "/v1/messages", order="desc", limit=SHOWN_MAX, **asked
        )
        return house.renderer.page(
            "messages.html",
            visit.view(live=""),
            page=page,
            chosen=status,
            states=STATES,
        )

    @routes.get("/{message}")
    async def show(request: Request, message: str) -> Response:
        visit = await house.visit(request)
        found = await visit.services.get("notifications", f"/v1/messages/{identity(message)}")
        return await page_of_demand(visit, found["demand"], found, visit.view(live=found["debtor"]))

    return routes


def letters(house: House) -> APIRouter:
    """What a message is made of, as it was sent."""
    routes = APIRouter(prefix="/messages", include_in_schema=False)

    @routes.get("/{message}/letter")
    async def letter(request: Request, message: str) -> Response:
        """As it reads, for a frame in which nothing runs and nothing is fetched."""
        visit = await house.visit(request)
        raw = await visit.services.raw("notifications", f"/v1/messages/{identity(message)}/preview")
        headers = {"Content-Security-Policy": LETTER_CSP, "Cache-Control": "no-store"}
        return HTMLResponse(raw, headers=headers)

    @routes.get("/{message}/content")
    async def content(request: Request, message: str) -> Response:
        """The exact bytes, as a file."""
        visit = await house.visit(request)
        raw = await visit.services.raw("notifications", f"/v1/messages/{identity(message)}/content")
        headers = {
            "Content-Disposition": f'attachment; filename="{message}.eml"',
            "Cache-Control": "no-store",
        }
        return Response(raw, media_type="message/rfc822", headers=headers)

    return routes


def demands(house: House) -> APIRouter:
    """Routes under /demands."""
    routes = APIRouter(prefix="/demands", include_in_schema=False)

    @routes.get("/{demand}")
    async def show_demand(request: Request, demand: str) -> Response:
        visit = await house.visit(request)
        found = await visit.services.get("dunning", f"/v1/demands/{identity(demand)}")
        message = None
        if found["message"] and visit.session.principal.may("look"):
            asked = visit.services.get("notifications", f"/v1/messages/{found['message']}")
            message = await or_nothing(asked)
        return await page_of_demand(visit, demand, message, visit.view(live=found["debtor"]))

    return routes


async def page_of_demand(
    visit: Visit, demand: str, message: Document | None, view: View, *, status: int = 200
) -> HTMLResponse:
    """A demand with its message, where there is one that the reader may see."""
    found = await gathered(
        demand=or_nothing(visit.services.get("dunning", f"/v1/demands/{demand}"))
    )
    return visit.house.renderer.page(
        "message.html",
        view,
        status=status,
        message=message,
        demand=found["demand"] or {},
        silent=found.silent,
    )
