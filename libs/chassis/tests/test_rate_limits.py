"""Who asks too often is told so, and how long to wait; nobody else is."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import APIRouter

from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Reader, Tokens
from libs.chassis.problems import MEDIA_TYPE
from libs.chassis.rate_limits import Buckets, Limits, address_of
from libs.chassis.secrets import make_secrets
from libs.chassis.telemetry import Gauges

ONE_A_SECOND = 60

router = APIRouter()


@router.get("/v1/greeting")
async def greet(principal: Reader) -> str:
    return principal.subject


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture(name="clock")
def _clock() -> Clock:
    return Clock()


def test_a_minute_s_worth_may_come_at_once_then_one_a_second(clock: Clock) -> None:
    buckets = Buckets(ONE_A_SECOND, clock_s=clock)
    assert [buckets.take("a").remaining for _ in range(60)] == list(range(59, -1, -1))
    refused = buckets.take("a")
    assert (refused.wait_s, refused.remaining, refused.reset_s) == (1, 0, 60)
    clock.now_s += 1
    assert buckets.take("a").wait_s == 0
    assert buckets.take("a").wait_s == 1


def test_who_is_refused_pays_nothing_for_asking(clock: Clock) -> None:
    buckets = Buckets(ONE_A_SECOND, clock_s=clock)
    for _ in range(1_000):
        buckets.take("a")
    clock.now_s += 1
    assert buckets.take("a").wait_s == 0


def test_each_has_a_bucket_of_its_own_and_there_is_an_end_to_them(clock: Clock) -> None:
    buckets = Buckets(1, keys_max=100, clock_s=clock)
    assert buckets.take("first").wait_s == 0
    assert buckets.take("first").wait_s == 60
    for number in range(1_000):
        assert buckets.take(f"another-{number}").wait_s == 0
    assert len(buckets) == 100


@pytest.mark.parametrize(
    ("client", "forwarded", "proxies", "address"),
    [
        ("192.0.2.1", "203.0.113.9", 0, "192.0.2.1"),  # nobody stands in front: it says nothing
        ("192.0.2.1", "203.0.113.9", 1, "203.0.113.9"),
        ("192.0.2.1", "10.0.0.1, 203.0.113.9", 1, "203.0.113.9"),  # what the caller wrote is left
        ("192.0.2.1", "203.0.113.9, 10.1.1.1", 2, "203.0.113.9"),
        ("192.0.2.1", "", 1, "192.0.2.1"),
        ("192.0.2.1", "nonsense", 1, "unknown"),
        ("2001:db8:1:2:3::4", "", 0, "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "", 0, "2001:db8:1:2::/64"),
    ],
)
def test_an_address_is_the_one_that_the_outermost_trusted_proxy_saw(
    client: str, forwarded: str, proxies: int, address: str
) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope: dict[str, Any] = {"client": (client, 1), "headers": headers}
    assert address_of(scope, proxies) == address


@pytest.fixture(name="tokens")
def _tokens(tmp_path: Path) -> Tokens:
    return Tokens(make_secrets(tmp_path).token_key(private=True))


@pytest.fixture(name="http")
async def _http(tokens: Tokens, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    face = Face(
        title="greetings",
        tokens=tokens,
        gauges=Gauges("greetings"),
        readiness=lambda: Readiness(ready=True, facts={}),
        body_bytes_max=100,
        routers=[router],
        limits=Limits(Buckets(3, clock_s=clock), Buckets(10, clock_s=clock)),
    )
    there = httpx.ASGITransport(make_app(face))
    async with httpx.AsyncClient(transport=there, base_url="http://here") as http:
        yield http


def _as(tokens: Tokens, subject: str, tenant: str = "acme") -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.issue(subject, tenant, ['reader'])}"}


async def test_a_principal_is_told_what_is_left_and_then_to_wait(
    http: httpx.AsyncClient, tokens: Tokens, clock: Clock
) -> None:
    anna = _as(tokens, "anna")
    answers = [await http.get("/v1/greeting", headers=anna) for _ in range(3)]
    assert [one.headers["RateLimit-Remaining"] for one in answers] == ["2", "1", "0"]
    refused = await http.get("/v1/greeting", headers=anna)
    assert (refused.status_code, refused.headers["content-type"]) == (429, MEDIA_TYPE)
    assert refused.json()["rule"] == "too_many_requests"
    assert refused.headers["Retry-After"] == "20"
    assert refused.headers["RateLimit-Limit"] == "3"
    assert (await http.get("/v1/greeting", headers=_as(tokens, "anna", "globex"))).is_success
    clock.now_s += 20
    assert (await http.get("/v1/greeting", headers=anna)).is_success


async def test_an_address_without_a_token_is_told_to_wait_too(http: httpx.AsyncClient) -> None:
    answers = [await http.get("/v1/greeting") for _ in range(11)]
    assert [one.status_code for one in answers] == [401] * 10 + [429]
    assert answers[0].headers["RateLimit-Remaining"] == "9"


async def test_health_is_never_refused(http: httpx.AsyncClient) -> None:
    for _ in range(30):
        assert (await http.get("/healthz")).status_code == 200
