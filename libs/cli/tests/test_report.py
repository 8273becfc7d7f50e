"""The report of an import: a line a document, counted, and what it exits with."""

from typing import Any

import pytest

from libs.cli.importing.report import Line, Report, in_order

ACCEPTED = {"outcome": "accepted", "document": "d1", "debtor": "x1", "number": "F-1", "kind": "i"}
REFUSED = {
    "outcome": "rejected",
    "rule": "totals_differ",
    "message": "The lines come to 90.00 EUR",
    "errors": [{"rule": "totals_differ", "message": "…", "position": "line 41"}],
}
WAITS = {"outcome": "waiting", "statement": "s1", "reason": "gap", "expected": "12.00 EUR"}


def line(said: dict[str, Any], file: str = "F.xml") -> Line:
    return Line.of(file, said)


def test_a_line_says_file_outcome_ids_and_why() -> None:
    assert line(ACCEPTED).text() == "accepted   F.xml  document d1 debtor x1 number F-1"
    assert line(REFUSED).text() == (
        "rejected   F.xml  totals_differ: The lines come to 90.00 EUR (line 41)"
    )
    assert line(WAITS).text() == "waiting    F.xml  statement s1  gap"


def test_a_document_has_everything_that_the_service_said() -> None:
    assert line(WAITS).document() == {
        "file": "F.xml",
        "outcome": "waiting",
        "statement": "s1",
        "rule": "gap",
        "expected": "12.00 EUR",
    }


@pytest.mark.parametrize(
    ("outcomes", "is_clean", "counted"),
    [
        ([], True, "nothing to import"),
        (["accepted", "duplicate", "waiting"], True, "1 accepted, 1 duplicate, 1 waiting"),
        (["accepted", "rejected", "accepted"], False, "2 accepted, 1 rejected"),
        (["conflict"], False, "1 conflict"),
    ],
)
def test_what_was_rejected_or_contradicts_is_not_clean(
    outcomes: list[str], is_clean: bool, counted: str
) -> None:
    report = Report(tuple(Line("F.xml", outcome) for outcome in outcomes))

    assert report.is_clean is is_clean
    assert report.counted() == counted


def test_files_that_were_passed_over_are_told() -> None:
    assert Report((), passed_over=3).counted() == "3 other files passed over"
    assert Report((), passed_over=3).document(creditor="c")["passed_over"] == 3


def test_lines_stand_in_the_order_of_their_files() -> None:
    first, second = line(ACCEPTED, "1.xml"), line(ACCEPTED, "2.xml")

    assert in_order([(1, second), (0, first)]) == (first, second)
