"""Who visits: a session, its language, its forms, and the services called in its name.

Turned
├── LoginNeeded     nobody is logged in
└── FormStale       a form that this session did not give out
"""

import hmac
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import UploadFile

from libs.chassis.roles import Act
from services.console.web.cookies import Cookies, local
from services.console.web.ports import (
    Calls,
    Happenings,
    Issuer,
    Refused,
    Said,
    Services,
    Session,
    Sessions,
    Silent,
    Undecided,
    Upload,
)
from services.console.web.rendering import Renderer, View
from services.console.web.words import Words, chosen

SEE_OTHER: Final = 303
FIELDS_MAX: Final = 5_000
"""A morning's demands are ticked in one form, and a list is read up to four thousand."""
FILES_MAX: Final = 1
IDENTITY: Final = re.compile(r"[0-9a-z]{26}")


class Turned(Exception):
    """A request that is not let in."""


class LoginNeeded(Turned):
    """Nobody is logged in; afterwards the page is shown."""

    def __init__(self, then: str) -> None:
        super().__init__(then)
        self.then = then


class FormStale(Turned):
    """The form is not of this session."""


class Lost(Turned):
    """There is no such page."""


@dataclass(frozen=True, slots=True)
class House:
    """What all pages share."""

    sessions: Sessions
    issuer: Issuer
    calls: Calls
    happenings: Happenings
    renderer: Renderer
    cookies: Cookies
    zone: str
    redirect_path: str = "/login/back"

    def words(self, request: Request) -> Words:
        return Words(chosen(request, self.cookies.read(request, "language")), self.zone)

    async def visit(self, request: Request) -> "Visit":
        """Raises LoginNeeded."""
        secret = self.cookies.read(request, "session")
        session = await self.sessions.of(secret) if secret else None
        if session is None:
            raise LoginNeeded(_wanted(request))
        return Visit(self, request, session)


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody sent; blanks around are nobody's wish."""

    values: Mapping[str, str]
    many: Mapping[str, tuple[str, ...]]
    uploads: Mapping[str, Upload]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def filled(self, *names: str) -> dict[str, Any]:
        """Those that are not empty."""
        return {name: self[name] for name in names if self[name]}

    @property
    def key(self) -> str:
        """Makes what is sent twice the same wish."""
        return self["wish"] or secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is logged in."""

    house: House
    request: Request
    session: Session

    @property
    def words(self) -> Words:
        return self.house.words(self.request)

    @property
    def services(self) -> Services:
        return self.house.calls.as_(self.session.access_token)

    def needs(self, act: Act) -> None:
        """For pages whose parts would each be refused. Raises Refused."""
        if not self.session.principal.may(act):
            raise Refused("console", 403, "forbidden", "")

    def view(self, live: str | None = None) -> View:
        """What stands around a page."""
        return View(
            words=self.words,
            path=path_of(self.request),
            session=self.session,
            done=_known(self.words, self.request.query_params.get("done", "")),
            live=live,
        )

    def refused(self, live: str | None, said: Said, form: Form) -> View:
        """The same after a service said no, or nobody heard what it said."""
        is_unheard = isinstance(said, Silent | Undecided)
        return replace(
            self.view(live),
            path=_wanted(self.request),
            done="",
            problem=_unheard(self.words, said) if is_unheard else told(self.words, said),
            entered=form.many,
            refused=self.request.url.path.rpartition("/")[2],
            is_unheard=is_unheard,
        )

    async def form(self) -> Form:
        """Raises FormStale."""
        async with self.request.form(max_files=FILES_MAX, max_fields=FIELDS_MAX) as sent:
            texts: dict[str, list[str]] = {}
            uploads = {}
            for name, value in sent.multi_items():
                if isinstance(value, UploadFile):
                    kind = value.content_type or "application/octet-stream"
                    uploads[name] = Upload(value.filename or "file", kind, await value.read())
                else:
                    # A script and a browser end lines differently: the wish is the same.
                    text = value.strip().replace("\r\n", "\n")
                    texts.setdefault(name, []).append(text)
        values = {name: found[0] for name, found in texts.items()}
        is_foreign = self.request.headers.get("sec-fetch-site", "same-origin") == "cross-site"
        if is_foreign or not hmac.compare_digest(
            values.get("csrf", "").encode(), self.session.csrf.encode()
        ):
            raise FormStale
        return Form(values, {name: tuple(found) for name, found in texts.items()}, uploads)


Shown = Callable[[View], HTMLResponse]


def back_to(path: str, done: str = "", **more: str) -> RedirectResponse:
    """To the page that shows what was done."""
    query = urlencode({**({"done": done} if done else {}), **more})
    return RedirectResponse(f"{path}?{query}" if query else path, SEE_OTHER)


def told(words: Words, said: Said) -> str:
    """What a service says, in its words where it has a sentence for it."""
    service = words.of("services", said.service)
    if isinstance(said, Undecided):
        return _unheard(words, said)
    if said.status >= 500:
        return words("problem.silent", service=service)
    if said.rule == "idempotency_key_reused":
        return words("problem.sent_before")
    if said.rule == "forbidden":
        return words("problem.forbidden", service=service)
    return words("problem.refused", service=service, sentence=said.sentence)


def _unheard(words: Words, said: Said) -> str:
    return words("problem.unheard", service=words.of("services", said.service))


def identity(text: str) -> str:
    """An id in a path. Raises Lost for what cannot be one."""
    if not IDENTITY.fullmatch(text):
        raise Lost
    return text


def path_of(request: Request) -> str:
    """Path and query, without what tells of something done."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "done"]
    return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path


def _wanted(request: Request) -> str:
    """The page that somebody wanted to see; of a form, the page that it stood on."""
    if request.method == "GET":
        return path_of(request)
    return local(urlsplit(request.headers.get("referer", "")).path or "/")


def _known(words: Words, done: str) -> str:
    return done if words.has(f"done.{done}") else ""


def not_kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return answer
