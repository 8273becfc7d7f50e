"""Cookies: whose session it is, which login is under way, which language is read."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fastapi import Request
from fastapi.responses import Response

LOGIN_S: Final = 600
YEAR_S: Final = 365 * 24 * 3600
SECRET_BYTES: Final = 32
HOME: Final = "/"


@dataclass(frozen=True, slots=True)
class Cookies:
    """Their names and marks; over TLS no other host and no plain answer can set them."""

    is_tls: bool

    def name(self, what: str) -> str:
        return f"__Host-relance-{what}" if self.is_tls else f"relance-{what}"

    def read(self, request: Request, what: str) -> str:
        return request.cookies.get(self.name(what), "")

    def keep(self, answer: Response, what: str, value: str, life_s: int) -> None:
        answer.set_cookie(
            self.name(what),
            value,
            max_age=life_s,
            path="/",
            secure=self.is_tls,
            httponly=True,
            samesite="lax",
        )

    def drop(self, answer: Response, what: str) -> None:
        answer.delete_cookie(
            self.name(what), path="/", secure=self.is_tls, httponly=True, samesite="lax"
        )


@dataclass(frozen=True, slots=True)
class Login:
    """A login under way: all that it needs is made of one secret, which the browser has."""

    secret: str
    then: str
    """The page that was asked for."""

    @classmethod
    def fresh(cls, then: str) -> "Login":
        return cls(secrets.token_urlsafe(SECRET_BYTES), local(then))

    @classmethod
    def read(cls, cookie: str) -> "Login | None":
        secret, _, then = cookie.partition("|")
        return cls(secret, local(then)) if secret else None

    @property
    def cookie(self) -> str:
        return f"{self.secret}|{self.then}"

    def made(self, purpose: str) -> str:
        """State, nonce, or PKCE verifier (64 characters)."""
        return hmac.digest(self.secret.encode(), purpose.encode(), "sha256").hex()


def local(path: str) -> str:
    """A path of ours; an address elsewhere becomes the first page."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    is_plain = path.isascii() and path.isprintable() and " " not in path
    return path if is_ours and is_plain else HOME


def seconds_until(ends_at: datetime) -> int:
    return max(1, int((ends_at - datetime.now(UTC)).total_seconds()))
