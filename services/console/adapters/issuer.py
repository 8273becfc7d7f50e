"""An OpenID Connect issuer by its discovery document: authorization code with PKCE (S256)."""

import base64
import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.console.web.ports import Grant, LoginRefused

ALGORITHMS: Final = ["Ed25519", "EdDSA", "RS256", "ES256"]
DISCOVERY: Final = "/.well-known/openid-configuration"
LIFE_S: Final = 600
"""How long what the issuer says of itself is believed; an unknown key asks again at once."""
LEEWAY_S: Final = 30
ENDS_IN_S: Final = 300
"""Of a token whose life the issuer does not tell."""


@dataclass(frozen=True, slots=True)
class Client:
    """How the issuer knows the console."""

    issuer: str
    client_id: str
    secret: str
    scope: str
    redirect_uri: str


@dataclass(frozen=True, slots=True)
class _Known:
    document: Mapping[str, Any]
    keys: KeySet
    until_s: float


class HttpIssuer:
    """Asks the issuer; what it says of itself is kept for a while."""

    def __init__(self, client: Client, http: httpx.AsyncClient) -> None:
        self._client, self._http = client, http
        self._known: _Known | None = None

    async def address(self, *, state: str, nonce: str, verifier: str, hint: str = "") -> str:
        known = await self._read()
        challenge = hashlib.sha256(verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self._client.redirect_uri,
            "scope": self._client.scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": base64.urlsafe_b64encode(challenge).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        } | ({"login_hint": hint} if hint else {})
        where = str(known.document["authorization_endpoint"])
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}"

    async def granted(self, *, code: str, nonce: str, verifier: str) -> Grant:
        known = await self._read()
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._client.redirect_uri,
            "client_id": self._client.client_id,
            "code_verifier": verifier,
        }
        auth = (self._client.client_id, self._client.secret) if self._client.secret else None
        told = await self._json("POST", str(known.document["token_endpoint"]), data=form, auth=auth)
        if not isinstance(told.get("access_token"), str) or not isinstance(
            told.get("id_token"), str
        ):
            raise LoginRefused("the issuer sent no tokens")
        claims = await self._claims(told["id_token"], nonce)
        return Grant(
            access_token=told["access_token"],
            subject=str(claims["sub"]),
            name=str(claims.get("name") or claims.get("preferred_username") or claims["sub"]),
            ends_in_s=_seconds(told.get("expires_in")),
        )

    async def _claims(self, id_token: str, nonce: str) -> Mapping[str, Any]:
        """Of a token that is the issuer's, for us, of this login, and not over."""
        for is_fresh in (False, True):
            known = await self._read(anew=is_fresh)
            try:
                claims: Mapping[str, Any] = jwt.decode(
                    id_token, known.keys, algorithms=ALGORITHMS
                ).claims
                self._registry(nonce).validate(dict(claims))
            except (JoseError, ValueError) as mistake:
                if is_fresh:
                    raise LoginRefused(f"its token is not to be believed: {mistake}") from mistake
                continue
            return claims
        raise AssertionError("one of both answers")

    def _registry(self, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._client.issuer},
            aud={"essential": True, "value": self._client.client_id},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        )

    async def _read(self, *, anew: bool = False) -> _Known:
        """What the issuer says of itself. Raises LoginRefused."""
        if self._known and not anew and time.monotonic() < self._known.until_s:
            return self._known
        document = await self._json("GET", self._client.issuer.rstrip("/") + DISCOVERY)
        if document.get("issuer") != self._client.issuer:
            raise LoginRefused(f"the issuer calls itself {document.get('issuer')!r}")
        keys = await self._json("GET", str(document.get("jwks_uri", "")))
        try:
            read = KeySet.import_key_set({"keys": keys["keys"]})
        except (JoseError, KeyError, ValueError, TypeError) as mistake:
            raise LoginRefused(f"its keys cannot be read: {mistake}") from mistake
        self._known = _Known(document, read, time.monotonic() + LIFE_S)
        return self._known

    async def _json(self, method: str, url: str, **more: Any) -> dict[str, Any]:
        try:
            answer = await self._http.request(method, url, **more)
            found = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as mistake:
            raise LoginRefused(f"the issuer does not answer: {type(mistake).__name__}") from mistake
        if not answer.is_success or not isinstance(found, dict):
            said = found.get("error", "") if isinstance(found, dict) else ""
            raise LoginRefused(f"the issuer says no: {said or answer.status_code}")
        return found


def _seconds(told: object) -> int:
    return told if isinstance(told, int) and told > 0 else ENDS_IN_S
