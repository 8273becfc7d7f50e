"""Breaks what RELANCE_MUTANT names before tests are collected: `-p tests.faults.mutants.plugin`."""

import os

import pytest

from tests.faults.mutants.mutants import mutant

VARIABLE = "RELANCE_MUTANT"


def pytest_configure(config: pytest.Config) -> None:
    """Without a name nothing is broken; a wrong one ends the run."""
    name = os.environ.get(VARIABLE)
    if name is None:
        return
    try:
        broken = mutant(name)
    except KeyError:
        raise pytest.UsageError(f"there is no mutant {name}") from None
    broken.apply()
