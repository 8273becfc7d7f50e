"""How a caller gets along with services that are away, slow, or say no."""

import json

import pytest

from deploy.local.ports import free_ports
from libs.cli.calling import Api, Call, Unreachable
from libs.cli.failing import Refused
from libs.cli.session import Session
from libs.cli.tests.speaking import Server, problem


async def test_an_answer_is_its_document_and_the_token_is_sent(server: Server) -> None:
    server.answers["/v1/items"] = [(200, {"items": []})]

    async with Api(Session()) as api:
        assert await api.get("matching", "/v1/items") == {"items": []}

    assert server.asked[0][2]["Authorization"] == "Bearer signed"


async def test_a_refusal_has_rule_sentence_and_fields(server: Server) -> None:
    server.answers["/v1/x"] = [problem(409, "payment_has_nothing_free", fields={"free": "0.00"})]

    async with Api(Session()) as api:
        with pytest.raises(Refused) as refused:
            await api.post("matching", "/v1/x", {})

    assert refused.value.lines() == [
        "payment_has_nothing_free: it is payment_has_nothing_free",
        "  free: 0.00",
    ]
    assert refused.value.document()["error"]["status"] == 409


async def test_a_service_that_has_no_room_is_asked_again_with_the_same_key(server: Server) -> None:
    server.answers["/v1/x"] = [
        problem(503, "unavailable"),
        problem(429, "too_many_uploads"),
        (201, {"outcome": "accepted"}),
    ]

    async with Api(Session(), patience_s=20) as api:
        assert await api.post("matching", "/v1/x", {"a": 1}) == {"outcome": "accepted"}

    assert len({headers["Idempotency-Key"] for _, _, headers, _ in server.asked}) == 1
    assert [json.loads(body) for *_, body in server.asked] == [{"a": 1}] * 3


async def test_patience_with_a_service_that_has_no_room_ends(server: Server) -> None:
    server.answers["/v1/x"] = [problem(503, "unavailable")]

    async with Api(Session(), patience_s=0.5) as api:
        with pytest.raises(Unreachable, match="it answers 503"):
            await api.get("matching", "/v1/x")


async def test_a_service_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    (port,) = free_ports(1)
    monkeypatch.setenv("RELANCE_URL_CALENDAR", f"http://127.0.0.1:{port}/")
    monkeypatch.setenv("RELANCE_TOKEN", "signed")

    async with Api(Session(), patience_s=0.2) as api:
        with pytest.raises(Unreachable, match=f"calendar at http://127.0.0.1:{port}/v1/days"):
            await api.get("calendar", "/v1/days")


async def test_a_decision_that_takes_longer_is_waited_for(server: Server) -> None:
    pending = {"command": "c1", "outcome": "pending", "status_url": "/v1/commands/c1"}
    told = {"command": "c1", "outcome": "recorded", "events": ["e1"], "fields": {"item": "i1"}}
    server.answers["/v1/x"] = [(202, pending)]
    server.answers["/v1/commands/c1"] = [problem(404, "not_found"), (200, told)]

    async with Api(Session()) as api:
        document = await api.post("matching", "/v1/x", {})

    assert document == {"item": "i1", "command": "c1", "events": ["e1"]}


async def test_a_late_refusal_is_a_refusal(server: Server) -> None:
    pending = {"command": "c1", "outcome": "pending", "status_url": "/v1/commands/c1"}
    told = {
        "command": "c1",
        "outcome": "refused",
        "rule": "amount_over_free",
        "message": "Too much",
    }
    server.answers["/v1/x"] = [(202, pending)]
    server.answers["/v1/commands/c1"] = [(200, told)]

    async with Api(Session()) as api:
        with pytest.raises(Refused, match="Too much"):
            await api.post("matching", "/v1/x", {})


async def test_all_pages_of_a_list_are_read(server: Server) -> None:
    server.answers["/v1/items?limit=500"] = [(200, {"items": [1, 2], "next": "b"})]
    server.answers["/v1/items?limit=500&after=b"] = [(200, {"items": [3], "next": None})]

    async with Api(Session()) as api:
        assert await api.everything("matching", "/v1/items", debtor=None) == [1, 2, 3]


async def test_an_answer_that_is_no_problem_document_is_told_by_its_status(server: Server) -> None:
    server.answers["/v1/x"] = [(500, "oops")]

    async with Api(Session()) as api:
        with pytest.raises(Refused, match="Internal Server Error") as refused:
            await api.ask(Call("GET", "matching", "/v1/x"))

    assert refused.value.rule == "http_500"
