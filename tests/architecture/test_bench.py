"""What is measured is measured against a bare loop that stays what it is."""

import hashlib

from bench.pinned import BARE_LOOP, BARE_LOOP_SHA256
from bench.table import Row, as_markdown
from tests.architecture.sources import ROOT

PAGE = ROOT / "docs" / "performance.md"


def test_the_bare_loop_is_the_one_that_the_figures_were_measured_against() -> None:
    found = hashlib.sha256((ROOT / BARE_LOOP).read_bytes()).hexdigest()

    assert found == BARE_LOOP_SHA256, "measure anew, then pin it in bench/pinned.py"


def test_the_page_of_figures_names_the_bare_loop_that_it_was_measured_with() -> None:
    assert BARE_LOOP_SHA256[:12] in PAGE.read_text("utf-8")


def test_a_table_says_of_each_row_what_was_measured_and_whether_its_goal_is_met() -> None:
    rows = [
        Row("a fold", "0.61", "≥ 0.50", True),
        Row("an answer", "31 ms", "< 30 ms", False),
        Row("a day", "70 s"),
    ]

    assert as_markdown(rows).splitlines() == [
        "| what      | measured | goal     | met    |",
        "|-----------|----------|----------|--------|",
        "| a fold    | 0.61     | ≥ 0.50   | yes    |",
        "| an answer | 31 ms    | < 30 ms  | **no** |",
        "| a day     | 70 s     | reported | -      |",
    ]
