"""Parked keys over HTTP, on the real broker and database: listed, shown, retried, freed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from libs.chassis import parked
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.chassis.telemetry import Gauges
from libs.events.loop.decider import Decision, Found, Message, States
from libs.testkit.counter import Break, Count, Counter, tally
from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses

A = tally("acme", "a")


class MendedCounter(Counter):
    """The next release: what crashed counts a hundred."""

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        if isinstance(message.body, Break):
            message = replace(message, body=Count(add=100))
        return super().decide(message, states, found)


@pytest.fixture(name="counter")
async def _counter(stack: Addresses) -> AsyncIterator[Counting]:
    async with counting(stack) as found:
        yield found


def calling(counter: Counting, secrets: SecretFiles, *roles: str) -> httpx.AsyncClient:
    routes = parked.router(counter.pool, counter.broker, counter.topics, wait_s=10.0)
    face = Face(
        title="counter",
        tokens=Tokens(secrets.token_key()),
        gauges=Gauges("counter"),
        readiness=lambda: Readiness(ready=True, facts={}),
        body_bytes_max=1_000,
        routers=[routes],
    )
    token = Tokens(secrets.token_key(private=True)).issue("anna", "acme", roles)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(make_app(face)),
        base_url="http://here",
        headers={"Authorization": f"Bearer {token}"},
        timeout=20.0,
    )


async def test_a_parked_key_is_listed_retried_and_freed_once_it_is_mended(
    counter: Counting, tmp_path: Path
) -> None:
    secrets = make_secrets(tmp_path)
    async with (
        counter.edge() as edge,
        calling(counter, secrets, "controller", "reader") as http,
        calling(counter, secrets, "reader") as reading,
    ):
        async with counter.running():
            await edge.ask(counter.question(A, Break()), wait_s=0.5)
            await edge.ask(counter.question(A, Count(add=1)), wait_s=0.3)
            (listed,) = (await http.get("/v1/parked")).json()["items"]
            assert (listed["key"], listed["waiting"]) == (A, 2)
            assert (await reading.post("/v1/parked/retry", json={"key": A})).status_code == 403
            still = (await http.post("/v1/parked/retry", json={"key": A})).json()
            assert (still["outcome"], still["waiting"]) == ("parked", 2)
        counter.release = MendedCounter
        async with counter.running("two"):
            freed = (await http.post("/v1/parked/retry", json={"key": A})).json()
        assert freed == {"key": A, "outcome": "freed", "reason": "", "waiting": 0}
        assert (await http.get("/v1/parked")).json()["items"] == []
        assert (await http.post("/v1/parked/retry", json={"key": A})).status_code == 404
    assert await counter.total() == 101


async def test_a_key_of_another_tenant_is_neither_listed_nor_retried(
    counter: Counting, tmp_path: Path
) -> None:
    other = tally("other", "a")
    async with (
        counter.edge() as edge,
        counter.running(),
        calling(counter, make_secrets(tmp_path), "controller", "reader") as http,
    ):
        await edge.ask(counter.question(other, Break()), wait_s=0.5)
        assert (await http.get("/v1/parked")).json()["items"] == []
        assert (await http.post("/v1/parked/retry", json={"key": other})).status_code == 404
