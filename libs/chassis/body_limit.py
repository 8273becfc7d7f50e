"""No body larger than the limit is ever held in memory, whatever its headers say."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.problems import BodyTooLarge, as_response


class BodyLimit:
    """ASGI middleware: 413 as soon as a body is seen to be too large."""

    def __init__(self, app: ASGIApp, bytes_max: int) -> None:
        self._app = app
        self._bytes_max = bytes_max

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > self._bytes_max:
            await as_response(self._problem())(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._bytes_max:
                raise self._problem()
            return message

        await self._app(scope, counted, send)

    def _problem(self) -> BodyTooLarge:
        return BodyTooLarge(bytes_max=self._bytes_max)
