"""A tenant that chases, on the platform that all stories share."""

from functools import partial
from typing import Any

import pytest

from tests.e2e.chase import chasing
from tests.e2e.conftest import OpenChase
from tests.e2e.platform import Platform


@pytest.fixture(name="chase_of")
def _chase_of(platform: Platform) -> OpenChase:
    """Opens the office of a new tenant whose creditor chases."""
    return partial[Any](chasing, platform)
