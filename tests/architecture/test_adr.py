"""A decision is one page that is listed and names its check."""

import re
from pathlib import Path

from tests.architecture.sources import ROOT

FOLDER = ROOT / "docs" / "adr"
SECTIONS = ("Decided", "Why", "Tried or weighed", "Check")


def pages() -> list[Path]:
    return sorted(FOLDER.glob("[0-9]*.md"))


def test_every_decision_is_listed_once() -> None:
    listed = re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (FOLDER / "README.md").read_text("utf-8"))

    assert sorted(listed) == [page.name for page in pages()]


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.name[:4] for page in pages()]

    assert len(numbers) == len(set(numbers))


def test_every_decision_says_what_why_what_else_and_its_check() -> None:
    headings = {
        page.name: re.findall(r"^## (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
        for page in pages()
    }

    assert headings == {name: list(SECTIONS) for name in headings}
