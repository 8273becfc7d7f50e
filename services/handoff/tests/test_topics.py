"""An agency's topic on the real broker: each entry once, in order, whoever owns its key."""

import asyncio
from collections.abc import AsyncIterator
from secrets import token_hex
from typing import Any

import pytest

from agency.consuming import entries
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.testkit.forgetting import forget_first_commit
from libs.testkit.stack import Addresses
from services.handoff.adapters import topics
from services.handoff.adapters.topics import FeedTopic, topic_of

LIMIT_S = 60.0


def an_entry(number: int) -> dict[str, Any]:
    return {
        "number": number,
        "kind": "promise_made",
        "at": "2026-04-01T10:00:00+00:00",
        "placement": "placement-1",
    }


@pytest.fixture(name="stable")
async def _stable(stack: Addresses) -> AsyncIterator[Meter]:
    meter = Meter(Broker(stack.kafka), 1, stable=True)
    try:
        yield await meter.start()
    finally:
        await meter.stop()


async def read(stack: Addresses, agency: str, last: int, *, after: int = 0) -> list[int]:
    """Numbers behind `after` up to `last`, in the order in which an agency comes to read them."""
    found = []
    async with asyncio.timeout(LIMIT_S):
        async for number, entry in entries(stack.kafka, topic_of(agency), after):
            assert entry["type"] == "promise_made"
            found.append(number)
            if number == last:
                break
    return found


async def test_a_new_owner_goes_on_behind_the_last_entry(stack: Addresses, stable: Meter) -> None:
    broker, agency = Broker(stack.kafka), token_hex(4)
    first = await FeedTopic(broker, agency, 1, stable).start()
    await first.write([an_entry(1), an_entry(2)])
    second = await FeedTopic(broker, agency, 1, stable).start()
    assert second.last == 2
    await second.write([an_entry(3)])
    await first.drop()
    await second.drop()
    assert await read(stack, agency, 3, after=1) == [2, 3]


async def test_an_entry_whose_marker_the_broker_forgot_is_read_before_the_next_is_written(
    stack: Addresses, stable: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker, agency = Broker(stack.kafka), token_hex(4)
    topic = await FeedTopic(broker, agency, 1, stable).start()
    try:
        forget_first_commit(monkeypatch, broker)
        await topic.write([an_entry(1), an_entry(2)])
        reading = asyncio.create_task(read(stack, agency, 2))
        while not reading.done():
            await topic.look_after(unread_s=0.1)
            await asyncio.wait([reading], timeout=0.1)
        assert await reading == [1, 2]
    finally:
        await topic.drop()


async def test_what_an_owner_left_and_nobody_can_read_is_written_again_by_the_next(
    stack: Addresses, stable: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    broker, agency = Broker(stack.kafka), token_hex(4)
    first = await FeedTopic(broker, agency, 1, stable).start()
    await first.write([an_entry(1)])
    forget_first_commit(monkeypatch, broker)
    await first.write([an_entry(2)])
    second = await FeedTopic(broker, agency, 1, stable).start()
    try:
        assert second.last == 1
        await second.write([an_entry(2), an_entry(3)])
        assert await read(stack, agency, 3) == [1, 2, 3]
    finally:
        await first.drop()
        await second.drop()


async def test_a_last_entry_is_found_behind_any_number_of_markers(
    stack: Addresses, stable: Meter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "TAIL", 2)
    broker, agency = Broker(stack.kafka), token_hex(4)
    first = await FeedTopic(broker, agency, 1, stable).start()
    await first.write([an_entry(1), an_entry(2)])
    await first.drop()
    stranger = await TransactionalProducer(broker, f"{agency}.marks").start()
    for _ in range(5):
        await stranger.void([(topic_of(agency), 0)])
    await stranger.drop()
    second = await FeedTopic(broker, agency, 1, stable).start()
    await second.drop()
    assert second.last == 2
