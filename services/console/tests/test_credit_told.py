"""A score, an order and a case in the reader's language."""

from typing import Any

from services.console.domain.timeline import merged
from services.console.web.credit_told import order_told, reasons_told
from services.console.web.placement_told import story_of, when
from services.console.web.telling import sentence
from services.console.web.words import Words

ENGLISH = Words("en", "Europe/Brussels")
DUTCH = Words("nl", "Europe/Brussels")
ITEM = "0k3w9xv2qpt5m1c8e7r4ya6nbd"


def test_a_scores_reasons_are_told_with_their_figures() -> None:
    reasons = [
        {"code": "paid_late", "figure": 3, "of": 12},
        {"code": "overdue_share", "figure": 80, "of": None},
    ]
    assert reasons_told(DUTCH, reasons) == [
        "3 van zijn laatste 12 betaalde posten kwamen meer dan 30 dagen te laat;"
        " de laatste tellen het meest.",
        "80 % of meer van wat hij schuldig is, is vervallen.",
    ]


def test_an_order_is_answered_with_what_speaks_against_it() -> None:
    told = order_told(ENGLISH, _check(_rule("over_limit", True), _rule("band", False)))
    assert told == [
        (True, "Of its limit of €500.00 only €20.00 are left."),
        (False, "It is in band B."),
    ]


def test_a_rule_of_tomorrow_is_told_as_risk_says_it() -> None:
    ((_, said),) = order_told(DUTCH, _check(_rule("of_tomorrow", True)))
    assert said == "Tomorrow it will be so."


def test_what_an_agency_reports_is_told_with_what_it_wrote() -> None:
    event = {
        "at": "2026-03-18T09:00:00Z",
        "what": "action_reported",
        "details": {"kind": "visit", "done_on": "2026-03-17"},
        "personal": {"text": "Nobody was at home."},
    }
    ((_, (line,)),) = story_of(ENGLISH, {"items": [], "events": [event]})
    assert (line.sentence, line.text, line.happened.kind) == (
        "The agency reports: a visit, 17 Mar 2026",
        "Nobody was at home.",
        "agency",
    )


def test_what_is_left_of_a_placed_item_names_it() -> None:
    details = {"item": ITEM, "reason": "paid", "amount": "20.00 EUR", "open": "28.00 EUR"}
    told = {"at": "2026-03-18T09:00:00Z", "what": "placed_item_changed", "details": details}
    (happened,) = merged(("handoff", [told]))
    assert sentence(ENGLISH, happened, {ITEM: "F-17"}) == "F-17: paid €20.00, €28.00 still open"


def test_a_list_of_cases_is_in_the_order_in_which_their_stages_began() -> None:
    rows = [
        {"stage": "offered", "requested_at": "2026-03-03", "offered_at": "2026-03-04"},
        {"stage": "proposed", "proposed_at": "2026-03-05"},
    ]
    assert [one["stage"] for one in sorted(rows, key=when, reverse=True)] == ["proposed", "offered"]


def _check(*rules: dict[str, Any]) -> dict[str, Any]:
    zero = "0.00 EUR"
    exposure = {"total": "480.00 EUR", "overdue": zero, "disputed": zero, "not_due": "480.00 EUR"}
    return {
        "band": "B",
        "limit": "500.00 EUR",
        "headroom": "20.00 EUR",
        "exposure": exposure,
        "reasons": list(rules),
    }


def _rule(code: str, speaks_against: bool) -> dict[str, Any]:
    sentence = "Tomorrow it will be so."
    return {"code": code, "speaks_against": speaks_against, "sentence": sentence}
