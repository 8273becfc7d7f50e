"""What answers HTTP from the first moment on: health at first, everything once it is there."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.problems import Unavailable, as_response

log = structlog.get_logger(__name__)

DRAIN_S = 5
TICK_S = 1.0
KEEP_ALIVE_S = 620
"""Longer than clients and proxies keep an idle connection (60 to 600 s): it is they who close it
then, and none sends a request into a connection that is being closed."""


class Front:
    """A server whose application is exchanged when the process is ready for more."""

    def __init__(self, app: ASGIApp, host: str, port: int) -> None:
        self.app = app
        self._socket = socket.create_server((host, port))
        config = uvicorn.Config(
            self._answer,
            interface="asgi3",  # uvicorn takes a method for the older kind
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=DRAIN_S,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
        self._server = _Server(config)

    @property
    def port(self) -> int:
        port: int = self._socket.getsockname()[1]
        return port

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """By the application; a request that outlasts the drain is told to come again."""
        has_begun = False

        async def sent(message: Message) -> None:
            nonlocal has_begun
            has_begun = True
            await send(message)

        try:
            await self.app(scope, receive, sent)
        except asyncio.CancelledError:
            if has_begun or scope["type"] != "http":
                raise
            await as_response(Unavailable(what="this process, which stops,"))(scope, receive, send)

    async def serve(self) -> None:
        """Serve until `stop`; requests under way are answered first."""
        log.info("listened", port=self.port)
        await self._server.serve(sockets=[self._socket])

    def stop(self) -> None:
        self._server.stop()


class _Server(uvicorn.Server):
    """Leaves signals to the process, which has more to stop than HTTP, and waits to be stopped."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._told_to_stop = asyncio.Event()

    def stop(self) -> None:
        self.should_exit = True
        self._told_to_stop.set()

    async def main_loop(self) -> None:
        """As the library's, which looks ten times a second: the date it keeps is of a second."""
        while not await self.on_tick(0):
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_S):
                    await self._told_to_stop.wait()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
