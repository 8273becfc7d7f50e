"""Offices: a tenant for each story."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any

import pytest

from tests.e2e.chase import Chase, chasing
from tests.e2e.office import Office, opened
from tests.e2e.platform import Platform

Open = Callable[..., AbstractAsyncContextManager[Office]]
OpenChase = Callable[..., AbstractAsyncContextManager[Chase]]


@pytest.fixture(name="office_of")
def _office_of(platform: Platform) -> Open:
    """Opens the office of a new tenant; its books are audited when it is closed."""
    return partial[Any](opened, platform)


@pytest.fixture(name="chase_of")
def _chase_of(platform: Platform) -> OpenChase:
    """Opens the office of a new tenant whose creditor chases."""
    return partial[Any](chasing, platform)
