"""A console for the tests of its door."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from libs.testkit.stack import Addresses
from services.console.tests.housing import Console, housed


@pytest.fixture(name="console")
async def _console(stack: Addresses, tmp_path: Path) -> AsyncIterator[Console]:
    async with housed(stack.postgres, tmp_path) as console:
        yield console


@pytest.fixture(name="console_over_tls")
async def _console_over_tls(stack: Addresses, tmp_path: Path) -> AsyncIterator[Console]:
    async with housed(stack.postgres, tmp_path, address="https://console") as console:
        yield console
