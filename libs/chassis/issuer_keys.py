"""The public keys of an OIDC issuer: fetched, kept for a while, fetched again for a new key id."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

import httpx
import orjson
import structlog
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, JWKRegistry, Key, OKPKey, RSAKey

from libs.chassis.problems import Unavailable

log = structlog.get_logger(__name__)

DEVELOPMENT: Final = "development-"
"""Every key id of the development issuer begins so: production knows none of its keys."""
KEYS_MAX: Final = 32
DOCUMENT_BYTES_MAX: Final = 256 * 1024
FETCH_LIMIT_S: Final = 5.0
FAILED_AGAIN_S: Final = 2.0
"""After a failure it is asked again sooner than for a new key id."""
STALE_MAX_S: Final = 3_600.0
"""So long known keys are used on while the issuer does not answer."""
RSA_BITS_MIN: Final = 2_048
_DISCOVERY: Final = "/.well-known/openid-configuration"


class IssuerMistaken(Exception):
    """What the issuer answers is not what the standard says."""


class Documents(Protocol):
    """Reads JSON documents."""

    async def get(self, url: str) -> Mapping[str, Any]:
        """Raises OSError, httpx.HTTPError, IssuerMistaken."""


class HttpDocuments:
    """Documents over HTTP: bounded in size and time, no redirects."""

    async def get(self, url: str) -> Mapping[str, Any]:
        is_tls = url.startswith("https:")
        # Certificates and proxies are of the world outside; what has no TLS is next door.
        async with (
            httpx.AsyncClient(timeout=FETCH_LIMIT_S, verify=is_tls, trust_env=is_tls) as http,
            asyncio.timeout(FETCH_LIMIT_S),
            http.stream("GET", url) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise IssuerMistaken(f"{url} answers {answer.status_code}")
            raw = b""
            async for chunk in answer.aiter_bytes():
                raw += chunk
                if len(raw) > DOCUMENT_BYTES_MAX:
                    raise IssuerMistaken(f"{url} is larger than {DOCUMENT_BYTES_MAX} bytes")
        return _object(url, raw)


@dataclass(frozen=True, slots=True)
class Whose:
    """Which issuer, and how its keys are looked at."""

    issuer: str
    jwks_url: str = ""
    """Empty: where its discovery document says."""
    life_s: float = 300.0
    """So long keys are used without asking again; one that is withdrawn works that long."""
    again_s: float = 30.0
    """So often at most an unknown key id makes us ask before that."""
    knows_development: bool = False


class IssuerKeys:
    """The keys of one issuer by their ids; however many ask, one fetches."""

    def __init__(
        self,
        whose: Whose,
        documents: Documents,
        clock_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self._whose, self._documents, self._clock_s = whose, documents, clock_s
        self._keys: dict[str, Key] = {}
        self._fetched_s = self._next_s = float("-inf")
        self._jwks_url = whose.jwks_url
        self._fetching = asyncio.Lock()

    async def key(self, key_id: str) -> Key | None:
        """The key of that id; None: the issuer has none. Raises Unavailable."""
        if not self._is_fresh(key_id) and not (self._fetching.locked() and key_id in self._keys):
            await self._refresh(key_id)
        if self._age_s() > max(STALE_MAX_S, self._whose.life_s):
            raise Unavailable(what="the issuer of tokens")
        return self._keys.get(key_id)

    async def _refresh(self, key_id: str) -> None:
        """Fetch unless another did while we waited, or it was tried a moment ago."""
        async with self._fetching:
            if self._is_fresh(key_id) or self._clock_s() < self._next_s:
                return
            try:
                self._keys = await self._fetch()
            except (OSError, TimeoutError, httpx.HTTPError, IssuerMistaken) as failure:
                self._next_s = self._clock_s() + min(FAILED_AGAIN_S, self._whose.again_s)
                log.warning(
                    "issuer_keys_not_fetched",
                    issuer=self._whose.issuer,
                    error=type(failure).__name__,
                    reason=str(failure),
                )
                return
            self._fetched_s = self._clock_s()
            self._next_s = self._fetched_s + self._whose.again_s
            log.info("issuer_keys_fetched", issuer=self._whose.issuer, count=len(self._keys))

    async def _fetch(self) -> dict[str, Key]:
        url = self._jwks_url or await self._discovered()
        found = (await self._documents.get(url)).get("keys")
        if not isinstance(found, list):
            raise IssuerMistaken(f"{url} has no list of keys")
        self._jwks_url = url
        keys = (_usable(one) for one in found[:KEYS_MAX])
        return {
            key_id: key
            for key_id, key in filter(None, keys)
            if self._whose.knows_development or not key_id.startswith(DEVELOPMENT)
        }

    async def _discovered(self) -> str:
        issuer = self._whose.issuer
        document = await self._documents.get(issuer.rstrip("/") + _DISCOVERY)
        if document.get("issuer") != issuer:
            raise IssuerMistaken(f"{issuer} says that it is {document.get('issuer')!r}")
        url = document.get("jwks_uri")
        if not isinstance(url, str) or (issuer.startswith("https:") and not _is_tls(url)):
            raise IssuerMistaken(f"{issuer} names no address of keys that can be trusted")
        return url

    def _is_fresh(self, key_id: str) -> bool:
        return key_id in self._keys and self._age_s() <= self._whose.life_s

    def _age_s(self) -> float:
        return self._clock_s() - self._fetched_s


def _usable(found: Any) -> tuple[str, Key] | None:
    """A public key that signatures are verified with, by its id; None: it is for other things."""
    if not isinstance(found, dict) or found.get("use", "sig") != "sig":
        return None
    key_id = found.get("kid")
    if not isinstance(key_id, str) or not key_id or len(key_id) > 200:
        return None
    try:
        key = JWKRegistry.import_key(found)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
    match key:
        case RSAKey():
            return (key_id, key) if key.raw_value.key_size >= RSA_BITS_MIN else None
        case ECKey() | OKPKey():
            return key_id, key
        case _:
            return None  # a shared secret is no public key


def _object(url: str, raw: bytes) -> Mapping[str, Any]:
    try:
        found = orjson.loads(raw)
    except orjson.JSONDecodeError as mistake:
        raise IssuerMistaken(f"{url} is no JSON") from mistake
    if not isinstance(found, dict):
        raise IssuerMistaken(f"{url} is no JSON object")
    return found


def _is_tls(url: str) -> bool:
    return url.startswith("https:")
