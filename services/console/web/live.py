"""Server-sent events: a beat each time that something happened of what a page shows."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from services.console.web.visiting import House, Visit, identity

KEEP_S: Final = 20.0
"""So often something is sent, so that a line that is dead is noticed."""
AWAY_S: Final = 3.0
"""A browser whose stream has ended is back within so long."""
STREAM_S: Final = 300.0
"""The browser comes again then, and so does the question whether its session still stands."""


def router(house: House) -> APIRouter:
    """GET /live."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/live")
    async def listen(
        request: Request, about: str = "", age: Annotated[int, Query(ge=0)] = 0
    ) -> Response:
        """`age`: milliseconds since the page was asked for; what happened meanwhile is told too."""
        visit = await house.visit(request)
        before_s = min(max(age / 1_000, AWAY_S), STREAM_S)
        beats = _beats(visit, identity(about) if about else "", before_s)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(beats, media_type="text/event-stream", headers=headers)

    return routes


async def _beats(visit: Visit, debtor: str, before_s: float) -> AsyncIterator[str]:
    """No names and no amounts: only that the page has something new to ask for."""
    tenant = visit.session.principal.tenant
    ends_s = time.monotonic() + STREAM_S
    yield "retry: 2000\n\n"
    with visit.house.happenings.about(tenant, debtor, before_s) as beat:
        while time.monotonic() < ends_s:
            with suppress(TimeoutError):
                await asyncio.wait_for(beat.wait(), KEEP_S)
            happened = beat.is_set()
            beat.clear()
            yield "event: happened\ndata: \n\n" if happened else ": still here\n\n"
