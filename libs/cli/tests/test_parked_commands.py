"""Commands of parked keys: what they ask of a service, and how its answers read."""

import json
from typing import Any

import pytest

from libs.cli.tests.chased import said
from libs.cli.tests.speaking import Server, problem

KEY = "demo/debtor/gt29apxfbn0d1kzgqesv43arfc"
SHARE = {
    "id": "8d1f",
    "type": "relance.matching.book_share.v1",
    "topic": "relance.matching.commands",
    "offset": 41,
    "written_at": "2026-03-03T09:00:00.000Z",
    "parked_on_offset": 7,
    "author": "own",
    "can_drop": True,
    "on_drop": "ShareBounced: the money is free again at its payment, and searched",
}
DROPPED = {
    "key": KEY,
    "message": "8d1f",
    "outcome": "dropped",
    "waiting": 1,
    "compensation": SHARE["on_drop"],
}
DROP = ("parked", "drop", "matching", KEY, "8d1f", "--reason", "the debtor is a test")


def test_a_drop_names_what_was_seen_and_says_what_is_decided_instead(server: Server) -> None:
    server.says("/v1/parked/drop", DROPPED)

    result = said(*DROP)

    assert result.exit_code == 0, result.output
    assert server.sent("/v1/parked/drop") == {
        "key": KEY,
        "message": "8d1f",
        "reason": "the debtor is a test",
    }
    assert "ShareBounced" in result.output
    assert "`relance parked retry` decides the others" in result.output
    document = json.loads(said("--json", *DROP).output)
    assert (document["service"], document["outcome"]) == ("matching", "dropped")


@pytest.mark.parametrize(
    ("outcome", "then"),
    [
        ("freed", "nothing waits behind the key any more"),
        ("pending", "its owner has not come to it yet"),
    ],
)
def test_a_drop_says_what_comes_next(server: Server, outcome: str, then: str) -> None:
    server.says("/v1/parked/drop", DROPPED | {"outcome": outcome})
    assert then in said(*DROP).output


def test_a_drop_that_cannot_be_exits_with_its_rule(server: Server) -> None:
    status, document = problem(409, "own_send_is_retried")
    server.says("/v1/parked/drop", document, status)

    result = said(*DROP)

    assert result.exit_code == 1
    assert "own_send_is_retried" in result.output


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({}, "can be: ShareBounced"),
        ({"author": "edge", "on_drop": ""}, "can be: its caller is told"),
        ({"author": "nobody", "on_drop": ""}, "can be: none of ours wrote it"),
        ({"can_drop": False, "on_drop": "Mend it."}, "no. Mend it."),
    ],
)
def test_what_waits_first_is_shown_with_whether_it_can_be_dropped(
    server: Server, monkeypatch: pytest.MonkeyPatch, message: dict[str, Any], told: str
) -> None:
    monkeypatch.setenv("RELANCE_URL_CALENDAR", server.url)
    shown = {"key": KEY, "tenant": "demo", "partition": 1, "reason": "Bug", "waiting": 1}
    found = shown | {"messages": [SHARE | message]}
    server.says(f"/v1/parked/messages?key={KEY.replace('/', '%2F')}", found)

    result = said("parked", "show", KEY)

    assert result.exit_code == 0, result.output
    assert told in " ".join(result.output.split())


def test_what_was_dropped_is_listed_with_who_and_why(server: Server) -> None:
    one = {
        "key": KEY,
        "tenant": "demo",
        "message": "8d1f",
        "message_type": SHARE["type"],
        "reason": "a test",
        "dropped_by": "anna",
        "asked_at": "2026-03-03T10:00:00.000Z",
        "compensation": SHARE["on_drop"],
    }
    server.says("/v1/parked/dropped", {"items": [one], "next": None})

    (listed,) = json.loads(said("--json", "parked", "dropped", "matching").output)

    assert listed == {"service": "matching"} | one
