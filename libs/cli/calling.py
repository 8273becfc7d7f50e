"""The services' APIs as one caller sees them: retried while they are away, 202 waited for."""

import asyncio
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import httpx

from libs.cli.failing import Refused
from libs.cli.session import Session

PATIENCE_S: Final = 5.0
LONG_PATIENCE_S: Final = 120.0
ASK_AGAIN_S: Final = 0.3
LIMIT_S: Final = 60.0
PAGE: Final = 500
_LATER: Final = frozenset({429, 502, 503, 504})
_PENDING: Final = 202


class Unreachable(Exception):
    """A service does not answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request; sent again with the same key it is the same command."""

    method: str
    service: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    """JSON."""
    content: bytes | None = None
    content_type: str = "application/xml"
    files: Sequence[tuple[str, bytes]] = ()
    """Name and bytes of each; sent as a form."""
    key: str = field(default_factory=lambda: uuid.uuid4().hex)


class Api:
    """The three services for one tenant. Raises Refused for what a service refuses."""

    def __init__(self, session: Session, *, patience_s: float = PATIENCE_S) -> None:
        self._url: Callable[[str], str] = session.url
        self._patience_s = patience_s
        self._http = httpx.AsyncClient(
            timeout=LIMIT_S,
            trust_env=False,
            verify=session.is_called_by_tls,
            headers={"Authorization": f"Bearer {session.token()}"},
            limits=httpx.Limits(max_connections=32),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def get(self, service: str, path: str, **params: str | None) -> Any:
        """What is found there."""
        given = {name: value for name, value in params.items() if value is not None}
        return await self.ask(Call("GET", service, path, params=given))

    async def post(self, service: str, path: str, body: Any, **params: str) -> Any:
        """What came of a command."""
        return await self.ask(Call("POST", service, path, params=params, body=body))

    async def everything(self, service: str, path: str, **params: str | None) -> list[Any]:
        """All pages of a list."""
        found: list[Any] = []
        after: str | None = None
        while True:
            page = await self.get(service, path, limit=str(PAGE), after=after, **params)
            found += page["items"]
            after = page.get("next")
            if not after:
                return found

    async def ask(self, call: Call) -> Any:
        """The answer's document, waited for when the decision takes longer than the request.

        Raises Refused, Unreachable, NoPlatform.
        """
        answer = await self._answer(call)
        if answer.status_code == _PENDING:
            return await self._outcome(call, answer.json()["status_url"])
        return answer.json()

    async def content(self, call: Call) -> bytes:
        """An answer that is no JSON."""
        return (await self._answer(call)).content

    async def outcome(self, service: str, status_url: str) -> Any:
        """What became of a command that was still undecided when its request ended."""
        return await self._outcome(Call("GET", service, status_url), status_url)

    async def _outcome(self, call: Call, status_url: str) -> Any:
        deadline_s = time.monotonic() + max(self._patience_s, LIMIT_S)
        while True:
            try:
                said = await self._answer(Call("GET", call.service, status_url))
                break
            except Refused as not_yet:
                if not_yet.rule != "not_found" or time.monotonic() > deadline_s:
                    raise
            await asyncio.sleep(ASK_AGAIN_S)
        answer = said.json()
        if answer["outcome"] == "refused":
            message = answer.get("message") or answer["rule"]
            raise Refused(answer["rule"], message, answer.get("fields", {}))
        return {
            **answer.get("fields", {}),
            "command": answer["command"],
            "events": answer.get("events", []),
        }

    async def _answer(self, call: Call) -> httpx.Response:
        """The response, once the service is there and has room. Raises Refused, Unreachable."""
        deadline_s = time.monotonic() + self._patience_s
        url = self._url(call.service) + call.path
        while True:
            reason = "it does not answer"
            try:
                response = await self._http.request(call.method, url, **_arguments(call))
                if response.status_code not in _LATER:
                    return _unrefused(response)
                reason = f"it answers {response.status_code}"
            except httpx.TransportError as failure:
                reason = f"it does not answer ({type(failure).__name__})"
            if time.monotonic() > deadline_s:
                raise Unreachable(f"{call.service} at {url}: {reason}; `relance status` tells more")
            await asyncio.sleep(ASK_AGAIN_S)


def _arguments(call: Call) -> dict[str, Any]:
    # An empty mapping would take away what the path itself asks with.
    arguments: dict[str, Any] = {"params": dict(call.params)} if call.params else {}
    headers = {} if call.method == "GET" else {"Idempotency-Key": call.key}
    if call.files:
        arguments["files"] = [("file", (name, raw)) for name, raw in call.files]
    elif call.content is not None:
        arguments["content"] = call.content
        headers["Content-Type"] = call.content_type
    elif call.body is not None:
        arguments["json"] = call.body
    return arguments | {"headers": headers}


def _unrefused(response: httpx.Response) -> httpx.Response:
    if response.is_success:
        return response
    try:
        said = response.json()
    except ValueError:
        said = None
    problem = said if isinstance(said, dict) else {}
    rule = problem.get("rule", f"http_{response.status_code}")
    fields = dict(problem.get("fields", {}))
    if problem.get("errors"):
        fields["errors"] = problem["errors"]
    detail = problem.get("detail") or response.reason_phrase
    raise Refused(rule, detail, fields, status=response.status_code, problem=problem)
