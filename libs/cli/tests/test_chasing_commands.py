"""Commands of chasing: what they ask of the services, and what people read."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner, Result

from libs.cli.__main__ import relance
from libs.cli.tests.speaking import Server, problem

ID: Final = "0k3w9xv2qpt5m1c8e7r4ya6nb"
DEBTOR, ITEM, CASE = ID + "1", ID + "2", ID + "3"
DEMAND, CALL, CREDITOR = ID + "4", ID + "5", ID + "6"
WHO: Final[dict[str, Any]] = {"debtor_name": "Jansen & Zonen", "customer_number": "C15431"}


def said(*words: str) -> Result:
    return CliRunner().invoke(relance, list(words), env={"COLUMNS": "200"})


def page(*rows: Any) -> dict[str, Any]:
    return {"items": list(rows), "next": None}


@pytest.fixture(name="office")
def _office(server: Server) -> Server:
    """A platform with one creditor, one debtor and one item."""
    server.says("/v1/creditors", page({"creditor": CREDITOR, "name": "De Bakker"}))
    known = {"debtor": DEBTOR, "customer_number": "C15431"}
    server.says("/v1/debtors?limit=500&q=C15431", page(known))
    item = {"item": ITEM, "currency": "EUR", "number": "F-17"}
    server.says(f"/v1/items?limit=500&number=F-17&debtor={DEBTOR}", page(item))
    return server


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


def demand(**more: Any) -> dict[str, Any]:
    return {
        **WHO,
        "demand": DEMAND,
        "day_on": "2026-03-16",
        "net": "48.00 EUR",
        "items": [{"number": f"F-{number}"} for number in range(17, 21)],
        "step": "reminder",
        "status": "sent",
        "recall_gate": None,
        "hold": None,
        "fail_reason": None,
        "repeated": False,
        **more,
    }


def test_demands_are_listed_with_what_keeps_them_and_counted(office: Server) -> None:
    held = {"cause": "silent_service", "service": "matching"}
    found = page(
        demand(),
        demand(status="withdrawn", recall_gate="paid_items_are_not_demanded"),
        demand(status="held", hold=held),
        demand(repeated=True),
    )
    office.says("/v1/demands?limit=500&day_on=2026-03-16", found)

    result = said("demands", "--day", "2026-03-16")

    assert result.exit_code == 0, result.output
    assert "F-17, F-18, F-19 +1" in result.output
    assert "paid items are not demanded" in result.output
    assert "silent service matching" in result.output
    assert result.output.rstrip().endswith(
        "4 demands: 1 held, 2 sent, 1 withdrawn; 1 sent once more after an uncertain attempt"
    )


def test_why_a_demand_was_made_reads_from_top_to_bottom(office: Server) -> None:
    event = {"at": "2026-03-16T08:00:01Z", "said": "Reminder proposed", "event": ID}
    why = {
        "asked_for": ["F-17: 48.00 EUR, 12 days overdue."],
        "net": "Asked in all: 48.00 EUR.",
        "held_before": [],
        "recalled": "Recalled for F-17: it is paid.",
        "barriers": ["Attempt 1: barrier begun 08:00:02."],
        "outcome": "The message did not leave.",
        "behind": [event],
    }
    one = demand(policy="four-steps", policy_version=2, why=why, debtor=DEBTOR, status="withdrawn")
    office.says(f"/v1/demands/{DEMAND}", one)

    output = said("demands", "--why", DEMAND).output
    lines = [line.strip() for line in output.splitlines() if line.strip()]

    heads = [line for line in lines if line in ("Asked for", "Held before", "Recalled", "Barriers")]
    assert heads == ["Asked for", "Recalled", "Barriers"]
    assert "F-17: 48.00 EUR, 12 days overdue." in lines
    assert lines[-1].split("  ")[-1].strip() == ID
    assert json.loads(said("demands", "--why", DEMAND, "--json").stdout) == one


def test_the_worklist_says_whom_to_call_where_and_what_was_said_before(office: Server) -> None:
    call = {
        **WHO,
        "call": CALL,
        "asked": "900.00 EUR",
        "numbers": ["F-17"],
        "contacts": [{"name": "An", "phone": "+32 2 555 01 02"}, {"name": "Jo", "phone": ""}],
        "log_until_on": "2026-03-26",
        "state": "scheduled",
        "before_on": "2026-03-18",
        "before_outcome": "call_back",
        "before_text": "in a meeting",
        "note_text": None,
    }
    office.says("/v1/calls?limit=500&state=scheduled", page(call))

    output = said("calls", "list").output

    for part in ("900.00 EUR", "An +32 2 555 01 02", "2026-03-18 call back; in a meeting", CALL):
        assert part in output
    assert "Jo" not in output


def test_cases_are_listed_with_what_holds_them_or_with_what_is_next(office: Server) -> None:
    case = {
        **WHO,
        "case": CASE,
        "open": "58.00 EUR",
        "items_open": 2,
        "oldest_due_on": "2026-02-20",
        "policy": "four-steps",
        "policy_version": 1,
        "state": "open",
        "gate": {"gate": "disputed_items_wait"},
    }
    office.says("/v1/cases?limit=500&state=open", page(case))
    office.says(f"/v1/cases/{CASE}/next", {"sentence": "On Monday an e-mail leaves."})

    listed = said("cases").output
    assert "Jansen & Zonen (C15431)" in listed
    assert "four-steps v1" in listed
    assert "disputed items wait" in listed
    assert "On Monday an e-mail leaves." in said("cases", "--next").output


def test_what_is_held_is_counted_by_cause(office: Server) -> None:
    cause = {
        "because": "it is disputed",
        "gated_count": 3,
        "recalled_count": 1,
        "cases_now": 2,
        "open_now": ["58.00 EUR", "7.00 USD"],
    }
    office.says("/v1/gates", page(cause))

    output = said("cases", "--by-cause").output

    assert [part in output for part in ("it is disputed", "58.00 EUR, 7.00 USD")] == [True, True]


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


def test_a_debtor_is_shown_with_what_is_next_and_one_timeline_of_all_services(
    office: Server,
) -> None:
    office.says(
        f"/v1/debtors/{DEBTOR}",
        {
            "name": "Jansen & Zonen",
            "customer_number": "C15431",
            "merged_into": None,
            "balances": [{"open": "48.00 EUR", "on_account": "0.00 EUR"}],
            "on_account": [],
            "cases": [{"case": CASE, "state": "open"}],
            "timeline": [
                {
                    "at": "2026-03-16T08:00:00Z",
                    "what": "demand_proposed",
                    "details": {},
                    "said": "R",
                }
            ],
        },
    )
    office.says(f"/v1/items?limit=500&debtor={DEBTOR}&state=open", page())
    office.says(f"/v1/cases/{CASE}/next", {"sentence": "On Monday an e-mail leaves."})

    result = said("debtor", "show", "C15431", "--json")

    document = json.loads(result.stdout)
    assert [one["said"] for one in document["timeline"]] == ["R"] * 3
    assert document["next"][0]["sentence"] == "On Monday an e-mail leaves."
    assert "On Monday an e-mail leaves." in said("debtor", "show", "C15431").output


def test_tasks_say_what_to_look_at(office: Server) -> None:
    task = {
        **WHO,
        "task": ID,
        "kind": "paid_claim",
        "opened_on": None,
        "opened_at": "2026-03-16T08:00:01Z",
        "number": "F-17",
        "about": ITEM,
        "state": "open",
        "done_by": None,
    }
    office.says("/v1/tasks?limit=500&state=open", page(task))

    output = said("tasks", "list").output

    assert all(part in output for part in ("2026-03-16", "paid claim", "F-17", ID))
