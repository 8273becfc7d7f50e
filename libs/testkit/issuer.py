"""An OpenID Connect issuer on loopback: nobody is asked for a password, tests say who comes."""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OKPKey

from deploy.local.ports import LOOPBACK

CLIENT = "relance-console"
LIFE_S = 3600
AccessToken = Callable[[str], str]
"""The access token of a subject."""


@dataclass(slots=True)
class Issuer:
    """Who logs in next, and what the token endpoint says of it."""

    url: str
    access_token: AccessToken
    person: str = "paula"
    name: str = "Paula Peeters"
    claims: dict[str, Any] = field(default_factory=dict)
    """What the id token says otherwise."""
    key: OKPKey = field(default_factory=lambda: OKPKey.generate_key("Ed25519", {"kid": "1"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def turn_key(self) -> None:
        """Sign with another key from now on."""
        kid = str(int(str(self.key.kid)) + 1)
        self.key = OKPKey.generate_key("Ed25519", {"kid": kid})

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def keys(self) -> dict[str, Any]:
        return {"keys": [self.key.as_dict(private=False)]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser is sent back to."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = token_urlsafe()
        self.codes[code] = asked
        told = urlencode({"code": code, "state": asked["state"]})
        return f"{asked['redirect_uri']}?{told}"

    def redeem(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """A code is good once, for who has the verifier of its challenge."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or proof != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": self.access_token(self.person),
            "id_token": self.id_token(asked["nonce"]),
            "token_type": "Bearer",
            "expires_in": LIFE_S,
        }

    def id_token(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": self.person,
            "name": self.name,
            "nonce": nonce,
            "iat": now,
            "exp": now + LIFE_S,
        }
        header = {"alg": "Ed25519", "kid": self.key.kid}
        return jwt.encode(header, claims | self.claims, self.key, algorithms=["Ed25519"])


@contextmanager
def issuing(access_token: AccessToken) -> Iterator[Issuer]:
    """An issuer on a port of its own, until the block ends."""
    server = ThreadingHTTPServer((LOOPBACK, 0), _Handler)
    server.daemon_threads = True
    issuer = Issuer(f"http://{LOOPBACK}:{server.server_port}", access_token)
    server.issuer = issuer  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, name="issuer", daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """The four addresses of an issuer."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the base class asks for it by this name
        issuer, where = self._issuer, urlsplit(self.path)
        if where.path == "/.well-known/openid-configuration":
            self._answer(200, issuer.discovery())
        elif where.path == "/keys":
            self._answer(200, issuer.keys())
        else:
            self._answer(303, {}, issuer.authorize(_one_each(where.query)))

    def do_POST(self) -> None:  # the base class asks for it by this name
        length = int(self.headers.get("Content-Length", "0"))
        form = _one_each(self.rfile.read(length).decode())
        self._answer(*self._issuer.redeem(form))

    def log_message(self, *_: object) -> None:
        """Nothing: what is asked is the test's own."""

    @property
    def _issuer(self) -> Issuer:
        issuer: Issuer = self.server.issuer  # type: ignore[attr-defined]
        return issuer

    def _answer(self, status: int, document: dict[str, Any], where: str = "") -> None:
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if where:
            self.send_header("Location", where)
        self.end_headers()
        self.wfile.write(body)


def _one_each(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
