"""Every error leaves as problem+json, and no body is read past its limit."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from deploy.local.ports import free_ports
from libs.chassis.front import Front
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Admin, Reader, Tokens
from libs.chassis.problems import MEDIA_TYPE, NotFound
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.chassis.telemetry import Gauges

NOT_NOW = (
    "DeadlockDetectedError",
    "InvalidSchemaNameError",
    "SerializationError",
    "TooManyConnectionsError",
    "UndefinedTableError",
)
PROXY_IDLE_S = 600
"""So long the most patient of usual proxies keep a connection that nobody uses."""

router = APIRouter()


class Greeting(BaseModel):
    name: str


@router.post("/v1/greetings")
async def greet(principal: Reader, greeting: Greeting) -> dict[str, str]:
    return {"tenant": principal.tenant, "name": greeting.name}


@router.post("/v1/bytes")
async def count(request: Request) -> int:
    return len(await request.body())


@router.post("/v1/forms")
async def fields(request: Request) -> int:
    async with request.form() as form:
        return len(form)


@router.delete("/v1/greetings")
async def forget(_: Admin) -> None:
    raise NotFound(what="greeting", id="g1")


@router.get("/v1/rows")
async def read() -> None:
    (port,) = free_ports(1)
    await asyncpg.connect(f"postgresql://nobody@127.0.0.1:{port}/nothing")


@router.get("/v1/mistakes/{name}")
async def err(name: str) -> None:
    raise getattr(asyncpg, name)


@pytest.fixture(name="secrets")
def _secrets(tmp_path: Path) -> SecretFiles:
    return make_secrets(tmp_path)


def _face(secrets: SecretFiles, routers: list[APIRouter] | None) -> Face:
    return Face(
        title="greetings",
        tokens=Tokens(secrets.token_key()),
        gauges=Gauges("greetings"),
        readiness=lambda: Readiness(ready=False, facts={"waits_for": "broker"}),
        body_bytes_max=100,
        routers=routers,
    )


def _calling(face: Face) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(make_app(face))
    return httpx.AsyncClient(transport=transport, base_url="http://here")


@pytest.fixture(name="http")
async def _http(secrets: SecretFiles) -> AsyncIterator[httpx.AsyncClient]:
    async with _calling(_face(secrets, [router])) as client:
        yield client


def _as(secrets: SecretFiles, *roles: str) -> dict[str, str]:
    token = Tokens(secrets.token_key(private=True)).issue("anna", "acme", roles)
    return {"Authorization": f"Bearer {token}"}


async def test_without_a_token_nobody_is_let_in(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/greetings", json={"name": "you"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert answer.json()["rule"] == "unauthenticated"


async def test_a_role_that_is_missing_is_named(
    http: httpx.AsyncClient, secrets: SecretFiles
) -> None:
    answer = await http.delete("/v1/greetings", headers=_as(secrets, "controller"))
    assert (answer.status_code, answer.json()["rule"]) == (403, "forbidden")
    assert "admin" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("kind", "raw"),
    [("application/json", b"\xeb\xb7 \x87"), ("multipart/form-data; boundary=b", b"--c")],
)
async def test_a_body_that_is_no_text_and_no_form_is_told_as_any_wrong_one(
    http: httpx.AsyncClient, secrets: SecretFiles, kind: str, raw: bytes
) -> None:
    place = "/v1/greetings" if "json" in kind else "/v1/forms"
    headers = _as(secrets, "reader") | {"Content-Type": kind}
    answer = await http.post(place, content=raw, headers=headers)
    assert (answer.status_code, answer.json()["rule"]) == (422, "bad_request")


async def test_what_is_not_there_is_named(http: httpx.AsyncClient, secrets: SecretFiles) -> None:
    answer = await http.delete("/v1/greetings", headers=_as(secrets, "admin"))
    assert answer.json()["detail"] == "There is no greeting g1 here."


async def test_a_field_that_is_wrong_is_named(
    http: httpx.AsyncClient, secrets: SecretFiles
) -> None:
    answer = await http.post("/v1/greetings", json={"nam": 1}, headers=_as(secrets, "reader"))
    assert answer.status_code == 422
    assert "body.name" in answer.json()["fields"]


async def test_a_path_that_is_not_there_is_a_problem_too(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, MEDIA_TYPE)


async def test_a_declared_body_over_the_limit_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/v1/bytes", content=b"x" * 101)
    assert (answer.status_code, answer.json()["rule"]) == (413, "body_too_large")


async def test_a_body_that_grows_over_the_limit_is_refused(http: httpx.AsyncClient) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        for _ in range(11):
            yield b"x" * 10

    answer = await http.post("/v1/bytes", content=dripping())
    assert (answer.status_code, answer.json()["rule"]) == (413, "body_too_large")


async def test_a_process_that_waits_says_for_what(http: httpx.AsyncClient) -> None:
    assert (await http.get("/healthz")).status_code == 200
    answer = await http.get("/readyz")
    assert (answer.status_code, answer.json()["waits_for"]) == (503, "broker")


async def test_who_calls_before_all_is_there_is_asked_to_try_again(secrets: SecretFiles) -> None:
    async with _calling(_face(secrets, None)) as http:
        answer = await http.post("/v1/greetings", json={"name": "you"}, headers=_as(secrets))
        assert (answer.status_code, answer.json()["rule"]) == (503, "unavailable")
        assert answer.headers["Retry-After"] == "2"
        assert (await http.get("/healthz")).status_code == 200


async def test_a_database_that_is_away_is_no_fault_of_the_caller(http: httpx.AsyncClient) -> None:
    answer = await http.get("/v1/rows")
    assert (answer.status_code, answer.json()["rule"]) == (503, "unavailable")


@pytest.mark.parametrize("name", NOT_NOW)
async def test_what_the_database_cannot_do_now_is_asked_for_again(
    http: httpx.AsyncClient, name: str
) -> None:
    answer = await http.get(f"/v1/mistakes/{name}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


async def test_metrics_are_there(http: httpx.AsyncClient) -> None:
    assert b"relance_lag_messages" in (await http.get("/metrics")).content


async def test_a_front_answers_over_a_socket_and_stops() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await JSONResponse({"here": True})(scope, receive, send)

    front = Front(app, "127.0.0.1", 0)
    serving = asyncio.create_task(front.serve())
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{front.port}/anything")
    assert answer.json() == {"here": True}
    front.stop()
    await asyncio.wait_for(serving, 10)


async def test_an_idle_connection_is_closed_by_who_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a request may enter it just as the server closes it, and nobody knows what became
    of it."""
    loop = asyncio.get_running_loop()
    sets_timer, timers = loop.call_later, list[float]()

    def call_later(
        delay: float, callback: Callable[..., object], *args: Any
    ) -> asyncio.TimerHandle:
        if "keep_alive" in repr(callback) or getattr(callback, "__name__", "") == "close":
            timers.append(delay)
        return sets_timer(delay, callback, *args)

    monkeypatch.setattr(loop, "call_later", call_later)
    front = Front(JSONResponse({"here": True}), "127.0.0.1", 0)
    serving = asyncio.create_task(front.serve())
    async with httpx.AsyncClient() as client:
        await client.get(f"http://127.0.0.1:{front.port}/anything")
    front.stop()
    await asyncio.wait_for(serving, 10)
    assert timers
    assert min(timers) > PROXY_IDLE_S


async def test_a_request_that_outlasts_the_drain_is_told_to_come_again() -> None:
    has_come = asyncio.Event()

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        has_come.set()
        await asyncio.Event().wait()

    front = Front(app, "127.0.0.1", 0)
    serving = asyncio.create_task(front.serve())
    async with httpx.AsyncClient(timeout=30) as client:
        asking = asyncio.create_task(client.get(f"http://127.0.0.1:{front.port}/anything"))
        await asyncio.wait_for(has_come.wait(), 10)
        front.stop()
        answer = await asking
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert answer.json()["rule"] == "unavailable"
    await asyncio.wait_for(serving, 10)
