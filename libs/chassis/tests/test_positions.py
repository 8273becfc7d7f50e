"""What a write tells of where it was recorded, and what a read is asked to have seen."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI
from starlette.datastructures import QueryParams

from libs.chassis.positions import HEADER, PositionTokens, note
from libs.events.log.position import Position, is_token, positions_in, token_of
from libs.events.views.following import AFTER

HERE = Position("dunning", 3, 41)
THERE = Position("matching", 0, 7)


@pytest.fixture(name="http")
async def _http() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.add_middleware(PositionTokens)

    @app.post("/notes")
    async def write() -> None:
        note([HERE])
        note([THERE])

    @app.get("/notes")
    async def read(after: str | None = None, q: str = "") -> dict[str, object]:
        seen = [(one.service, one.partition, one.offset) for one in AFTER.get()]
        return {"after": after, "q": q, "seen": seen}

    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        yield client


def test_a_token_names_the_furthest_of_each_partition() -> None:
    token = token_of([HERE, THERE, Position("dunning", 3, 40)])
    assert token == "dunning.3.41~matching.0.7"
    assert positions_in(token) == [HERE, THERE]


@pytest.mark.parametrize(
    "text", ["", "0k3w9xv2qpt5m1c8e7r4ya6nbd", "dunning.3", "Dunning.3.4", "a~"]
)
def test_what_is_no_token_is_told_from_one(text: str) -> None:
    assert not is_token(text)
    with pytest.raises(ValueError, match="is no position"):
        positions_in(text)


async def test_a_write_tells_where_it_was_recorded(http: httpx.AsyncClient) -> None:
    assert (await http.post("/notes")).headers[HEADER] == "dunning.3.41~matching.0.7"
    assert HEADER not in (await http.get("/notes")).headers


async def test_a_token_is_waited_for_and_the_place_in_a_list_stays(http: httpx.AsyncClient) -> None:
    asked = QueryParams([("after", token_of([HERE])), ("q", "a+b &"), ("after", "0k3w")])
    answer = await http.get(f"/notes?{asked}")
    assert answer.json() == {"after": "0k3w", "q": "a+b &", "seen": [["dunning", 3, 41]]}


async def test_one_request_waits_for_nothing_of_another(http: httpx.AsyncClient) -> None:
    await http.get("/notes", params={"after": token_of([HERE])})
    assert (await http.get("/notes")).json()["seen"] == []
