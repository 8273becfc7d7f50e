"""Views over HTTP, on the real broker and database: listed, rebuilt, followed, cancelled."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.stack import Stack
from libs.chassis import views
from libs.chassis.http import Face, Readiness, make_app
from libs.chassis.identity import Tokens
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.chassis.telemetry import Gauges
from libs.events.log.address import Broker
from libs.events.views.tests.diary import PARTITIONS, Days, Diary, opened
from libs.testkit.tripwire import wait_until


@pytest.fixture(name="diary")
async def _diary(killed_stack: Stack) -> AsyncIterator[Diary]:
    async with opened(killed_stack) as found, found.runs():
        await found.write(4)
        await found.until_complete()
        yield found


@pytest.fixture(name="secrets")
def _secrets(tmp_path: Path) -> SecretFiles:
    return make_secrets(tmp_path)


@asynccontextmanager
async def calling(
    diary: Diary, secrets: SecretFiles, *roles: str
) -> AsyncIterator[httpx.AsyncClient]:
    routes = views.router(diary.pool, Broker(diary.stack.kafka), [Days()], PARTITIONS)
    face = Face(
        title="calendar",
        tokens=Tokens(secrets.token_key()),
        gauges=Gauges("calendar"),
        readiness=lambda: Readiness(ready=True, facts={}),
        body_bytes_max=1_000,
        routers=[routes],
    )
    token = Tokens(secrets.token_key(private=True)).issue("anna", "acme", roles)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(make_app(face)),
        base_url="http://here",
        headers={"Authorization": f"Bearer {token}"},
        timeout=20.0,
    ) as http:
        yield http


async def shown(http: httpx.AsyncClient) -> dict[str, Any]:
    answer = await http.get("/v1/views/days")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_view_is_listed_with_its_generations_and_how_far_each_came(
    diary: Diary, secrets: SecretFiles
) -> None:
    async with calling(diary, secrets, "reader") as http:
        (listed,) = (await http.get("/v1/views")).json()["items"]

        assert (listed["view"], listed["version"], listed["is_filled"]) == ("days", 1, True)
        (only,) = listed["generations"]
        assert (only["version"], only["generation"], only["state"]) == (1, 1, "read")
        assert only["done"] == only["of"] >= 4
        assert len(only["positions"]) == PARTITIONS
        assert await shown(http) == listed
        assert (await http.get("/v1/views/nights")).json()["rule"] == "not_found"


async def test_an_admin_has_it_rebuilt_and_others_do_not(
    diary: Diary, secrets: SecretFiles
) -> None:
    async with (
        calling(diary, secrets, "admin") as http,
        calling(diary, secrets, "controller", "reader") as other,
    ):
        assert (await other.post("/v1/views/days/rebuild")).status_code == 403
        assert (await other.post("/v1/views/days/cancel")).status_code == 403

        begun = (await http.post("/v1/views/days/rebuild")).json()
        assert begun == {"view": "days", "version": 1, "generation": 2, "outcome": "begun"}

        async def is_read() -> bool:
            generations = (await shown(http))["generations"]
            return (2, "read") in [(one["generation"], one["state"]) for one in generations]

        await wait_until(is_read, "the second generation is read")
        assert await diary.is_complete()


async def test_what_nobody_fills_waits_is_not_begun_twice_and_can_be_cancelled(
    killed_stack: Stack, secrets: SecretFiles
) -> None:
    async with opened(killed_stack) as diary:
        async with diary.runs():
            await diary.write(2)
            await diary.until_complete()
        async with calling(diary, secrets, "admin") as http:
            nothing = await http.post("/v1/views/days/cancel")
            assert (nothing.status_code, nothing.json()["rule"]) == (409, "nothing_is_rebuilt")

            first = (await http.post("/v1/views/days/rebuild")).json()
            again = (await http.post("/v1/views/days/rebuild")).json()
            assert (first["outcome"], again["outcome"]) == ("begun", "under_way")
            assert first["generation"] == again["generation"] == 2
            view = await shown(http)
            assert view["is_filled"] is False
            assert [(one["state"], one["done"] > 0) for one in view["generations"]] == [
                ("read", True),
                ("filling", False),
            ]

            cancelled = (await http.post("/v1/views/days/cancel")).json()
            assert (cancelled["generation"], cancelled["outcome"]) == (2, "cancelled")
            assert [one["state"] for one in (await shown(http))["generations"]] == [
                "read",
                "cancelled",
            ]


async def test_a_view_that_no_worker_has_begun_is_asked_for_later(
    killed_stack: Stack, secrets: SecretFiles
) -> None:
    async with opened(killed_stack) as diary, calling(diary, secrets, "admin") as http:
        answer = await http.post("/v1/views/days/rebuild")
    assert (answer.status_code, answer.json()["rule"]) == (503, "unavailable")
