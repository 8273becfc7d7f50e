"""Commands of hand-off: what they ask of the service, and how its answers read."""

from typing import Any

import pytest

from libs.cli.tests.chased import DEBTOR, ID, ITEM, page, said
from libs.cli.tests.speaking import Server

PLACEMENT, AGENCY = ID + "7", ID + "8"
CASE: dict[str, Any] = {
    "placement": PLACEMENT,
    "agency": AGENCY,
    "debtor": DEBTOR,
    "stage": "accepted",
    "total": "48.00 EUR",
    "answer_by_on": "2026-04-25",
}
WHOLE: dict[str, Any] = CASE | {
    "items": [
        {
            "item": ITEM,
            "number": "F-17",
            "placed": "48.00 EUR",
            "open": "8.00 EUR",
            "due_on": "2026-02-04",
        }
    ],
    "events": [{"at": "2026-04-20T08:00:00+00:00", "what": "placement_accepted"}],
}
RECORDED = {"command": "c", "events": ["e"]}


@pytest.fixture(name="desk")
def _desk(office: Server) -> Server:
    """The same with one agency and one proposed case."""
    office.says("/v1/agencies?limit=500", page({"agency": AGENCY, "name": "Incasso Noord"}))
    office.says("/v1/placements?limit=500&stage=proposed", page(CASE | {"stage": "proposed"}))
    return office


@pytest.mark.parametrize(
    ("words", "path", "body"),
    [
        (("request", PLACEMENT), f"/v1/placements/{PLACEMENT}/request", {}),
        (
            ("request", PLACEMENT, "--agency", "Incasso Noord"),
            f"/v1/placements/{PLACEMENT}/request",
            {"agency": AGENCY},
        ),
        (("request", "C15431"), "/v1/placements", {"debtor": DEBTOR}),
        (
            ("recall", PLACEMENT, "--reason", "disputed", "--item", ITEM),
            f"/v1/placements/{PLACEMENT}/recall",
            {"reason": "disputed", "items": [ITEM]},
        ),
        (
            ("recall", PLACEMENT),
            f"/v1/placements/{PLACEMENT}/recall",
            {"reason": "by_person", "items": []},
        ),
        (
            ("close", PLACEMENT, "--result", "uncollectable"),
            f"/v1/placements/{PLACEMENT}/close",
            {"result": "uncollectable"},
        ),
        (
            ("resend", "Incasso Noord", "17"),
            f"/v1/agencies/{AGENCY}/deliveries/17/resend",
            {},
        ),
    ],
)
def test_what_is_said_of_a_case_is_sent(
    desk: Server, words: tuple[str, ...], path: str, body: dict[str, Any]
) -> None:
    desk.says(path, RECORDED, 201)

    result = said("placements", *words)

    assert result.exit_code == 0, result.output
    assert desk.sent(path) == body


def test_cases_are_listed_with_the_agencys_name(desk: Server) -> None:
    desk.says(f"/v1/placements?limit=500&stage=accepted&agency={AGENCY}", page(CASE))

    result = said("placements", "list", "--stage", "accepted", "--agency", "Incasso Noord")

    assert result.exit_code == 0, result.output
    assert "48.00 EUR" in result.output
    assert "Incasso Noord" in result.output
    assert PLACEMENT in result.output


def test_an_agency_that_is_not_there_is_told_with_those_that_are(desk: Server) -> None:
    result = said("placements", "list", "--agency", "Incasso Zuid")

    assert result.exit_code == 2
    assert "there is no agency 'Incasso Zuid': Incasso Noord" in result.output


def test_a_case_reads_with_its_items_and_what_happened(desk: Server) -> None:
    desk.says(f"/v1/placements/{PLACEMENT}", WHOLE)

    result = said("placements", "show", PLACEMENT)

    assert result.exit_code == 0, result.output
    assert "F-17" in result.output
    assert "8.00 EUR" in result.output
    assert "placement accepted" in result.output


def test_webhooks_that_nothing_follows_are_listed(desk: Server) -> None:
    dead = {
        "number": 17,
        "kind": "placement_offered",
        "stage": "dead",
        "tries_count": 10,
        "reason": "it answered 500",
        "placement": PLACEMENT,
    }
    desk.says(f"/v1/agencies/{AGENCY}/deliveries?limit=500&stage=dead", page(dead))

    result = said("placements", "deliveries", "Incasso Noord", "--dead")

    assert result.exit_code == 0, result.output
    assert "placement offered" in result.output
    assert "it answered 500" in result.output
