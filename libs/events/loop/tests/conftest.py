"""A counter on the real broker and database, for each test its own."""

from collections.abc import AsyncIterator

import pytest

from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses


@pytest.fixture
async def counter(stack: Addresses) -> AsyncIterator[Counting]:
    async with counting(stack) as found:
        yield found
