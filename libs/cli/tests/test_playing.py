"""A life as it is played: its script, its lines, its summary."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from libs.cli.answering import counted
from libs.cli.playing.auditing import AuditFailed, audited, money
from libs.cli.playing.player import explained
from libs.cli.playing.script import script_in
from libs.cli.playing.telling import next_text, summary_text
from libs.simulator.economy import live
from libs.simulator.write import write


def test_a_script_has_every_file_of_a_life_on_its_day(tmp_path: Path) -> None:
    economy = live(6, invoices=20, starts_on=date(2026, 1, 5))
    write(economy, tmp_path)

    script = script_in(tmp_path)

    files = [file for day in script.days for file in (*day.invoices, *day.bank)]
    assert sorted(files) == sorted(tmp_path.glob("*/*.xml"))
    assert [day.day_on for day in script.days] == sorted(day.day_on for day in script.days)
    assert script.creditor["name"] == economy.creditor.name
    assert len(script.creditor["accounts"]) == len(economy.creditor.accounts)


def test_a_script_has_every_weekday_and_what_debtors_say_on_it(tmp_path: Path) -> None:
    economy = live(1, invoices=100, starts_on=date(2026, 1, 5))
    write(economy, tmp_path)

    days = script_in(tmp_path).days

    played = {date.fromisoformat(day.day_on) for day in days}
    span = (max(played) - min(played)).days
    every = {min(played) + timedelta(days=n) for n in range(span + 1)}
    assert {day for day in every if day.weekday() < 5} <= played
    said = [(day.day_on, one.invoice, one.kind) for day in days for one in day.answers]
    assert said == [(str(one.day), one.invoice, str(one.kind)) for one in economy.answers]
    assert said


def test_the_summary_says_what_was_asked_and_what_is_wrong_with_it() -> None:
    wrong = {"why": "settled before", "about": "F-1", "message": "m1"}
    held = {"what": "gated", "gate": "disputed_items_wait", "case": "case-1", "demand": "",
            "day_on": "2026-02-16", "why": "not disputed"}  # fmt: skip
    chase = {
        "sent": 3, "asked": 123456, "recalled": 1, "wrongful": 1, "wrongs": [wrong], "missing": [],
        "recalled_by": {"disputed_items_wait": 1}, "gated": {}, "steps": {"reminder": 3},
        "calls": {"logged": 2}, "promises": {"kept": 1},
        "true": {"paid_in_time": 9, "paid_in_time_asked": 0,
                 "never_paid": 4, "never_paid_asked": 4},
        "founded": {"judged": {"gated": 5, "recalled": 1}, "needless": [held]},
    }  # fmt: skip

    text = summary_text(an_audit(agrees=False, chase=chase), [])

    assert "demands sent                           3        1,234.56 EUR" in text
    assert "1 disputed_items_wait" in text
    assert "of 9 invoices that were paid in time, 0 were asked for" in text
    assert "wrongful demands: 1" in text
    assert "WRONGFUL settled before: F-1 in m1" in text
    assert "held for nothing: 1 of 6" in text
    assert "NEEDLESS gated by disputed_items_wait: case-1 on 2026-02-16: not disputed" in text


NOBODY = {
    **dict.fromkeys(("offered", "accepted", "actions", "closed", "recoveries", "recovered"), 0),
    **dict.fromkeys(("remittances", "remitted", "fees", "clearing"), 0),
}


def test_the_summary_says_what_an_agency_brought_and_what_it_still_has() -> None:
    cases = NOBODY | {
        "offered": 3, "accepted": 3, "actions": 6, "closed": 2, "recoveries": 2,
        "recovered": 100_000, "remittances": 1, "remitted": 85_000, "fees": 15_000,
    }  # fmt: skip

    text = summary_text(an_audit(handed_over=cases), [])

    assert "cases placed with an agency            3" in text
    assert "recovered by the agency                2        1,000.00 EUR" in text
    assert "remitted net of fees                   1          850.00 EUR" in text
    assert "kept by contract                                  150.00 EUR" in text
    assert "left on its clearing account                        0.00 EUR" in text
    assert "agency" not in summary_text(an_audit(), [])


def payment(outcome: str, why: str | None) -> dict[str, Any]:
    return {"outcome": outcome, "why": why}


def test_a_few_are_explained_each_for_another_reason() -> None:
    payments = [
        payment("unidentified", "3.00 EUR on 1 May: nothing is known"),
        payment("applied", "1.00 EUR on 1 May: its text names invoice F-1; nothing is left over."),
        payment("applied", "2.00 EUR on 2 May: its text names invoice F-2; nothing is left over."),
        payment("applied", "4.00 EUR on 2 May: its reference RF1 names F-3; nothing is left over."),
        payment("applied", "5.00 EUR on 3 May: its payer is known"),
        payment("received", None),
        payment("assigned", "6.00 EUR back"),
    ]

    assert explained(payments) == [
        "applied: 1.00 EUR on 1 May: its text names invoice F-1; nothing is left over.",
        "applied: 4.00 EUR on 2 May: its reference RF1 names F-3; nothing is left over.",
        "unidentified: 3.00 EUR on 1 May: nothing is known",
    ]


@pytest.mark.parametrize(("count", "text"), [(1, "1 entry"), (0, "0 entries"), (2, "2 entries")])
def test_one_is_not_many(count: int, text: str) -> None:
    assert counted(count, "entry", "entries") == text


def an_audit(**changed: Any) -> dict[str, Any]:
    figure = {"count": 2, "amount": 123456}
    names = ("invoices", "credit_notes", "applied", "suggested", "unidentified")
    rest = ("returned", "set_aside", "open_items")
    return {
        **{name: figure for name in (*names, *rest)},
        "currency": "EUR",
        "owing": [{"customer": "C-1", "name": "Charpente Petit SA", "amount": 9950}],
        "known": {"certain": 9, "exact": 8, "wrong": 1, "left_to_a_person": 0, "left": []},
        "cents_unaccounted": 0,
        "agrees": True,
        "differences": [],
        "chase": None,
        "handed_over": NOBODY,
        **changed,
    }


def test_the_summary_says_the_figures_and_that_all_agrees() -> None:
    text = summary_text(an_audit(), ["applied: why"])

    assert "payments applied" in text
    assert "1,234.56 EUR" in text
    assert "Charpente Petit SA (C-1)" in text
    assert "applied exactly 8, wrongly 1" in text
    assert "all agrees with the life's truth" in text


def test_the_summary_names_what_differs_and_does_not_say_that_all_agrees() -> None:
    wrong = {"where": "cash of account", "stream": "a1", "expected": 100, "found": 99}
    text = summary_text(an_audit(agrees=False, differences=[wrong], cents_unaccounted=1), [])

    assert "DIFFERS cash of account: a1: expected 100, found 99" in text
    assert "all agrees" not in text


def test_it_says_how_to_look_on_only_where_it_still_runs() -> None:
    assert "relance down --home demo" in next_text("demo", ".local/demo/index.html", is_kept=True)
    left = next_text("demo", "page", is_kept=True, console="http://127.0.0.1:8110")
    assert "the console, as a credit controller: http://127.0.0.1:8110" in left
    assert "KEEP=1" in next_text("demo", ".local/demo/index.html", is_kept=False)


def test_amounts_are_exact() -> None:
    assert money(-123456789, "EUR") == "-1,234,567.89 EUR"


async def test_an_auditor_that_cannot_read_the_truth_says_why(tmp_path: Path) -> None:
    with pytest.raises(AuditFailed, match="No such file"):
        await audited("127.0.0.1:1", "demo", tmp_path / "truth.json")
