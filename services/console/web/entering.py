"""Logging in and out, and choosing a language."""

import hmac
from typing import Final

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from libs.chassis.identity import Verifier
from libs.chassis.problems import Problem
from services.console.web.cookies import LOGIN_S, YEAR_S, Login, local, seconds_until
from services.console.web.ports import LoginRefused
from services.console.web.rendering import View
from services.console.web.visiting import SEE_OTHER, House, back_to, not_kept
from services.console.web.words import LOCALES

log = structlog.get_logger(__name__)
UNREADY: Final = 502
REFUSED: Final = 403
HINT_MAX: Final = 200


def router(house: House, tokens: Verifier) -> APIRouter:
    """Routes in, which need no session."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/login")
    async def log_in(request: Request, then: str = "/", hint: str = "") -> Response:
        """`hint`: who probably comes, for the issuer."""
        login = Login.fresh(then)
        try:
            where = await house.issuer.address(
                state=login.made("state"),
                nonce=login.made("nonce"),
                verifier=login.made("verifier"),
                hint=hint[:HINT_MAX],
            )
        except LoginRefused as refused:
            return _not_in(house, request, str(refused), UNREADY)
        answer = RedirectResponse(where, SEE_OTHER)
        house.cookies.keep(answer, "login", login.cookie, LOGIN_S)
        return not_kept(answer)

    @routes.get(house.redirect_path)
    async def come_back(
        request: Request, code: str = "", state: str = "", error: str = ""
    ) -> Response:
        login = Login.read(house.cookies.read(request, "login"))
        if login is None or not hmac.compare_digest(state.encode(), login.made("state").encode()):
            return _not_in(house, request, house.words(request)("login.stale"), REFUSED)
        if error or not code:
            return _not_in(house, request, error[:100], REFUSED)
        try:
            return await _begun(house, tokens, login, code)
        except (LoginRefused, Problem) as refused:
            log.warning("login_refused", reason=type(refused).__name__)
            return _not_in(house, request, str(refused), REFUSED)

    return routes


def leaving(house: House) -> APIRouter:
    """Routes out, and to another language."""
    routes = APIRouter(include_in_schema=False)

    @routes.post("/logout")
    async def log_out(request: Request) -> Response:
        visit = await house.visit(request)
        await visit.form()
        await house.sessions.end(house.cookies.read(request, "session"))
        answer = back_to("/logged-out")
        house.cookies.drop(answer, "session")
        return answer

    @routes.get("/logged-out")
    async def logged_out(request: Request) -> Response:
        view = View(house.words(request), "/logged-out")
        return house.renderer.page("logged_out.html", view)

    @routes.get("/language/{code}")
    async def choose(code: str, then: str = "/") -> Response:
        answer = RedirectResponse(local(then), SEE_OTHER)
        if code in LOCALES:
            house.cookies.keep(answer, "language", code, YEAR_S)
        return not_kept(answer)

    return routes


async def _begun(house: House, tokens: Verifier, login: Login, code: str) -> Response:
    """Raises LoginRefused, and Unauthenticated for an access token that no service would take."""
    grant = await house.issuer.granted(
        code=code, nonce=login.made("nonce"), verifier=login.made("verifier")
    )
    principal = await tokens.principal(grant.access_token)
    secret, ends_at = await house.sessions.begin(principal, grant)
    answer = RedirectResponse(login.then, SEE_OTHER)
    house.cookies.drop(answer, "login")
    house.cookies.keep(answer, "session", secret, seconds_until(ends_at))
    log.info("logged_in", tenant=principal.tenant)
    return not_kept(answer)


def _not_in(house: House, request: Request, reason: str, status: int) -> Response:
    view = View(house.words(request), "/")
    answer = house.renderer.page("not_in.html", view, status=status, reason=reason, where="/login")
    house.cookies.drop(answer, "login")
    return answer
