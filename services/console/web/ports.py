"""What pages ask of the world: the services, the issuer, sessions, and what happens.

Said
├── Refused     a service refuses: its own rule and sentence
├── Undecided   a service has taken it in, and decides it later
└── Silent      a service does not answer
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from libs.chassis.identity import Principal

Document = dict[str, Any]
"""JSON as a service's API answers it."""
Value = str | int | Sequence[str]
"""Of a query; several values of one name are a sequence."""


@dataclass(frozen=True, slots=True)
class Some:
    """The first rows of a list, and whether there are more."""

    rows: list[Document]
    has_more: bool


class Said(Exception):
    """Why a page cannot show or do what was asked of a service."""

    def __init__(self, service: str, status: int, rule: str, sentence: str) -> None:
        super().__init__(sentence)
        self.service, self.status, self.rule, self.sentence = service, status, rule, sentence


class Refused(Said):
    """A service refuses; it says why."""


class Undecided(Said):
    """A service has taken in what it was asked to do, and has not decided it yet."""

    def __init__(self, service: str) -> None:
        super().__init__(service, 202, "undecided", "")


class Silent(Said):
    """A service does not answer in time; what it was asked to do may be done."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody chose in a form."""

    name: str
    kind: str
    raw: bytes


class Services(Protocol):
    """The APIs of the services, called for one person."""

    async def get(self, service: str, path: str, **values: Value) -> Document:
        """Raises Refused, Silent."""

    async def everything(self, service: str, path: str, **values: Value) -> Some:
        """All pages of a list, up to a limit, and whether it is longer. Raises Refused, Silent."""

    async def post(self, service: str, path: str, body: Mapping[str, Any], *, key: str) -> Document:
        """What was recorded; the same key again is answered as before.

        Raises Refused, Undecided, Silent.
        """

    async def send(
        self, service: str, path: str, upload: Upload, values: Mapping[str, str], *, key: str
    ) -> Document:
        """The same with a file. Raises Refused, Undecided, Silent."""

    async def raw(self, service: str, path: str) -> bytes:
        """The bytes of an answer. Raises Refused, Silent."""


class Calls(Protocol):
    """Calls services."""

    def as_(self, access_token: str) -> Services:
        """For whoever the token speaks for."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the issuer says of who logged in."""

    access_token: str
    subject: str
    name: str
    ends_in_s: int


class LoginRefused(Exception):
    """The issuer, or what it sent, does not let this login through."""


class Issuer(Protocol):
    """Who logs people in (OpenID Connect, authorization code with PKCE)."""

    async def address(self, *, state: str, nonce: str, verifier: str, hint: str = "") -> str:
        """Where the browser goes to log in; `hint`: as whom, maybe. Raises LoginRefused."""

    async def granted(self, *, code: str, nonce: str, verifier: str) -> Grant:
        """What a code stands for. Raises LoginRefused."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is logged in."""

    principal: Principal
    name: str
    access_token: str
    csrf: str
    """Stands in every form of this session."""
    ends_at: datetime


class Sessions(Protocol):
    """Where sessions are kept; the browser has the secret alone."""

    async def begin(self, principal: Principal, grant: Grant) -> tuple[str, datetime]:
        """The secret of a new session, and when it ends."""

    async def of(self, secret: str) -> Session | None:
        """None: it is over, or never was."""

    async def end(self, secret: str) -> None:
        """Over for good, also for a copy of the secret."""


class Happenings(Protocol):
    """What happens, as it is folded."""

    def about(
        self, tenant: str, debtor: str, before_s: float
    ) -> AbstractContextManager[asyncio.Event]:
        """Set whenever something happened of a debtor; of anybody, with `debtor` empty.

        It is set at once if something did within the last `before_s`.
        """
