"""Pages in front of services that a test plays: what each answers, and what it was asked to do."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from libs.chassis.http import make_app
from libs.chassis.identity import Principal, Tokens
from libs.chassis.problems import MEDIA_TYPE
from libs.chassis.secrets import make_secrets
from services.console.adapters.calling import HttpCalls
from services.console.adapters.issuer import Client, HttpIssuer
from services.console.adapters.listening import Listening
from services.console.settings import Settings
from services.console.tests.housing import face_of
from services.console.views.reading import Figures
from services.console.web import routes
from services.console.web.cookies import Cookies
from services.console.web.ports import Grant, Session
from services.console.web.rendering import Renderer
from services.console.web.visiting import IDENTITY, House

CSRF: Final = "0" * 64
SECRET: Final = "who-has-this-is-Paula"
BODY_BYTES_MAX: Final = 100_000
NAMES: Final = ("calendar", "ingestion", "matching", "dunning", "notifications", "risk", "handoff")
Answer = dict[str, Any] | tuple[int, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asked a service to do."""

    what: str
    """Service and path."""
    body: dict[str, Any]
    key: str


@dataclass(slots=True)
class Services:
    """All services behind one transport; a list that nobody filled is empty."""

    answers: dict[str, Answer] = field(default_factory=dict)
    """By `matching /v1/payments`, or `matching /v1/payments?after=…` where another page says
    something else; with a status, where it is not 200."""
    lost: set[str] = field(default_factory=set)
    """What is done, and the answer gets lost on its way."""
    asked: list[Asked] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        what = f"{request.url.hostname} {request.url.path}"
        if request.method == "POST":
            await self._note(what, request)
        if what in self.lost:
            raise httpx.ReadTimeout("nothing came")
        after = request.query_params.get("after")
        page = f"{what}?after={after}" if after else what
        found = self.answers.get(page, self.answers.get(what))
        if found is None:
            found = self._otherwise(what, request.method)
        status, document = found if isinstance(found, tuple) else (200, found)
        kind = MEDIA_TYPE if status >= 400 else "application/json"
        return JSONResponse(document, status, media_type=kind)

    async def _note(self, what: str, request: Request) -> None:
        body: dict[str, Any] = {}
        with suppress(ValueError):
            body = await request.json()
        self.asked.append(Asked(what, body, request.headers.get("idempotency-key", "")))

    def _otherwise(self, what: str, method: str) -> Answer:
        if method == "POST":
            return 201, {"events": []}
        if what == "calendar /v1/days":
            return {"played": True, "day_on": "2026-03-16", "zones": []}
        if IDENTITY.fullmatch(what.rpartition("/")[2]):
            return refusal(404, "not_found", "There is none here.")
        return {"items": [], "next": None}


class OneSession:
    """Paula is logged in for as long as it says so."""

    def __init__(self, *roles: str) -> None:
        self.principal: Principal | None = Principal("paula", "t", roles)

    async def begin(self, principal: Principal, grant: Grant) -> tuple[str, datetime]:
        raise AssertionError("nobody logs in here")

    async def of(self, secret: str) -> Session | None:
        if secret != SECRET or self.principal is None:
            return None
        ends_at = datetime.now(UTC) + timedelta(hours=1)
        return Session(self.principal, "Paula Peeters", "a token", CSRF, ends_at)

    async def end(self, secret: str) -> None:
        self.principal = None


@dataclass(slots=True)
class Desk:
    """The services, the session, and a browser without a screen that follows nobody."""

    services: Services
    session: OneSession
    browser: httpx.AsyncClient

    async def sends(self, path: str, **fields: str | list[str]) -> httpx.Response:
        """A form of this session."""
        return await self.browser.post(path, data={"csrf": CSRF, "wish": "a wish", **fields})


def desk_of(home: Any, *roles: str, answers: Mapping[str, Answer] | None = None) -> Desk:
    """The console's pages for Paula, who has these roles."""
    services, session = Services(dict(answers or {})), OneSession(*roles or ("controller",))
    played = FastAPI()
    played.add_route("/{path:path}", services.answer, methods=["GET", "POST"])
    inner = httpx.AsyncClient(transport=httpx.ASGITransport(app=played))
    house = House(
        sessions=session,
        issuer=HttpIssuer(Client("http://issuer", "console", "", "openid", "/login/back"), inner),
        calls=HttpCalls({name: f"http://{name}" for name in NAMES}, inner),
        happenings=Listening("postgresql://nowhere"),
        renderer=Renderer(),
        cookies=Cookies(is_tls=False),
        zone=str(Settings.model_fields["zone"].default),
    )
    tokens = Tokens(make_secrets(home / "secrets").token_key(private=True))
    app = make_app(face_of(tokens, body_bytes_max=BODY_BYTES_MAX))
    routes.install(app, house, tokens, Figures.__new__(Figures))
    browser = httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://console",
        cookies={"relance-session": SECRET},
    )
    return Desk(services, session, browser)


def refusal(status: int, rule: str, sentence: str) -> tuple[int, dict[str, Any]]:
    """As a service says no."""
    return status, {"status": status, "rule": rule, "detail": sentence}


def field_of(page: str, name: str) -> list[str]:
    """The tags of a page that are named so, as they stand in it."""
    return [tag for tag in page.replace("<", "\n<").splitlines() if f'name="{name}"' in tag]
