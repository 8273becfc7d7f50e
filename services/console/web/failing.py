"""What a page says when it cannot be shown: as a page, in the reader's language."""

from typing import Final
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from libs.chassis.problems import MEDIA_TYPE, BodyTooLarge
from services.console.web.guarding import OF_APIS
from services.console.web.ports import Said, Silent
from services.console.web.rendering import View
from services.console.web.visiting import (
    SEE_OTHER,
    FormStale,
    House,
    LoginNeeded,
    Lost,
    not_kept,
    told,
)

LOST: Final = 404
LOGGED_OUT: Final = 401
SERVER: Final = 500


def install(app: FastAPI, house: House) -> None:
    """Let errors of pages leave as pages; those below `/v1/` stay problem+json."""

    def on_login(request: Request, needed: Exception) -> Response:
        """What somebody sent is not sent on: a browser stops a form on its way to the issuer."""
        assert isinstance(needed, LoginNeeded)
        where = f"/login?{urlencode({'then': needed.then})}"
        if request.method == "GET":
            return not_kept(RedirectResponse(where, SEE_OTHER))
        words = house.words(request)
        reason = words("problem.session_over")
        return house.renderer.page(
            "not_in.html", View(words, "/"), status=LOGGED_OUT, reason=reason, where=where
        )

    def on_said(request: Request, said: Exception) -> Response:
        assert isinstance(said, Said)
        answer = _page(house, request, said.status, told(house.words(request), said))
        if isinstance(said, Silent):
            answer.headers["Retry-After"] = "2"
        return answer

    def on_stale(request: Request, _: Exception) -> Response:
        return _page(house, request, 403, house.words(request)("problem.stale_form"))

    def on_lost(request: Request, _: Exception) -> Response:
        return _page(house, request, LOST, house.words(request)("problem.lost"))

    app.add_exception_handler(LoginNeeded, on_login)
    app.add_exception_handler(Said, on_said)
    app.add_exception_handler(FormStale, on_stale)
    app.add_exception_handler(Lost, on_lost)


class AsPages:
    """What the chassis answers as problem+json leaves as a page, where a person asked for one:
    a body that is too large, a database that is away, an address that there is none of."""

    def __init__(self, app: ASGIApp, house: House) -> None:
        self._app, self._house = app, house

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OF_APIS):
            await self._app(scope, receive, send)
            return
        problem: Message | None = None

        async def unless_problem(message: Message) -> None:
            nonlocal problem
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                problem = message if kind.startswith(MEDIA_TYPE) else None
            if problem is None:
                await send(message)

        await self._app(scope, receive, unless_problem)
        if problem is not None:
            page = _problem(self._house, Request(scope), int(problem["status"]))
            await page(scope, receive, send)


def _problem(house: House, request: Request, status: int) -> Response:
    words = house.words(request)
    if status == BodyTooLarge.STATUS:
        return _page(house, request, status, words("problem.too_large"))
    if status < SERVER:
        return _page(house, request, LOST, words("problem.lost"))
    sentence = words("problem.silent", service=words.of("services", "console"))
    answer = _page(house, request, status, sentence)
    answer.headers["Retry-After"] = "2"
    return answer


def _page(house: House, request: Request, status: int, sentence: str) -> Response:
    view = View(house.words(request), "/")
    return house.renderer.page("failed.html", view, status=status, sentence=sentence)
