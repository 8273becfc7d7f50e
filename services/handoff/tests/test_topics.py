"""An agency's topic on the real broker: each entry once, in order, whoever owns its key."""

import asyncio
from secrets import token_hex
from typing import Any

from agency.consuming import entries
from libs.events.log.address import Broker
from libs.testkit.stack import Addresses
from services.handoff.adapters.topics import FeedTopic, topic_of

LIMIT_S = 60.0


def an_entry(number: int) -> dict[str, Any]:
    return {
        "number": number,
        "kind": "promise_made",
        "at": "2026-04-01T10:00:00+00:00",
        "placement": "placement-1",
    }


async def test_a_new_owner_goes_on_behind_the_last_entry(stack: Addresses) -> None:
    broker, agency = Broker(stack.kafka), token_hex(4)
    first = await FeedTopic(broker, agency, 1).start()
    await first.write([an_entry(1), an_entry(2)])
    second = await FeedTopic(broker, agency, 1).start()
    assert second.last == 2
    await second.write([an_entry(3)])
    await first.drop()
    await second.drop()
    read = []
    async with asyncio.timeout(LIMIT_S):
        async for number, entry in entries(stack.kafka, topic_of(agency), 1):
            read.append((number, entry["type"]))
            if number == 3:
                break
    assert read == [(2, "promise_made"), (3, "promise_made")]
