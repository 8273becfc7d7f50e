"""One command of a person: what makes it the same again, and how its outcome is told."""

import json
from collections.abc import MutableMapping
from typing import Any

import pytest
from fastapi import Request

from libs.chassis.answering import Desk, answered
from libs.chassis.asking import Asked, Asking
from libs.chassis.identity import Principal
from libs.events.contracts.model import Command
from libs.events.contracts.runtime import Answer, Outcome

TENANT = "acme"
MARIE = Principal("marie", TENANT, ("controller",))
FIRST = Principal("api", TENANT, ("agency",), agency="first")
OTHER = Principal("api", TENANT, ("agency",), agency="other")


class Say(Command):
    """Any command."""

    TYPE = "say"
    words: str = "hello"


class Heard(Asking):
    """Keeps what it is asked, and answers at once."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []

    async def answer(self, principal: Principal, asked: Asked) -> Answer:
        self.asked.append(asked)
        return outcome("recorded")


def outcome(told: Outcome) -> Answer:
    return Answer(
        command="c1", body_hash="", tenant=TENANT, outcome=told, events=("e1",), fields={"n": "1"}
    )


def request(path: str = "/v1/notes", body: bytes = b"{}", query: bytes = b"") -> Request:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    scope: dict[str, Any] = {"type": "http", "method": "POST", "path": path, "headers": []}
    scope |= {"query_string": query, "server": ("here", 80)}
    return Request(scope, receive)


@pytest.fixture(name="heard")
def _heard() -> Heard:
    return Heard()


async def test_what_is_said_of_a_debtor_is_decided_at_its_key(heard: Heard) -> None:
    response = await Desk(heard).of_debtor(MARIE, "d1", Say(), request(), "again")
    [asked] = heard.asked
    assert (asked.key, asked.idempotency) == ("acme/debtor/d1", "again")
    assert asked.endpoint == "say/acme/debtor/d1"
    assert json.loads(bytes(response.body)) == {"n": "1", "command": "c1", "events": ["e1"]}


@pytest.mark.parametrize("key", ["again", "", None])
async def test_what_has_no_key_cannot_have_been_recorded(heard: Heard, key: str | None) -> None:
    await Desk(heard).of_debtor(MARIE, "d1", Say(), request(), key)
    [asked] = heard.asked
    assert asked.is_fresh == (not key)


async def test_without_a_key_each_request_is_a_command_of_its_own(heard: Heard) -> None:
    for _ in range(2):
        await Desk(heard).ask(MARIE, "acme/debtor/d1", Say(), request(), None)
    assert len({asked.idempotency for asked in heard.asked}) == 2


async def test_two_agencies_that_count_their_keys_alike_are_two_callers(heard: Heard) -> None:
    for agency in (FIRST, OTHER, FIRST):
        await Desk(heard).outcome(agency, "acme/debtor/d1", Say(), request(), "1")
    first, other, again = (asked.idempotency for asked in heard.asked)
    assert first == again != other


async def test_the_same_key_is_for_one_body_one_address_and_one_person(heard: Heard) -> None:
    desk, otto = Desk(heard), Principal("otto", TENANT, ("controller",))
    await desk.ask(MARIE, "k", Say(), request(), "1")
    await desk.ask(MARIE, "k", Say(), request(body=b"[]"), "1")
    await desk.ask(MARIE, "k", Say(), request(path="/v1/others"), "1")
    await desk.ask(MARIE, "k", Say(), request(query=b"creditor=c1"), "1")
    await desk.ask(otto, "k", Say(), request(), "1")
    assert len({asked.body for asked in heard.asked}) == 5


def test_what_was_so_before_is_told_as_that() -> None:
    assert answered(outcome("recorded")).status_code == 201
    assert answered(outcome("nothing")).status_code == 200
