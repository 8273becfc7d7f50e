"""Without sample files one line says so, and nothing is started for them."""

import pytest

from tests.acceptance.samples import VARIABLE, samples_folder


@pytest.fixture(scope="session", autouse=True)
def _samples_are_there() -> None:
    """Comes before the platform."""
    folder = samples_folder()
    if not folder.is_dir():
        pytest.skip(f"no files by other hands in {folder}: {VARIABLE} may name another folder")
