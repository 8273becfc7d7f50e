"""Calls every route as everybody, and writes down what each was told."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx

from tests.e2e.platform import ANSWER_LIMIT_S, Platform
from tests.isolation.callers import CALLERS, NOBODY, OTHER_PORTFOLIO, READERS, STRANGER
from tests.isolation.furnishing import Furnished
from tests.isolation.routes import JSON, MULTIPART, UNKNOWN, Ids, Route, routes_of

AT_ONCE: Final = 24
AGAIN_S: Final = 0.3
TRIES_MAX: Final = 20
LATER: Final = (429, 503)
NO_CALL: Final = "-"
NO_FILE: Final = b"<nothing/>"


@dataclass(frozen=True, slots=True)
class Told:
    """What one caller was told on one route."""

    route: Route
    caller: str
    status: int
    text: str


async def routes_of_all(platform: Platform) -> list[Route]:
    """Of every service, in the order of their names."""
    found: list[Route] = []
    for service in sorted({member.service for member in platform.members}):
        async with _http(platform.member(service).url) as http:
            document = (await http.get("/v1/openapi.json")).json()
        found += routes_of(service, document)
    return found


class Walk:
    """One round through all routes."""

    def __init__(self, platform: Platform, tokens: Mapping[str, str], furnished: Furnished) -> None:
        self._platform, self._tokens, self._furnished = platform, tokens, furnished
        self._room = asyncio.Semaphore(AT_ONCE)
        self._views: dict[str, str] = {}
        """One of each service that has any: looked at, and never filled anew here."""

    async def all(self, routes: Sequence[Route]) -> list[Told]:
        """Readers first; what is written is wrong, or a stranger's, and leaves all as it is."""
        async with _http("http://relance") as http:
            for service in sorted({route.service for route in routes}):
                self._views[service] = await self._view(http, service)
            calls = [
                self._call(http, route, caller)
                for route in sorted(routes, key=lambda one: not one.is_read)
                for caller in CALLERS
                if _is_called(route, caller)
            ]
            return list(await asyncio.gather(*calls))

    async def _call(self, http: httpx.AsyncClient, route: Route, caller: str) -> Told:
        async with self._room:
            for _ in range(TRIES_MAX):
                answer = await self._ask(http, route, caller)
                if answer.status_code not in LATER:
                    break
                await asyncio.sleep(AGAIN_S)
        return Told(route, caller, answer.status_code, answer.text)

    async def _ask(self, http: httpx.AsyncClient, route: Route, caller: str) -> httpx.Response:
        ids = self._ids(route, caller)
        url = self._platform.member(route.service).url + route.place(ids)
        token = self._tokens.get(caller)
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        content = self._content(route, ids, caller)
        headers = content.pop("headers", {}) | bearer
        query = route.query(ids)
        return await http.request(route.method, url, params=query, headers=headers, **content)

    def _content(self, route: Route, ids: Ids, caller: str) -> dict[str, Any]:
        """Of a stranger all that is asked for; of others too little to be carried out."""
        if route.is_read:
            return {}
        if route.kind == JSON:
            return {"json": route.body(ids) if caller == STRANGER else {}}
        place = route.path.split("/")[2]
        raw = self._furnished.files.get(place, NO_FILE) if caller == STRANGER else NO_FILE
        if route.kind == MULTIPART:
            return {"files": {"file": ("a.xml", raw)}}
        return {"headers": {"Content-Type": route.kind}, "content": raw}

    def _ids(self, route: Route, caller: str) -> Ids:
        """Whoever may write writes to what there is not; a stranger aims at what there is."""
        if caller == OTHER_PORTFOLIO:
            ids = self._furnished.other
        else:
            ids = self._furnished.own if route.is_read or caller == STRANGER else {}
        return {**ids, "view": self._views[route.service]} if route.is_read else ids

    async def _view(self, http: httpx.AsyncClient, service: str) -> str:
        bearer = {"Authorization": f"Bearer {self._tokens['admin']}"}
        url = self._platform.member(service).url
        answer = await http.get(f"{url}/v1/views", headers=bearer)
        return str(answer.json()["items"][0]["view"]) if answer.is_success else UNKNOWN


def _is_called(route: Route, caller: str) -> bool:
    return caller not in READERS or route.is_read


def _http(url: str) -> httpx.AsyncClient:
    limits = httpx.Limits(max_connections=AT_ONCE)
    return httpx.AsyncClient(
        base_url=url, timeout=ANSWER_LIMIT_S, limits=limits, trust_env=False, verify=False
    )


def table_of(told: Sequence[Told]) -> str:
    """A line a route; who is let in nowhere shares one column as long as that is so."""
    by_route: dict[str, dict[str, int]] = {}
    for one in told:
        by_route.setdefault(one.route.name, {})[one.caller] = one.status
    shown = [caller for caller in CALLERS if caller not in NOBODY]
    rows = [("route", "nobody", *shown)]
    rows += [
        (name, _nobody(found), *(str(found.get(caller, NO_CALL)) for caller in shown))
        for name, found in sorted(by_route.items())
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    return "\n".join(lines) + "\n"


def _nobody(found: Mapping[str, int]) -> str:
    """One status where all have it, else each."""
    told = [found[caller] for caller in NOBODY]
    return str(told[0]) if len(set(told)) == 1 else "/".join(map(str, told))
