"""What a message looks like to its reader, for a screen: the HTML with its picture in it."""

import base64

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from libs.chassis.documenting import problems
from libs.chassis.identity import Reader
from libs.chassis.objects import Objects
from libs.chassis.problems import NotFound
from services.notifications.adapters.composing.composed import Composed, from_bytes
from services.notifications.adapters.composing.templates import CODE_ID
from services.notifications.api.messages import found, read
from services.notifications.api.shapes import Identity
from services.notifications.views.reading import Messages

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox"
"""A mail is data: no script of it runs, and nothing is fetched for it."""


def previewing(messages: Messages, objects: Objects) -> APIRouter:
    """GET of a composed message as a page."""
    routes = APIRouter(prefix="/v1/messages", tags=["messages"])

    @routes.get(
        "/{message}/preview",
        summary="As it reads, also before it is sent",
        response_class=HTMLResponse,
        responses=problems(410),
    )
    async def preview(principal: Reader, message: Identity) -> HTMLResponse:
        """404 before it was composed, 410 once it was erased."""
        row = await found(messages, principal.tenant, message)
        if not row["content"]:
            raise NotFound(what="composed message", id=message)
        composed = from_bytes(await read(objects, principal.tenant, message, row["content"]))
        headers = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff"}
        return HTMLResponse(page_of(composed), headers=headers)

    return routes


def page_of(composed: Composed) -> str:
    """The HTML part, with the picture that a mail carries beside it inside."""
    picture = base64.b64encode(composed.rendered.code).decode()
    return composed.rendered.html.replace(f"cid:{CODE_ID}", f"data:image/png;base64,{picture}")
