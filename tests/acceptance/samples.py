"""Files by other hands, in a folder beside the checkout; they are never copied into it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

VARIABLE = "RELANCE_SAMPLES"
CHECKOUT = Path(__file__).resolve().parents[2]


def samples_folder() -> Path:
    """The folder that `RELANCE_SAMPLES` names, else `../shared/samples` beside the checkout."""
    given = os.environ.get(VARIABLE)
    return Path(given) if given else CHECKOUT.parent / "shared" / "samples"


def files_in(pattern: str) -> list[Path]:
    """All files below the sample folders of that name; the test is skipped where there are none."""
    found = sorted(_found(pattern))
    if not found:
        pytest.skip(f"no files {pattern} in {samples_folder()}: {VARIABLE} names another folder")
    return found


def _found(pattern: str) -> Iterator[Path]:
    for folder in samples_folder().glob(pattern):
        yield from (file for file in folder.rglob("*") if file.is_file())


def name_of(file: Path) -> str:
    """Its path within the sample folder."""
    return str(file.relative_to(samples_folder()))
