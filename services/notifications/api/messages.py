"""Messages: what was sent to whom, when, why or why not, and its exact bytes."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Response

from libs.chassis.documenting import file_of, problems
from libs.chassis.identity import Reader
from libs.chassis.objects import ObjectErased, Objects
from libs.chassis.problems import NotFound, Problem
from services.notifications.api.shapes import (
    After,
    Identity,
    Limit,
    Listed,
    MessageQuery,
    Order,
    listed,
)
from services.notifications.api.telling import why
from services.notifications.views.reading import MessageFilter, Messages, Page, Shown, awaited

_LISTED: Final = (
    "message",
    "demand",
    "creditor",
    "debtor",
    "status",
    "channel",
    "tone",
    "template",
    "language",
    "net",
    "day_on",
    "attempts_count",
    "noted_at",
    "sent_at",
)
_HIDDEN: Final = frozenset({"case_id", "content", "personal", "currency"})


class ContentErased(Problem):
    """The content of message {message} was erased with its debtor's key."""

    RULE = "content_erased"
    STATUS = 410


def looking(messages: Messages) -> APIRouter:
    """GET of messages."""
    routes = APIRouter(prefix="/v1/messages", tags=["messages"])

    @routes.get("", summary="Messages in the order in which they were demanded")
    async def show_all(
        principal: Reader,
        asked: Annotated[MessageQuery, Query()],
        after: After = None,
        limit: Limit = 100,
        order: Order = "asc",
    ) -> Listed:
        wanted = MessageFilter(**asked.model_dump())
        rows = await messages.all(principal.tenant, wanted, Page(after, limit, order == "desc"))
        return listed([_in_list(row) for row in rows], limit)

    @routes.get("/{message}", summary="One message: lines, attempts, all that happened, and why")
    async def show(principal: Reader, message: Identity) -> dict[str, Any]:
        return _whole(await found(messages, principal.tenant, message))

    return routes


def content(messages: Messages, objects: Objects) -> APIRouter:
    """GET of a message's exact bytes."""
    routes = APIRouter(prefix="/v1/messages", tags=["messages"])

    @routes.get(
        "/{message}/content",
        summary="The exact bytes of the last attempt",
        response_class=Response,
        responses=file_of("message/rfc822") | problems(410),
    )
    async def as_sent(principal: Reader, message: Identity) -> Response:
        """message/rfc822. 404 before its first attempt, 410 once it was erased."""
        row = await found(messages, principal.tenant, message)
        if not row["sent_content"]:
            raise NotFound(what="attempt of message", id=message)
        raw = await read(objects, principal.tenant, message, row["sent_content"])
        headers = {
            "Content-Disposition": f'attachment; filename="{message}.eml"',
            "X-Content-Type-Options": "nosniff",
        }
        return Response(raw, media_type="message/rfc822", headers=headers)

    return routes


async def found(messages: Messages, tenant: str, message: str) -> Shown:
    """Raises NotFound."""
    row = await awaited(lambda: messages.one(tenant, message))
    if row is None:
        raise NotFound(what="message", id=message)
    return row


async def read(objects: Objects, tenant: str, message: str, name: str) -> bytes:
    """Raises ContentErased."""
    try:
        return await objects.get(tenant, name)
    except ObjectErased as erased:
        raise ContentErased(message=message) from erased


def _in_list(row: Shown) -> Shown:
    return {name: row[name] for name in _LISTED} | {"to": row["personal"], "why": why(row)}


def _whole(row: Shown) -> Shown:
    """`to` is null before it was composed, and once it was erased."""
    shown = {name: value for name, value in row.items() if name not in _HIDDEN}
    return shown | {"case": row["case_id"], "to": row["personal"], "why": why(row)}
