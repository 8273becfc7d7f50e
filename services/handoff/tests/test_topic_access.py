"""An agency reads its own topic, and another's is closed to it, by a broker that asks who it is."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from agency.consuming import entries
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.testkit.guarded import Guarded, guarded_broker
from libs.testkit.stack import Addresses
from services.handoff.adapters.access import let_read
from services.handoff.adapters.topics import FeedTopic, topic_of
from services.handoff.tests.test_topics import an_entry

pytestmark = pytest.mark.stack
LIMIT_S = 30.0


@pytest.fixture(name="stable")
async def _stable(guarded: Guarded) -> AsyncIterator[Meter]:
    meter = Meter(guarded.broker(), 1, stable=True)
    try:
        yield await meter.start()
    finally:
        await meter.stop()


@pytest.fixture(name="guarded")
async def _guarded(pytestconfig: pytest.Config, tmp_path: Path) -> AsyncIterator[Guarded]:
    async with guarded_broker(pytestconfig.rootpath, tmp_path, "north", "south") as guarded:
        yield guarded


async def read(guarded: Guarded, agency: str, reader: str) -> list[int]:
    """Numbers of the two entries that it has, as this login reads them."""
    found: list[int] = []
    login: dict[str, Any] = guarded.login(reader)
    async with asyncio.timeout(LIMIT_S):
        async for number, _ in entries(guarded.bootstrap, topic_of(agency), 0, **login):
            found.append(number)
            if number == 2:
                break
    return found


async def test_an_agency_reads_its_own_topic_and_no_others(guarded: Guarded, stable: Meter) -> None:
    broker = guarded.broker()
    for agency in ("north", "south"):
        topic = await FeedTopic(broker, agency, 1, stable, f"User:{agency}").start()
        await topic.write([an_entry(1), an_entry(2)])
        await topic.drop()

    assert await read(guarded, "north", "north") == [1, 2]
    assert await read(guarded, "south", "south") == [1, 2]
    for agency, other in (("north", "south"), ("south", "north")):
        with pytest.raises(LookupError):
            await read(guarded, agency, other)

    # The contract names another login: who read before no longer can.
    topic = await FeedTopic(broker, "north", 1, stable, "User:south").start()
    await topic.drop()
    assert await read(guarded, "north", "south") == [1, 2]
    with pytest.raises(LookupError):
        await read(guarded, "north", "north")


async def test_a_broker_without_access_lists_is_told_apart(stack: Addresses) -> None:
    assert not await let_read(Broker(stack.kafka), "relance.agency.north", "User:north")
