"""Position tokens: what a write recorded up to, and reading what was recorded up to there."""

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from typing import Final
from urllib.parse import parse_qsl, urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.events.log.position import Position, is_token, positions_in, token_of
from libs.events.views.following import AFTER

HEADER: Final = "Relance-Position"
AFTER_PARAMETER: Final = "after"
"""Also the place in a list: an id of 26 letters and digits is no token, and stays."""

_NOTED: ContextVar[list[Position] | None] = ContextVar("noted", default=None)


def note(positions: Iterable[Position]) -> None:
    """Let the answer to this request tell where something of it was recorded."""
    noted = _NOTED.get()
    if noted is not None:
        noted.extend(positions)


class PositionTokens:
    """Wraps an application: what is read waits for `?after=<token>`, what is written tells one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noted: list[Position] = []

        async def telling(message: Message) -> None:
            if noted and message["type"] == "http.response.start":
                token = token_of(noted).encode()
                headers = [*message["headers"], (HEADER.lower().encode(), token)]
                message = {**message, "headers": headers}
            await send(message)

        # In place: who wraps this looks into the scope afterwards, for the route.
        scope["query_string"], after = _apart(scope["query_string"])
        noting, reading = _NOTED.set(noted), AFTER.set(after)
        try:
            await self._app(scope, receive, telling)
        finally:
            AFTER.reset(reading)
            _NOTED.reset(noting)


def _apart(query: bytes) -> tuple[bytes, Sequence[Position]]:
    """The query without tokens, and what the tokens in it name."""
    if AFTER_PARAMETER.encode() not in query:
        return query, ()
    asked = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
    tokens = [value for name, value in asked if name == AFTER_PARAMETER and is_token(value)]
    if not tokens:
        return query, ()
    rest = [one for one in asked if one[0] != AFTER_PARAMETER or one[1] not in tokens]
    return urlencode(rest).encode(), [one for token in tokens for one in positions_in(token)]
