"""Which browser looks at pages, and what is said where there is none."""

from pathlib import Path

import pytest

from deploy.local import browser as browsers
from deploy.local.browser import GIVEN, BrowserMissing, browser, find_browser, obtain


@pytest.fixture(name="bare")
def _bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser and no way to install one; its folder of programs."""
    monkeypatch.delenv(GIVEN, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browsers, "FETCHED", tmp_path / "fetched")
    return tmp_path


def test_one_that_is_named_comes_first(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _program(bare / "chromium")
    monkeypatch.setenv(GIVEN, "/opt/another")
    assert find_browser() == Path("/opt/another")


def test_else_the_machines_own_then_one_that_was_fetched(bare: Path) -> None:
    fetched = bare / "fetched" / "chromium-1" / "chrome-linux" / "chrome"
    fetched.parent.mkdir(parents=True)
    _program(fetched)
    assert find_browser() == fetched
    _program(bare / "chromium")
    assert find_browser() == bare / "chromium"


def test_where_there_is_none_it_is_said_how_to_have_one(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert obtain() is False
    assert "Install the package `chromium`" in capsys.readouterr().err
    with pytest.raises(BrowserMissing, match="no Chromium is here"):
        browser()


def _program(path: Path) -> None:
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
