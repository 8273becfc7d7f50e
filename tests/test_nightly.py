"""A night goes on after what failed, and says so."""

import pytest

from tests.nightly import run_all


def test_what_fails_is_told_and_the_rest_is_run(capsys: pytest.CaptureFixture[str]) -> None:
    code = run_all({"first": ["-c", "raise SystemExit(3)"], "second": ["-c", "pass"]})

    told = capsys.readouterr().out
    assert code == 1
    assert "first      FAILED, exit code 3" in told
    assert "second     passed" in told


def test_a_night_in_which_all_passes_is_green() -> None:
    assert run_all({"first": ["-c", "pass"]}) == 0
