"""Commands of risk: what they ask of the service, and how its answers read."""

from typing import Any

import pytest

from libs.cli.tests.chased import DEBTOR, ID, page, said
from libs.cli.tests.speaking import Server

SCORED: dict[str, Any] = {
    "debtor": DEBTOR,
    "band": "D",
    "late_percent": 41,
    "late_days": 33,
    "is_watched": True,
    "is_breached": False,
    "why": ["2 of its last 3 paid items came more than 30 days late; the latest count most."],
}
WHOLE: dict[str, Any] = SCORED | {
    "exposures": [
        {
            "not_due": "600.00 EUR",
            "overdue": "100.00 EUR",
            "disputed": "0.00 EUR",
            "total": "700.00 EUR",
        }
    ],
    "timeline": [{"at": "2026-03-02T08:00:00Z", "said": "Band from C to D: by its score"}],
}
CHECKED: dict[str, Any] = {
    "may_ship": False,
    "reasons": [{"sentence": "The debtor is on the watch list: a person decides."}],
    "exposure": {"total": "700.00 EUR"},
    "limit": None,
    "headroom": None,
}


@pytest.mark.parametrize(
    ("words", "path", "body"),
    [
        (
            ("limits", "request", "C15431", "5000.00 EUR", "--reason", "an order"),
            "/v1/limits",
            {"amount": "5000.00 EUR", "reason": "an order", "debtor": DEBTOR},
        ),
        (
            ("limits", "grant", ID, "--through", "2026-12-31", "--amount", "4000.00 EUR"),
            f"/v1/limits/{ID}/grant",
            {"expires_on": "2026-12-31", "amount": "4000.00 EUR"},
        ),
        (
            ("limits", "grant", ID, "--through", "2026-12-31"),
            f"/v1/limits/{ID}/grant",
            {"expires_on": "2026-12-31"},
        ),
        (
            ("limits", "refuse", ID, "--reason", "too new"),
            f"/v1/limits/{ID}/refuse",
            {"reason": "too new"},
        ),
        (("limits", "end", ID), f"/v1/limits/{ID}/end", {}),
        (
            ("risk", "override", "C15431", "--band", "B", "--until", "2026-06-30", "--reason", "x"),
            "/v1/overrides",
            {"band": "B", "until_on": "2026-06-30", "reason": "x", "debtor": DEBTOR},
        ),
        (
            ("risk", "watch", "C15431", "--reason", "two suppliers stopped"),
            "/v1/watches",
            {"reason": "two suppliers stopped", "debtor": DEBTOR},
        ),
    ],
)
def test_what_is_said_of_a_debtors_credit_is_sent(
    office: Server, words: tuple[str, ...], path: str, body: dict[str, Any]
) -> None:
    office.says(path, {"command": "c", "events": ["e"]}, 201)

    result = said(*words)

    assert result.exit_code == 0, result.output
    assert office.sent(path) == body


def test_who_was_not_scored_yet_is_shown_as_that(office: Server) -> None:
    unscored: dict[str, Any] = {"band": None, "late_percent": None, "late_days": None, "why": []}
    office.says(f"/v1/debtors/{DEBTOR}", WHOLE | unscored | {"exposures": [], "timeline": []})

    result = said("risk", "show", "C15431")

    assert result.exit_code == 0, result.output
    assert "none yet" in result.output
    assert "None" not in result.output


def test_a_score_reads_with_its_reasons(office: Server) -> None:
    office.says(f"/v1/debtors/{DEBTOR}", WHOLE)

    result = said("risk", "show", "C15431")

    assert result.exit_code == 0, result.output
    assert "41 % likely" in result.output
    assert "2 of its last 3 paid items" in result.output
    assert "Band from C to D: by its score" in result.output


def test_debtors_of_a_band_are_listed_with_what_weighs_most(server: Server) -> None:
    server.says("/v1/debtors?limit=500&band=D", page(SCORED))

    result = said("risk", "list", "--band", "D")

    assert result.exit_code == 0, result.output
    assert "41 %" in result.output


def test_an_order_is_checked_and_the_answer_begins_with_why(office: Server) -> None:
    place = f"/v1/debtors/{DEBTOR}/order-check?amount=800.00%20EUR"
    office.says(place, CHECKED)
    office.says(place.replace("%20", "+"), CHECKED)

    result = said("limits", "check", "C15431", "800.00 EUR")

    assert result.exit_code == 0, result.output
    assert result.output.startswith("The debtor is on the watch list: a person decides.")
    assert "700.00 EUR" in result.output


def test_limits_are_listed(server: Server) -> None:
    limit = {
        "limit": ID,
        "debtor": DEBTOR,
        "amount": "4000.00 EUR",
        "requested": "5000.00 EUR",
        "state": "granted",
        "expires_on": "2026-12-31",
        "is_breached": True,
        "granted_by": "otto",
        "refused_by": None,
        "requested_by": "paula",
    }
    server.says("/v1/limits?limit=500&state=granted", page(limit))

    result = said("limits", "list", "--state", "granted")

    assert result.exit_code == 0, result.output
    assert "4000.00 EUR" in result.output
