"""Authorization codes: asked for by a client, given to a person, redeemed once."""

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Final
from urllib.parse import urlencode, urlsplit

from deploy.local.issuer.people import Person

CODE_LIFE_S: Final = 60.0
CODES_MAX: Final = 1_000
CHALLENGE_LENGTHS: Final = range(43, 129)
HOSTS: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class Mistaken(Exception):
    """A request that nobody is sent back for: its client or its way back cannot be trusted."""


class Refused(Exception):
    """A request that its client is told about, by the standard's word and a sentence."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a login, as far as it matters."""

    client: str
    redirect: str
    state: str
    nonce: str
    challenge: str

    def back(self, **said: str) -> str:
        """The address that the browser is sent to."""
        given = said | ({"state": self.state} if self.state else {})
        joined = "&" if urlsplit(self.redirect).query else "?"
        return f"{self.redirect}{joined}{urlencode(given)}"


def asked_by(query: Mapping[str, str], clients: frozenset[str]) -> Asked:
    """Raises Mistaken for a client or a way back that is not known here."""
    client, redirect = query.get("client_id", ""), query.get("redirect_uri", "")
    if client not in clients:
        raise Mistaken(f"the client {client!r} is not known here: {', '.join(sorted(clients))}")
    if not is_loopback(redirect):
        raise Mistaken("redirect_uri has to be on this machine: http://127.0.0.1:<port>/…")
    return Asked(
        client=client,
        redirect=redirect,
        state=query.get("state", ""),
        nonce=query.get("nonce", ""),
        challenge=query.get("code_challenge", ""),
    )


def check(query: Mapping[str, str], asked: Asked) -> None:
    """Raises Refused unless it asks for a code with a proof of who will redeem it."""
    if query.get("response_type") != "code":
        raise Refused("unsupported_response_type", "response_type has to be code")
    if "openid" not in query.get("scope", "").split():
        raise Refused("invalid_scope", "scope has to have openid")
    if query.get("code_challenge_method") != "S256" or len(asked.challenge) not in (
        CHALLENGE_LENGTHS
    ):
        raise Refused("invalid_request", "PKCE is needed: code_challenge, and S256 as its method")


@dataclass(frozen=True, slots=True)
class Granted:
    """What a code stands for."""

    asked: Asked
    person: Person
    until_s: float


class Codes:
    """Codes that were given and not redeemed yet; bounded in number and life."""

    def __init__(self) -> None:
        self._granted: dict[str, Granted] = {}

    def give(self, asked: Asked, person: Person) -> str:
        now_s = time.monotonic()
        for code in [code for code, one in self._granted.items() if one.until_s < now_s]:
            del self._granted[code]
        while len(self._granted) >= CODES_MAX:
            del self._granted[next(iter(self._granted))]
        code = token_urlsafe(32)
        self._granted[code] = Granted(asked, person, now_s + CODE_LIFE_S)
        return code

    def redeem(self, form: Mapping[str, str]) -> Granted:
        """Once, by who asked for it. Raises Refused."""
        if form.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type", "grant_type has to be authorization_code")
        granted = self._granted.pop(form.get("code", ""), None)
        if granted is None or granted.until_s < time.monotonic():
            raise Refused("invalid_grant", "the code is over, was redeemed, or never given")
        asked = granted.asked
        if (form.get("client_id"), form.get("redirect_uri")) != (asked.client, asked.redirect):
            raise Refused("invalid_grant", "the code was given to another client or way back")
        if not hmac.compare_digest(challenge_of(form.get("code_verifier", "")), asked.challenge):
            raise Refused("invalid_grant", "code_verifier does not fit code_challenge")
        return granted


def challenge_of(verifier: str) -> str:
    """S256 of RFC 7636."""
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_loopback(url: str) -> bool:
    """Whether a browser that is sent there stays on this machine."""
    try:
        parts = urlsplit(url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    except ValueError:
        return False
    return parts.scheme == "http" and host in HOSTS and not parts.fragment and not parts.username
