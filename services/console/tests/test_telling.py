"""One timeline out of several, and its sentences; amounts as people write them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from services.console.domain.timeline import Happened, merged
from services.console.web.asking import written
from services.console.web.debtor_page import NOT_CHASED, shown_of, values_of
from services.console.web.gathering import Gathered
from services.console.web.telling import next_told, sentence
from services.console.web.words import Words

ENGLISH = Words("en", "Europe/Brussels")
ITEM = "0k3w9xv2qpt5m1c8e7r4ya6nbd"
NOTHING_SAID = Gathered(
    dict.fromkeys(("ledger", "items", "calls", "credit", "placements")), silent=()
)


def test_the_latest_comes_first_and_of_one_instant_the_service_that_heard_it_last() -> None:
    found = merged(
        ("ingestion", [_one("2026-03-02T08:00:00+00:00", "invoice_registered")]),
        ("matching", [_one("2026-03-02T08:00:00+00:00", "share_booked")]),
        ("dunning", [_one("2026-03-01T08:00:00Z", "case_opened")]),
    )
    assert [one.what for one in found] == ["share_booked", "invoice_registered", "case_opened"]


def test_what_another_service_tells_is_told_once() -> None:
    assert merged(("matching", [_one("2026-03-02T08:00:00+00:00", "item_opened")])) == []
    merge = [_one("2026-03-02T08:00:00+00:00", "debtor_merged")]
    (found,) = merged(("ingestion", merge), ("matching", merge))
    assert found.service == "ingestion"


def test_a_message_is_of_the_service_that_recorded_it() -> None:
    told = _one("2026-03-02T08:00:00+00:00", "message_sent") | {"service": "notifications"}
    (found,) = merged(("dunning", [told]))
    assert (found.service, found.kind) == ("notifications", "message")


def test_a_sentence_names_items_by_their_numbers() -> None:
    details = {"amount": "1234.50 EUR", "pay_by_on": "2026-03-20", "items": [ITEM]}
    assert sentence(ENGLISH, _happened("promise_made", details), {ITEM: "F-17"}) == (
        "€1,234.50 promised by 20 Mar 2026: F-17"
    )


def test_what_has_no_words_here_is_told_by_its_service() -> None:
    happened = _happened("something_of_tomorrow", {}, said="It happened tomorrow")
    assert sentence(ENGLISH, happened, {}) == "It happened tomorrow"


def test_what_an_event_does_not_say_is_left_out() -> None:
    assert sentence(ENGLISH, _happened("task_done", {"done_by": ""}), {}) == "Task done"


def test_an_override_that_another_takes_the_place_of_does_not_give_way_to_the_score() -> None:
    told = {"at": "2026-03-02T08:00:00Z", "what": "override_ended"}
    (happened,) = merged(("risk", [told | {"details": {"reason": "replaced"}}]))
    assert sentence(ENGLISH, happened, {}) == (
        "What was said instead of the score holds no more: replaced"
    )


def test_a_draft_that_is_dropped_is_of_the_chase() -> None:
    assert _happened("draft_dropped", {}).kind == "demand"


@pytest.mark.parametrize(
    ("what", "details", "said"),
    [
        ("plan_ended", {"ended_by": "", "reason": "merged"}, "Plan ended by a merge"),
        ("plan_ended", {"ended_by": "paula", "reason": "taken_back"}, "Plan ended by paula"),
        ("dunning_resumed", {"resumed_by": ""}, "Pause ended at the debtor that was merged"),
        ("dunning_resumed", {"resumed_by": "paula"}, "Pause ended by paula"),
    ],
)
def test_what_came_of_a_merge_is_said_by_nobody(
    what: str, details: dict[str, object], said: str
) -> None:
    assert sentence(ENGLISH, _happened(what, details), {}).startswith(said)


def test_a_plan_that_is_kept_is_among_what_is_agreed() -> None:
    plans = [{"plan": "p1", "state": "agreed"}, {"plan": "p2", "state": "ended"}]
    chased = replace(NOT_CHASED, told={"plans": plans})
    shown = shown_of({"timeline": []}, NOTHING_SAID, chased)
    values = values_of(ENGLISH, shown, date(2026, 3, 2))
    assert [one["plan"] for one in values["plans"]] == ["p1"]


def test_what_holds_a_whole_case_names_no_items() -> None:
    details: dict[str, object] = {
        "gate": "stale_bank_data_holds_everything",
        "items": [],
        "until_on": None,
    }
    assert sentence(ENGLISH, _happened("demand_gated", details), {}) == (
        "Held, because the bank statements are not up to date"
    )


def test_the_same_several_times_in_a_row_is_one_line() -> None:
    (told,) = [
        {"at": "2026-03-02T08:00:00Z", "what": "suspicion_expired", "details": {"item": ITEM}}
    ]
    party = {"timeline": [told, told, {**told, "what": "suspicion_lifted"}, told]}
    shown = shown_of(party, NOTHING_SAID, NOT_CHASED)
    ((_, lines),) = values_of(ENGLISH, shown, date(2026, 3, 2))["days"]
    assert [line.count for line in lines] == [1, 1, 2]


def test_what_is_next_is_told_in_the_readers_language() -> None:
    told = {
        "standing": "gated",
        "on": None,
        "step": "reminder",
        "gate": "disputed_items_wait",
        "sentence": "…",
    }
    assert next_told(Words("fr", "UTC"), told) == (
        "L\u2019étape reminder est retenue : le poste est en litige."
    )


def test_what_waits_for_something_is_not_told_to_be_looked_at_the_next_day() -> None:
    told = {"standing": "unplanned", "on": None, "step": "", "gate": "", "sentence": "…"}
    assert next_told(ENGLISH, told) == "Nothing is planned until something happens."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("40", "40.00 EUR"),
        ("40,5", "40.50 EUR"),
        ("1 234,50", "1234.50 EUR"),
        ("1.234,50", "1234.50 EUR"),
        ("1,234.50", "1234.50 EUR"),
        ("1\u2019234.50", "1234.50 EUR"),
        ("1.234", "1234.00 EUR"),  # three figures behind it: it groups
        (",50", "0.50 EUR"),
        ("1,2345", "1.2345 EUR"),  # the service says that it has too many decimals
        ("1.234.567", "1234567.00 EUR"),
        ("0.500", "0.50 EUR"),  # no group begins with nought
        ("1234.500", "1234.50 EUR"),  # nor has it four figures
        ("1.234,567", "1234.567 EUR"),  # two signs: the last one is the decimal one
        ("12.34.56", "12.34.56 EUR"),
        ("1e5", "1e5 EUR"),
        ("fifty", "fifty EUR"),
        ("", ""),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert written(text, "EUR") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("100,500", "100.500 KWD"),  # as the page itself writes it in French
        ("100.500", "100.500 KWD"),
        ("1.234,500", "1234.500 KWD"),
        ("1,234,567", "1234567.000 KWD"),
        ("12", "12.000 KWD"),
    ],
)
def test_three_figures_are_decimals_of_a_currency_that_has_three(text: str, expected: str) -> None:
    assert written(text, "KWD") == expected


def _one(at: str, what: str) -> dict[str, object]:
    return {"at": at, "what": what, "details": {}}


def _happened(what: str, details: Mapping[str, object], said: str = "") -> Happened:
    (found,) = merged(
        (
            "dunning",
            [{"at": "2026-03-02T08:00:00Z", "what": what, "details": details, "said": said}],
        )
    )
    return found
