"""Offices: a tenant for each story."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pytest

from tests.e2e.office import Office, opened
from tests.e2e.platform import Platform

Open = Callable[..., AbstractAsyncContextManager[Office]]


@pytest.fixture(name="office_of")
def _office_of(platform: Platform) -> Open:
    """Opens the office of a new tenant; its books are audited when it is closed."""
    return partial[Any](opened, platform)
