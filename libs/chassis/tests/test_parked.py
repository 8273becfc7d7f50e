"""Parked keys over HTTP, on the real broker and database: listed, shown, retried, dropped."""

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
from libs.events.loop.parked import list_parked
from libs.kernel.keys import tenant_of
from libs.testkit.counter import Break, Count, Counter, tally
from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import wait_until

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
    decider = Counter(counter.topics.name)
    routes = parked.router(counter.pool, counter.broker, counter.topics, decider, wait_s=10.0)
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


async def parked_behind(counter: Counting, key: str, count: int) -> None:
    """Until so many wait behind the key."""

    async def are_there() -> bool:
        found = await list_parked(counter.pool, tenant_of(key))
        return [one.waiting for one in found if one.key == key] == [count]

    await wait_until(are_there, f"{count} wait behind {key}")


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
            await parked_behind(counter, A, 2)
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
        await parked_behind(counter, other, 1)
        assert (await http.get("/v1/parked")).json()["items"] == []
        assert (await http.post("/v1/parked/retry", json={"key": other})).status_code == 404


async def test_a_message_is_dropped_by_an_admin_with_a_reason_and_told_to_whom_it_concerns(
    counter: Counting, tmp_path: Path
) -> None:
    secrets = make_secrets(tmp_path)
    broken = counter.question(A, Break())
    dropping = {"key": A, "message": broken.command_id, "reason": "sent twice"}
    async with (
        counter.edge() as edge,
        counter.running(),
        calling(counter, secrets, "controller", "reader") as controlling,
        calling(counter, secrets, "admin") as http,
    ):
        await edge.ask(broken, wait_s=0.5)
        await edge.ask(counter.question(A, Count(add=1)), wait_s=0.3)
        await parked_behind(counter, A, 2)
        shown = (await http.get("/v1/parked/messages", params={"key": A})).json()
        assert [one["can_drop"] for one in shown["messages"]] == [True, True]
        assert (await controlling.post("/v1/parked/drop", json=dropping)).status_code == 403
        other = dropping | {"message": shown["messages"][1]["id"]}
        refused = await http.post("/v1/parked/drop", json=other)
        assert (refused.status_code, refused.json()["rule"]) == (409, "only_the_first_is_dropped")
        for _ in range(2):  # whoever was not answered asks again
            assert (await http.post("/v1/parked/drop", json=dropping)).json() == {
                "key": A,
                "message": broken.command_id,
                "outcome": "dropped",
                "waiting": 1,
                "compensation": "",
            }
        (told,) = (await controlling.get("/v1/parked/dropped")).json()["items"]
        assert (told["message"], told["dropped_by"]) == (broken.command_id, "anna")
        assert (await http.post("/v1/parked/drop", json=other)).json()["outcome"] == "freed"
        for again in (dropping, other):
            assert (await http.post("/v1/parked/drop", json=again)).json()["outcome"] == "freed"
        unknown = dropping | {"message": "none"}
        assert (await http.post("/v1/parked/drop", json=unknown)).status_code == 404
    assert await counter.total() == 0


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"reason": "a\x00b"}, {"message": "\x00"}])
async def test_a_drop_that_says_nothing_or_what_no_database_keeps_is_told_so(
    counter: Counting, tmp_path: Path, wrong: dict[str, str]
) -> None:
    body = {"key": A, "message": "m1", "reason": "sent twice"} | wrong
    async with calling(counter, make_secrets(tmp_path), "admin") as http:
        answer = await http.post("/v1/parked/drop", json=body)
    assert (answer.status_code, answer.json()["rule"]) == (422, "bad_request")


async def test_a_drop_of_another_tenants_key_is_not_found(
    counter: Counting, tmp_path: Path
) -> None:
    other = tally("other", "a")
    broken = counter.question(other, Break())
    async with (
        counter.edge() as edge,
        counter.running(),
        calling(counter, make_secrets(tmp_path), "admin") as http,
    ):
        await edge.ask(broken, wait_s=0.5)
        await parked_behind(counter, other, 1)
        body = {"key": other, "message": broken.command_id, "reason": "sent twice"}
        assert (await http.post("/v1/parked/drop", json=body)).status_code == 404
        assert (await http.get("/v1/parked/dropped")).json()["items"] == []
