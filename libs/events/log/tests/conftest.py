"""Topics on the real broker, for each test their own."""

from collections.abc import AsyncIterator

import pytest

from libs.testkit.counting import Counting, counting
from libs.testkit.stack import Addresses


@pytest.fixture
async def counter(stack: Addresses) -> AsyncIterator[Counting]:
    async with counting(stack, partitions=2) as found:
        yield found
