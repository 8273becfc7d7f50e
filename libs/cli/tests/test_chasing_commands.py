"""Commands of chasing: what they ask of the services."""

import json
from pathlib import Path
from typing import Any

import pytest

from libs.cli.tests.chased import CALL, CASE, CREDITOR, DEBTOR, ID, ITEM, page, said
from libs.cli.tests.speaking import Server, problem


@pytest.mark.parametrize(
    ("words", "path", "body"),
    [
        (
            ("promise", "add", "C15431", "--by", "2026-03-20", "--item", "F-17", "--amount", "8"),
            "/v1/promises",
            {"pay_by_on": "2026-03-20", "items": [ITEM], "amount": "8.00 EUR"},
        ),
        (
            ("promise", "add", "C15431", "--by", "2026-03-20"),
            "/v1/promises",
            {"pay_by_on": "2026-03-20", "items": []},
        ),
        (
            ("dispute", "add", "C15431", "F-17", "--reason", "damaged", "--due", "2026-04-01"),
            "/v1/disputes",
            {"item": ITEM, "reason": "damaged", "due_on": "2026-04-01"},
        ),
        (
            ("pause", "add", "C15431", "--until", "2026-04-01", "--reason", "flooded"),
            "/v1/pauses",
            {"until_on": "2026-04-01", "reason": "flooded"},
        ),
        (
            (
                *("plan", "add", "C15431", "--item", "F-17"),
                *("--instalment", "2026-03-20=8", "--instalment", "2026-04-20=4.50 EUR"),
            ),
            "/v1/plans",
            {
                "items": [ITEM],
                "instalments": [
                    {"due_on": "2026-03-20", "amount": "8.00 EUR"},
                    {"due_on": "2026-04-20", "amount": "4.50 EUR"},
                ],
            },
        ),
        (("note", "add", "C15431", "Ask for An"), "/v1/notes", {"text": "Ask for An"}),
        (("note", "paid", "C15431", "F-17"), "/v1/paid-claims", {"item": ITEM}),
    ],
)
def test_what_is_said_of_a_debtor_by_its_number_is_sent_by_its_id(
    office: Server, words: tuple[str, ...], path: str, body: dict[str, Any]
) -> None:
    office.says(path, {"command": "c", "events": [], "case": CASE}, 201)

    result = said(*words)

    assert result.exit_code == 0, result.output
    assert office.sent(path) == body | {"debtor": DEBTOR}
    assert CASE in result.output


@pytest.mark.parametrize(
    ("words", "path", "body"),
    [
        (
            ("calls", "log", CALL, "reached", "--text", "Will ask"),
            f"/v1/calls/{CALL}/outcome",
            {"outcome": "reached", "text": "Will ask"},
        ),
        (
            ("dispute", "resolve", ID, "refused"),
            f"/v1/disputes/{ID}/resolve",
            {"resolution": "refused"},
        ),
        (("promise", "take-back", ID), f"/v1/promises/{ID}/take-back", {}),
        (("tasks", "done", ID), f"/v1/tasks/{ID}/done", {}),
        (("plan", "agree", ID), f"/v1/plans/{ID}/agree", {}),
        (("plan", "end", ID), f"/v1/plans/{ID}/end", {}),
        (("review", "release", ITEM), f"/v1/withheld/{ITEM}/release", {}),
    ],
)
def test_what_is_said_of_a_thing_goes_to_that_thing(
    office: Server, words: tuple[str, ...], path: str, body: dict[str, Any]
) -> None:
    office.says(path, {"command": "c", "events": ["e"]}, 201)

    result = said(*words)

    assert result.exit_code == 0, result.output
    assert office.sent(path) == body


def test_an_amount_without_a_currency_needs_one_that_is_alone(office: Server) -> None:
    cases = page({"currency": "EUR"}, {"currency": "USD"})
    office.says(f"/v1/cases?limit=500&debtor={DEBTOR}", cases)

    result = said("promise", "add", "C15431", "--by", "2026-03-20", "--amount", "8.00")

    assert result.exit_code == 2
    assert "say the currency too (there are: EUR, USD)" in result.output


