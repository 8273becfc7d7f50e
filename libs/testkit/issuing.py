"""An OIDC issuer on loopback: publishes keys, signs what a test asks for, rotates, goes away."""

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeyParameters, OKPKey, RSAKey

from deploy.local.ports import LOOPBACK

AUDIENCE: Final = "relance-api"
KEYS: Final = "/keys"
DISCOVERY: Final = "/.well-known/openid-configuration"
LIFE_S: Final = 600


def made(algorithm: str, key_id: str) -> Key:
    """A fresh private key for an algorithm."""
    facts: KeyParameters = {"kid": key_id, "use": "sig"}
    match algorithm:
        case "RS256":
            return RSAKey.generate_key(2048, facts)
        case "ES256":
            return ECKey.generate_key("P-256", facts)
        case _:
            return OKPKey.generate_key("Ed25519", facts)


@dataclass(slots=True)
class Issuer:
    """What it publishes, and how often it was asked for keys."""

    url: str
    keys: dict[str, tuple[str, Key]] = field(default_factory=dict)
    """Algorithm and private key by key id."""
    published: list[Any] | None = None
    """In place of the own keys, when a test wants something else there."""
    is_away: bool = False
    keys_asked: int = 0
    says_it_is: str = ""
    """Another issuer's name in the discovery document."""

    def add(self, key_id: str, algorithm: str = "Ed25519") -> None:
        self.keys[key_id] = (algorithm, made(algorithm, key_id))

    def rotate(self, key_id: str, algorithm: str = "Ed25519") -> None:
        """The new key is the only one from here on."""
        self.keys.clear()
        self.add(key_id, algorithm)

    def token(self, key_id: str = "", **changed: Any) -> str:
        """An access token for `anna` of `acme`; a claim that is None is left out."""
        name = key_id or next(reversed(self.keys))
        algorithm, key = self.keys[name]
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": AUDIENCE,
            "sub": "anna",
            "tenant": "acme",
            "roles": ["controller"],
            "iat": now,
            "exp": now + LIFE_S,
        } | changed
        said = {claim: value for claim, value in claims.items() if value is not None}
        header = {"alg": algorithm, "kid": name, "typ": "at+jwt"}
        return jwt.encode(header, said, key, algorithms=[algorithm])

    def document(self, path: str) -> Mapping[str, Any] | None:
        """What it answers on a path; None: nothing."""
        if path == DISCOVERY:
            return {"issuer": self.says_it_is or self.url, "jwks_uri": self.url + KEYS}
        if path != KEYS:
            return None
        self.keys_asked += 1
        own = [key.as_dict(private=False) for _, key in self.keys.values()]
        return {"keys": own if self.published is None else self.published}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer without any key on a port of its own, until the block ends."""
    server = ThreadingHTTPServer((LOOPBACK, 0), _Handler)
    server.daemon_threads = True
    server.issuer = issuer = Issuer(  # type: ignore[attr-defined]
        f"http://{LOOPBACK}:{server.server_port}"
    )
    serving = Thread(target=server.serve_forever, name="issuer", daemon=True)
    serving.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        issuer: Issuer = self.server.issuer  # type: ignore[attr-defined]
        found = None if issuer.is_away else issuer.document(self.path)
        body = json.dumps(found or {}).encode()
        self.send_response(503 if issuer.is_away else 200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Not beside what pytest says."""
