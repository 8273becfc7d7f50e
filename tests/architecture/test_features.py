"""No feature is claimed that no test proves."""

from pathlib import Path

from tests.architecture.features import PROMISED, PROMISES, proofs_in, rows, section, unproved
from tests.architecture.sources import ROOT


def test_every_row_of_the_features_names_tests_that_exist() -> None:
    assert unproved(ROOT) == []


def test_the_page_has_rows() -> None:
    assert rows((ROOT / "docs" / "features.md").read_text("utf-8"))


def test_every_promise_names_tests_that_exist() -> None:
    assert unproved(ROOT, PROMISES, PROMISED) == []


def test_nine_things_are_promised() -> None:
    promised = rows(section((ROOT / PROMISES).read_text("utf-8"), PROMISED))

    assert [row.split("|")[1].strip() for row in promised] == [str(n) for n in range(1, 10)]


def test_a_section_ends_at_the_next_heading() -> None:
    page = "## One\n\nfirst\n\n### Two\n\nsecond\n"

    assert section(page, "## One").strip() == "first"
    assert section(page, "### Two").strip() == "second"
    assert section(page, "## Three") == ""


def a_page(root: Path, row: str) -> Path:
    (root / "docs").mkdir()
    page = f"| feature | proved by |\n|---|---|\n{row}\n"
    (root / "docs" / "features.md").write_text(page, encoding="utf-8")
    (root / "tests").mkdir()
    (root / "tests" / "test_sample.py").write_text(
        "def test_there(): ...\n\nclass TestMore:\n    async def test_inside(self): ...\n",
        encoding="utf-8",
    )
    return root


def test_a_row_whose_tests_exist_is_proved(tmp_path: Path) -> None:
    tests = "`tests/test_sample.py::test_there` `tests/test_sample.py::TestMore::test_inside`"
    row = f"| it works | {tests} |"

    assert unproved(a_page(tmp_path, row)) == []


def test_a_row_whose_test_is_not_there_is_named(tmp_path: Path) -> None:
    row = "| it works | `tests/test_sample.py::test_gone` |"

    assert unproved(a_page(tmp_path, row)) == ["there is no test tests/test_sample.py::test_gone"]


def test_a_row_without_a_test_is_named(tmp_path: Path) -> None:
    row = "| it works | believe me |"

    assert unproved(a_page(tmp_path, row)) == [f"no test proves: {row}"]


def test_a_page_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert unproved(tmp_path) == ["docs/features.md is not there"]


def test_a_file_that_is_not_there_has_no_tests(tmp_path: Path) -> None:
    assert proofs_in(tmp_path / "test_gone.py") == set()
