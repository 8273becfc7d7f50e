"""Commands of chasing: what people read."""

import json
from typing import Any

from libs.cli.tests.chased import CALL, CASE, DEBTOR, DEMAND, ID, ITEM, WHO, page, said
from libs.cli.tests.speaking import Server


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
            "band": "C",
            "why": ["20 % or more of what it owes is overdue."],
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
    assert [one["said"] for one in document["timeline"]] == ["R"] * 4
    assert document["next"][0]["sentence"] == "On Monday an e-mail leaves."
    text = said("debtor", "show", "C15431").output
    assert "On Monday an e-mail leaves." in text
    assert "20 % or more of what it owes is overdue." in text


def test_tasks_say_what_to_look_at(office: Server) -> None:
    task = {
        **WHO,
        "task": ID,
        "kind": "paid_claim",
        "opened_on": None,
        "opened_at": "2026-03-16T08:00:01Z",
        "number": "F-17",
        "about": ITEM,
        "debtor": DEBTOR,
        "state": "open",
        "done_by": None,
    }
    office.says("/v1/tasks?limit=500&state=open", page(task))

    output = said("tasks", "list").output

    assert all(part in output for part in ("2026-03-16", "paid claim", "F-17", ID))
