"""The services' APIs over HTTP: a pool of connections each, a limit on every answer."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
import orjson

from services.console.web.ports import Document, Refused, Silent, Some, Undecided, Upload, Value

PAGE: Final = 500
PAGES_MAX: Final = 8
ANSWER_BYTES_MAX: Final = 16 * 1024 * 1024
CONNECTIONS_MAX: Final = 20
"""To one service."""
PENDING: Final = 202
Given = httpx.Response


class HttpCalls:
    """Calls each service at its address."""

    def __init__(self, urls: Mapping[str, str], http: httpx.AsyncClient) -> None:
        self._urls, self._http = dict(urls), http

    def as_(self, access_token: str) -> "CallsOfOne":
        return CallsOfOne(self._urls, self._http, access_token)


@dataclass(frozen=True, slots=True)
class CallsOfOne:
    """Calls that carry one person's access token, so that the services decide what it may."""

    urls: Mapping[str, str]
    http: httpx.AsyncClient
    access_token: str

    async def get(self, service: str, path: str, **values: Value) -> Document:
        return _document(service, await self._ask("GET", service, path, params=values))

    async def everything(self, service: str, path: str, **values: Value) -> Some:
        found: list[Document] = []
        after: dict[str, Value] = {}
        for _ in range(PAGES_MAX):
            page = await self.get(service, path, **{**values, "limit": PAGE, **after})
            found += page["items"]
            if not page.get("next"):
                return Some(found, has_more=False)
            after = {"after": page["next"]}
        return Some(found, has_more=True)

    async def post(self, service: str, path: str, body: Mapping[str, Any], *, key: str) -> Document:
        answer = await self._ask(
            "POST", service, path, json=dict(body), headers={"Idempotency-Key": key}
        )
        return _document(service, answer)

    async def send(
        self, service: str, path: str, upload: Upload, values: Mapping[str, str], *, key: str
    ) -> Document:
        answer = await self._ask(
            "POST",
            service,
            path,
            params=dict(values),
            files={"file": (upload.name, upload.raw, upload.kind)},
            headers={"Idempotency-Key": key},
        )
        return _document(service, answer)

    async def raw(self, service: str, path: str) -> bytes:
        return (await self._ask("GET", service, path)).content

    async def _ask(self, method: str, service: str, path: str, **more: Any) -> Given:
        headers = {**more.pop("headers", {}), "Authorization": f"Bearer {self.access_token}"}
        url = f"{self.urls[service].rstrip('/')}{path}"
        try:
            answer = await self.http.request(method, url, headers=headers, **more)
        except httpx.HTTPError as broken:
            raise Silent(service, 503, "silent", type(broken).__name__) from broken
        if answer.status_code == PENDING:
            raise Undecided(service)
        if answer.is_success:
            return answer
        raise _refusal(service, answer)


def _refusal(service: str, answer: Given) -> Refused | Silent:
    """As the service says it, in problem+json."""
    try:
        said = answer.json()
        rule, sentence = str(said["rule"]), str(said["detail"])
    except (ValueError, KeyError, TypeError):
        rule, sentence = "no_answer", f"HTTP {answer.status_code}"
    kind = Silent if answer.status_code >= httpx.codes.INTERNAL_SERVER_ERROR else Refused
    return kind(service, answer.status_code, rule, sentence)


def _document(service: str, answer: Given) -> Document:
    if len(answer.content) > ANSWER_BYTES_MAX:
        raise Silent(service, 502, "too_long", "its answer is too long")
    try:
        found = orjson.loads(answer.content)
    except ValueError as mistaken:
        raise Silent(service, 502, "unreadable", "its answer is no JSON") from mistaken
    return dict(found)


@asynccontextmanager
async def calling(urls: Mapping[str, str], limit_s: float) -> AsyncIterator[HttpCalls]:
    """Calls that are cut after `limit_s` seconds."""
    limits = httpx.Limits(max_connections=CONNECTIONS_MAX, max_keepalive_connections=10)
    # Loopback and clusters without TLS: the certificates of the world take longer than a page.
    tls = any(url.startswith("https:") for url in urls.values())
    # A pool looks at each of its connections with each request: one for all was a fifth of a page.
    pools = {
        url: httpx.AsyncHTTPTransport(limits=limits, trust_env=False, verify=tls)
        for url in urls.values()
    }
    async with httpx.AsyncClient(
        timeout=limit_s, mounts=pools, trust_env=False, verify=tls
    ) as http:
        yield HttpCalls(urls, http)
