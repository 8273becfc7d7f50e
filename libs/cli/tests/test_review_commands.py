"""Commands of the morning review and of plans: what they ask, what they show."""

import json
from typing import Any

import pytest

from libs.cli.commands.review import APPROVED_AT_ONCE_MAX
from libs.cli.tests.chased import CREDITOR, DEBTOR, DEMAND, ID, ITEM, WHO, page, said
from libs.cli.tests.speaking import Server

APPROVE = "/v1/demands/approve"


def test_all_that_waits_of_a_creditor_is_approved_at_once(office: Server) -> None:
    waiting = page({"demand": DEMAND}, {"demand": ID + "7"})
    path = f"/v1/demands?limit=500&status=to_approve&creditor={CREDITOR}"
    office.says(path, waiting)
    told = [
        {"demand": DEMAND, "outcome": "recorded", "command": "c", "approvals_left": "1"},
        {"demand": ID + "7", "outcome": "nothing", "command": "c", "approvals_left": "0"},
    ]
    office.says(APPROVE, {"items": told})

    result = said("review", "approve", "--all", "--creditor", "de bakker")

    assert result.exit_code == 0, result.output
    assert office.sent(APPROVE) == {"demands": [DEMAND, ID + "7"]}
    assert "2 demands: 1 nothing, 1 recorded" in result.output


def test_more_than_one_request_takes_are_approved_in_several(office: Server) -> None:
    wanted = [f"{number:026d}" for number in range(APPROVED_AT_ONCE_MAX + 1)]
    office.says(APPROVE, {"items": []})

    result = said("review", "approve", *wanted)

    assert result.exit_code == 0, result.output
    bodies = [json.loads(one[3]) for one in office.asked if one[1] == APPROVE]
    assert [len(body["demands"]) for body in bodies] == [APPROVED_AT_ONCE_MAX, 1]


def test_an_approval_that_is_refused_is_told_with_its_reason(office: Server) -> None:
    refused = {
        "demand": DEMAND,
        "outcome": "refused",
        "command": "c",
        "rule": "approved_by_you",
        "detail": "another person has to look at it",
    }
    office.says(APPROVE, {"items": [refused]})

    result = said("review", "approve", DEMAND)

    assert result.exit_code == 1
    assert "another person has to look at it" in result.output


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("approve",), "say which demands, or --all"),
        (("approve", DEMAND, "--all"), "say which demands, or --all"),
        (("approve", DEMAND, "--creditor", "x"), "--creditor goes with --all"),
    ],
)
def test_what_is_to_be_approved_has_to_be_said(
    office: Server, words: tuple[str, ...], why: str
) -> None:
    result = said("review", *words)

    assert result.exit_code == 2
    assert why in result.output


def test_items_are_taken_out_of_a_demand_by_number(office: Server) -> None:
    office.says(f"/v1/demands/{DEMAND}", {"demand": DEMAND, "debtor": DEBTOR})
    path = f"/v1/demands/{DEMAND}/withhold"
    office.says(path, {"command": "c", "events": []}, 201)

    result = said(
        *("review", "withhold", DEMAND, "--item", "F-17", "--reason", "we call first", "--for-good")
    )

    assert result.exit_code == 0, result.output
    assert office.sent(path) == {"items": [ITEM], "reason": "we call first", "for_good": True}


def test_what_is_withheld_is_shown_with_its_reason_and_its_last_day(office: Server) -> None:
    row: dict[str, Any] = {
        "item": ITEM,
        "number": "F-17",
        "open": "48.00 EUR",
        "until_on": "2026-03-20",
        "withheld_on": "2026-03-20",
        "withheld_by": "paula",
        "text": "we call first",
    } | WHO
    good = row | {"number": "F-18", "until_on": None}
    office.says("/v1/withheld?limit=500&state=withheld", page(row, good))

    output = said("review", "withheld").output

    assert "we call first" in output
    assert "it is released" in output


def test_plans_are_shown_with_how_many_instalments_were_kept(office: Server) -> None:
    row: dict[str, Any] = {
        "plan": ID,
        "proposed_on": "2026-03-10",
        "total": "12.50 EUR",
        "numbers": ["F-17", "F-18"],
        "instalments": [{}, {}],
        "kept_count": 1,
        "state": "agreed",
    } | WHO
    office.says("/v1/plans?limit=500&state=agreed", page(row))

    output = said("plan", "list", "--state", "agreed").output

    assert "F-17, F-18" in output
    assert "1 of 2 kept" in output


@pytest.mark.parametrize("written", ["40.00", "2026-03-20=", "20 March=40.00"])
def test_an_instalment_is_a_day_and_an_amount(office: Server, written: str) -> None:
    result = said("plan", "add", "C15431", "--instalment", written)

    assert result.exit_code == 2
    assert "write it as 2026-03-20=40.00" in result.output
