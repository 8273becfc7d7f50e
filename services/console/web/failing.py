"""What a page says when it cannot be shown: as a page, in the reader's language."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

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


def install(app: FastAPI, house: House) -> None:
    """Let errors of pages leave as pages; those below `/v1/` stay problem+json."""

    def page(request: Request, status: int, sentence: str) -> Response:
        view = View(house.words(request), "/")
        return house.renderer.page("failed.html", view, status=status, sentence=sentence)

    def on_login(_: Request, needed: Exception) -> Response:
        assert isinstance(needed, LoginNeeded)
        where = f"/login?{urlencode({'then': needed.then})}"
        return not_kept(RedirectResponse(where, SEE_OTHER))

    def on_said(request: Request, said: Exception) -> Response:
        assert isinstance(said, Said)
        answer = page(request, said.status, told(house.words(request), said))
        if isinstance(said, Silent):
            answer.headers["Retry-After"] = "2"
        return answer

    def on_stale(request: Request, _: Exception) -> Response:
        return page(request, 403, house.words(request)("problem.stale_form"))

    def on_lost(request: Request, _: Exception) -> Response:
        return page(request, 404, house.words(request)("problem.lost"))

    app.add_exception_handler(LoginNeeded, on_login)
    app.add_exception_handler(Said, on_said)
    app.add_exception_handler(FormStale, on_stale)
    app.add_exception_handler(Lost, on_lost)
    for kind in (HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _either(app.exception_handlers[kind], on_lost))


Handler = Callable[[Request, Any], Any]


def _either(of_apis: Handler, of_pages: Handler) -> Handler:
    """By the address: what programs ask for is answered as programs read it."""

    async def answered(request: Request, mistake: Exception) -> Response:
        handler = of_apis if request.url.path.startswith("/v1/") else of_pages
        answer: Response = handler(request, mistake)
        return answer

    return answered