def test_an_item_that_the_debtor_does_not_have_is_refused(office: Server) -> None:
    office.says(f"/v1/items?limit=500&number=F-99&debtor={DEBTOR}", page())

    result = said("note", "paid", "C15431", "F-99", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["rule"] == "item_unknown"


def test_a_shipped_policy_is_fetched_and_published_for_the_creditors_that_are_named(
    office: Server,
) -> None:
    office.says("/v1/policies/shipped/four-steps", "policy: four-steps\n")
    path = f"/v1/policies?creditor={CREDITOR}"
    office.says(path, {"policy": "four-steps", "version": "1"}, 201)

    result = said("policy", "publish", "four-steps", "--creditor", "de bakker")

    assert result.exit_code == 0, result.output
    ((_, _, headers, body),) = [one for one in office.asked if one[1] == path]
    assert (headers["Content-Type"], body) == ("application/yaml", b"policy: four-steps\n")
    assert "four-steps" in result.output


def test_creditors_and_policies_are_listed_to_the_last_page(office: Server) -> None:
    one = {"country": "BE", "zone": "Europe/Brussels", "feed": "none", "accounts": []}
    first, last = ({**one, "creditor": ID + n, "name": n} for n in ("8", "9"))
    office.says("/v1/creditors?limit=500", page(first) | {"next": ID + "8"})
    office.says(f"/v1/creditors?limit=500&after={ID}8", page(last))
    policy = {"version": "1", "title": "", "steps": [], "creditors": []}
    office.says("/v1/policies?limit=500", page({**policy, "policy": "gentle"}) | {"next": "gentle"})
    office.says("/v1/policies?limit=500&after=gentle", page({**policy, "policy": "strict"}))

    assert json.loads(said("creditor", "list", "--json").output) == [first, last]
    listed = json.loads(said("policy", "list", "--json").output)
    assert [one["policy"] for one in listed] == ["gentle", "strict"]


def test_a_policy_of_ones_own_is_read_from_its_file(office: Server, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("policy: mine\n", encoding="utf-8")
    office.says("/v1/policies", {"policy": "mine", "version": "1"}, 201)

    assert said("policy", "publish", str(file)).exit_code == 0
    assert [one[3] for one in office.asked if one[1] == "/v1/policies"] == [b"policy: mine\n"]


def test_a_policy_that_is_refused_is_told_with_field_and_line(office: Server) -> None:
    office.says("/v1/policies/shipped/four-steps", "policy: four-steps\n")
    mistake = {
        "rule": "field_missing",
        "message": "no steps",
        "field": "steps",
        "position": "line 1",
    }
    office.answers["/v1/policies"] = [problem(422, "field_missing", errors=[mistake])]

    result = said("policy", "publish", "four-steps", "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"]["fields"]["errors"] == [mistake]


def test_a_file_that_is_not_there_is_not_looked_for_among_the_shipped(office: Server) -> None:
    result = said("policy", "publish", "nowhere.yaml")

    assert (result.exit_code, result.stderr) == (2, "there is no file nowhere.yaml\n")


def test_a_policy_is_shown_as_its_ladder_in_words(office: Server) -> None:
    one = {
        "policy": "four-steps",
        "version": 2,
        "published_by": "paula",
        "title": "Four steps",
        "creditors": [],
        "net_due_mins": ["5.00 EUR"],
        "message_every_days_min": 3,
        "grace_days": 3,
        "paid_claim_days": 5,
        "send_window": {"from_hour": 8, "until_hour": 18},
        "ladder": ['reminder: e-mail "reminder", 12 days after the due date'],
    }
    office.says("/v1/policies/four-steps/versions/2", one)

    output = said("policy", "show", "four-steps", "--version", "2").output

    assert "four-steps, version 2, by paula" in output
    assert 'e-mail "reminder", 12 days after the due date' in output
    assert "every one that no other policy names" in output


def test_the_file_of_a_shipped_policy_can_be_kept(office: Server) -> None:
    office.says("/v1/policies/shipped/four-steps", "# why\npolicy: four-steps\n")

    assert said("policy", "show", "four-steps", "--shipped").output == "# why\npolicy: four-steps\n"
