"""Each request to an API as a step of a trace: the caller's where it names one, else a new one."""

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.tracing import CURRENT, Spans, is_context
from libs.events.loop.tracing import Step, now_ns

FOLLOWED: Final = "/v1/"
"""Health and metrics are asked all the time, and lead to nothing."""
UNKNOWN_METHOD: Final = "_OTHER"
METHODS: Final = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})


class TracedRequests:
    """Wraps an application. What a handler asks meanwhile names the request as what led to it."""

    def __init__(self, app: ASGIApp, spans: Spans) -> None:
        self._app, self._spans = app, spans

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(FOLLOWED):
            await self._app(scope, receive, send)
            return
        parent = traceparent_of(scope["headers"])
        trace = self._spans.below(parent) if parent else self._spans.first()
        began_ns, status = now_ns(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        before = CURRENT.set(trace)
        try:
            await self._app(scope, receive, noting)
        finally:
            CURRENT.reset(before)
            if trace != parent:
                self._spans.ended(_step(scope, status, trace, parent, began_ns))


def traceparent_of(headers: Iterable[tuple[bytes, bytes]]) -> str:
    """The caller's context; empty when there is none, or it is not one."""
    found = [value for name, value in headers if name == b"traceparent"]
    text = found[0].decode("latin-1") if len(found) == 1 else ""
    return text if is_context(text) else ""


def _step(scope: Scope, status: int, trace: str, parent: str, began_ns: int) -> Step:
    """Named by the route, never by the path or the query: those hold ids and numbers of people."""
    method = scope["method"] if scope["method"] in METHODS else UNKNOWN_METHOD
    route: str = getattr(scope.get("route"), "path", "")
    about: dict[str, str | int] = {
        "http.request.method": method,
        "http.response.status_code": status,
        "url.scheme": scope["scheme"],
    }
    if route:
        about["http.route"] = route
    return Step(
        name=f"{method} {route}" if route else method,
        kind="server",
        trace=trace,
        parent=parent,
        began_ns=began_ns,
        attributes=about,
        error=str(status) if status >= 500 else "",
    )
