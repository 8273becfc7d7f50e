"""Lists that are longer than a page shows, and answers that are no list at all."""

from pathlib import Path

import pytest

from libs.events.views.reading import ViewNotReady
from services.console.adapters.calling import PAGES_MAX
from services.console.tests.known import DEBTOR, FIRST, debtor, item, listed
from services.console.tests.playing import Answer, desk_of, refusal
from services.console.views.reading import Balance, Figures
from services.console.web.placements import SHOWN_MAX
from services.console.web.ports import Document
from services.console.web.words import NOTHING as UNKNOWN


def demand(number: int) -> Document:
    row: Document = {"demand": f"{number:026d}", "debtor": DEBTOR, "debtor_name": "Jansen"}
    return row | {"net": "48.00 EUR", "tone": "reminder", "status": "held", "items": []}


async def test_a_count_says_more_only_where_there_is_more(tmp_path: Path) -> None:
    """Three lists are shown as one: 60 of 20 each are 60, not 60 or more."""
    rows: Answer = listed(*(demand(number) for number in range(20)))
    desk = desk_of(tmp_path, answers={"dunning /v1/demands": rows})
    assert '<span class="count">60</span>' in (await desk.browser.get("/")).text

    assert isinstance(rows, dict)
    desk.services.answers["dunning /v1/demands"] = rows | {"next": f"{19:026d}"}
    # What waits for approval is read to its end: the same page again and again here.
    assert '<span class="count">60+</span>' in (await desk.browser.get("/")).text


async def test_whom_a_file_is_for_is_chosen_among_all_pages_of_creditors(tmp_path: Path) -> None:
    rows = [{"creditor": f"{n:026d}", "name": f"Office {n}", "accounts": []} for n in range(2)]
    desk = desk_of(
        tmp_path,
        answers={
            "ingestion /v1/creditors": listed(rows[0]) | {"next": rows[0]["creditor"]},
            f"ingestion /v1/creditors?after={rows[0]['creditor']}": listed(rows[1]),
        },
    )
    shown = (await desk.browser.get("/imports")).text
    assert "Office 0" in shown
    assert "Office 1" in shown


async def test_what_cannot_be_asked_now_is_not_told_to_be_nothing(tmp_path: Path) -> None:
    """Too many requests, or a token that is over, say nothing of what there is."""
    desk = desk_of(tmp_path, answers={"dunning /v1/calls": refusal(429, "too_many_requests", "…")})
    shown = (await desk.browser.get("/")).text
    assert "No call is waiting." not in shown
    assert "Not known now." in shown


async def test_who_may_look_at_nothing_is_not_told_that_there_is_nothing(tmp_path: Path) -> None:
    desk = desk_of(tmp_path, "agency")
    for page in ("/", "/credit"):
        shown = await desk.browser.get(page)
        assert shown.status_code == 403
        assert "Your role does not allow this" in shown.text


async def test_the_cases_of_which_something_was_said_last_come_first_however_many_there_are(
    tmp_path: Path,
) -> None:
    """Handoff tells them by their ids, which say nothing of time."""
    rows = [
        {"placement": f"{number:026d}", "debtor": DEBTOR, "agency": "", "stage": "proposed"}
        | {
            "total": "48.00 EUR",
            "is_escalated": False,
            "proposed_at": f"2026-03-{number % 27 + 1:02}",
        }
        for number in range(101)
    ]
    rows[100] |= {"proposed_at": "2026-04-01T22:30:00+00:00"}
    desk = desk_of(tmp_path, answers={"handoff /v1/placements": listed(*rows)})

    shown = (await desk.browser.get("/placements")).text

    assert shown.index(f"{100:026d}") < shown.index(f"{26:026d}")
    assert "1 more" in shown


async def test_what_is_open_of_a_debtor_stands_on_its_page_whatever_was_closed_before(
    tmp_path: Path,
) -> None:
    """Dunning's answer about a debtor has the first hundred tasks that there ever were."""
    closed = [{"task": f"{one:026d}", "kind": "paid_claim", "state": "done"} for one in range(100)]
    chase = {"cases": [], "items": [], "timeline": [], "tasks": closed}
    late: Document = {"task": f"{100:026d}", "kind": "promise_broken", "state": "open"}
    answers = debtor() | {f"dunning /v1/debtors/{DEBTOR}": chase}
    desk = desk_of(tmp_path, answers=answers | {"dunning /v1/tasks": listed(late)})

    shown = (await desk.browser.get(f"/debtors/{DEBTOR}")).text

    assert "A promise was broken" in shown
    assert "there is nothing to do" not in shown


async def test_a_list_of_a_debtor_that_is_not_answered_takes_nothing_else_off_its_page(
    tmp_path: Path,
) -> None:
    """Nor what stood in dunning's answer; that something is missing is told."""
    tasks = [{"task": f"{one:026d}", "kind": "paid_claim", "state": "open"} for one in range(100)]
    paused = {"state": "paused", "until_on": "2126-03-20", "reason": "in hospital"}
    chase = {"cases": [], "items": [], "timeline": [], "tasks": tasks, "pauses": [paused]}
    answers = debtor() | {f"dunning /v1/debtors/{DEBTOR}": chase}
    desk = desk_of(tmp_path, answers=answers | {"dunning /v1/tasks": refusal(503, "busy", "later")})

    shown = (await desk.browser.get(f"/debtors/{DEBTOR}")).text

    assert "in hospital" in shown
    assert shown.count(f'name="task" value="{99:026d}"') == 1
    assert "from dunning" in shown


@pytest.mark.parametrize("is_ready", [True, False])
async def test_of_more_items_than_are_read_what_is_overdue_is_no_sum_of_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_ready: bool
) -> None:
    """Each page of them says that there is another; then the console's own figures know it."""

    async def balances(*_: object) -> dict[str, list[Balance]]:
        if not is_ready:
            raise ViewNotReady("figures")
        return {DEBTOR: [Balance("200000.00 EUR", "150000.00 EUR")]}

    monkeypatch.setattr(Figures, "balances", balances)
    more = listed(item(FIRST, "F-1")) | {"next": FIRST}
    desk = desk_of(tmp_path, answers=debtor() | {"matching /v1/items": more})

    shown = (await desk.browser.get(f"/debtors/{DEBTOR}")).text

    assert f'<span class="count">{PAGES_MAX}+</span>' in shown
    overdue = shown.split("<dt>Overdue</dt>")[1].split("</dd>")[0]
    assert ("150,000.00" in overdue) == is_ready
    assert (UNKNOWN in overdue) == (not is_ready)


async def test_placements_of_which_the_first_are_read_are_not_counted_as_all(
    tmp_path: Path,
) -> None:
    rows = [
        {"placement": f"{number:026d}", "debtor": DEBTOR, "agency": "", "stage": "proposed"}
        | {"total": "48.00 EUR", "is_escalated": False, "proposed_at": "2026-03-01"}
        for number in range(20)
    ]
    more = listed(*rows) | {"next": rows[-1]["placement"]}
    desk = desk_of(tmp_path, answers={"handoff /v1/placements": more})
    assert f"{20 * PAGES_MAX - SHOWN_MAX}+ more" in (await desk.browser.get("/placements")).text
