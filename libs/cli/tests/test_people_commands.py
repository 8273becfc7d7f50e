"""Commands of the creditor's people: what they ask, what they show."""

from typing import Any

from libs.cli.tests.chased import page, said
from libs.cli.tests.speaking import Server

SOFIE: dict[str, Any] = {
    "person": "sofie|1",
    "name": "Sofie Claes",
    "email": "sofie@bakker.example",
    "language": "nl",
    "zone": "Europe/Brussels",
    "digest": False,
    "sees": "all",
    "changed_at": "2026-03-02T08:00:00Z",
}
ERASED = SOFIE | {"person": None, "name": None, "email": None}
PLACE = "/v1/people/sofie%7C1"


def test_people_are_listed_and_who_was_erased_has_no_name(server: Server) -> None:
    server.says("/v1/people?limit=500", page(SOFIE, ERASED))

    result = said("people", "list")

    assert result.exit_code == 0, result.output
    assert "Sofie Claes" in result.output
    assert "none" in result.output
    assert "erased" in result.output


def test_somebody_is_shown_with_what_they_were_mailed(server: Server) -> None:
    mail = {
        "message": "0m",
        "kind": "digest",
        "day_on": "2026-03-02",
        "status": "sent",
        "reason": None,
        "reply": "250 ok",
        "noted_at": "2026-03-02T06:00:00Z",
        "sent_at": "2026-03-02T06:00:01Z",
    }
    server.says(PLACE, SOFIE | {"mails": [mail]})

    result = said("people", "show", "sofie|1")

    assert result.exit_code == 0, result.output
    assert "digest" in result.output
    assert "sofie@bakker.example" in result.output


def test_who_somebody_is_goes_under_the_name_by_which_they_log_in(server: Server) -> None:
    server.says(PLACE, {"command": "c", "events": ["e"]}, 201)

    result = said(
        *("people", "put", "sofie|1", "--name", "Sofie Claes", "--zone", "Europe/Brussels"),
        *("--email", "sofie@bakker.example", "--language", "nl", "--no-digest", "--sees", "all"),
    )

    assert (result.exit_code, result.output) == (0, "done\n")
    (asked,) = server.asked
    assert (asked[0], asked[1]) == ("PUT", PLACE)
    sent = {name: value for name, value in SOFIE.items() if name not in ("person", "changed_at")}
    assert server.sent(PLACE) == sent


def test_somebody_is_mailed_nothing_more(server: Server) -> None:
    server.says(PLACE, {"command": "c", "events": []})

    result = said("people", "remove", "sofie|1")

    assert (result.exit_code, result.output) == (0, "it was so before\n")
    assert [one[:2] for one in server.asked] == [("DELETE", PLACE)]
