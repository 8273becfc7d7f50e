"""A pass over the real topics: up to a cut, on to a later one, and what is undecided there."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from libs.cli.tests.ledger import a_payment, a_statement, an_item, at_rest, set_aside
from libs.cli.verifying.cut import NoLog, topics_of
from libs.cli.verifying.reading import Verified, verified
from libs.events.codec.envelope import headers_of, instant
from libs.events.contracts.model import Event
from libs.events.contracts.topology import MATCHING, ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.topics import ensure_topics
from libs.events.progress.port import Snapshot
from libs.events.progress.publishing import write_snapshot
from libs.testkit.stack import Addresses

PARTITIONS = 2


@dataclass(slots=True)
class Written:
    """A log that is written by hand."""

    broker: Broker
    service: ServiceTopics
    producer: AIOKafkaProducer
    versions: dict[str, int] = field(default_factory=dict)

    async def event(self, stream: str, event: Event, *, partition: int = 0) -> None:
        self.versions[stream] = self.versions.get(stream, 0) + 1
        said = {
            "id": f"{stream}-{self.versions[stream]}",
            "type": event.TYPE,
            "tenant": "demo",
            "subject": f"demo/{stream}",
            "version": str(self.versions[stream]),
            "time": instant(datetime.now(UTC)),
        }
        await self.producer.send_and_wait(
            self.service.events_topic,
            event.model_dump_json().encode(),
            key=b"demo/key/k",
            headers=headers_of(said),
            partition=partition,
        )

    async def published(self, inbox: int) -> None:
        """The service has decided its inbox up to `inbox` in both partitions."""
        for number in range(PARTITIONS):
            snapshot = Snapshot(number, 0, {self.service.inbox_topic: inbox}, (), ())
            key, value = write_snapshot(snapshot)
            topic = self.service.progress_topic
            await self.producer.send_and_wait(topic, value, key=key, partition=0)

    async def verified(self, *, patience_s: float = 0) -> Verified:
        async with topics_of(self.broker, [self.service]) as topics:
            return await verified(topics, self.broker, told=lambda *_: None, patience_s=patience_s)


@pytest.fixture
async def log(stack: Addresses) -> AsyncIterator[Written]:
    """A service that says what matching says, under a name of its own."""
    broker = Broker(stack.kafka)
    service = ServiceTopics(f"matching-{secrets.token_hex(4)}", MATCHING.events, hears={})
    await ensure_topics(broker, [service], PARTITIONS)
    producer = AIOKafkaProducer(**broker.client, acks="all")
    await producer.start()
    try:
        yield Written(broker, service, producer)
    finally:
        await producer.stop()
        await _forget(broker, service)


async def _forget(broker: Broker, service: ServiceTopics) -> None:
    admin: Any = AIOKafkaAdminClient(**broker.client)
    try:
        await admin.start()
        kinds = ("events_topic", "inbox_topic", "parked_topic", "progress_topic")
        await admin.delete_topics([getattr(service, kind) for kind in kinds])
    finally:
        await admin.close()


async def a_ledger(log: Written) -> None:
    await log.event("item/F-1", an_item("F-1", "100.00"), partition=1)
    await log.event("account/a", a_statement("s1", "10.00", "80.00"))
    await log.event("payment/p1", a_payment("p1", "100.00", 0), partition=1)
    await log.event("entry/1", set_aside("-30.00", 1))


async def test_what_is_on_the_topics_is_verified_at_a_cut(log: Written) -> None:
    await a_ledger(log)
    await log.published(0)

    unfinished = await log.verified()
    await log.event("account/a", at_rest())
    finished = await log.verified()

    assert {one.check for one in unfinished.differences} == {"in flight"}
    assert not unfinished.is_quiet
    assert finished.differences == ()
    assert (finished.facts, finished.streams, finished.is_quiet) == (5, 4, True)


async def test_what_is_in_flight_while_more_is_written_is_told_apart(log: Written) -> None:
    await a_ledger(log)
    await log.published(0)

    async def write_on() -> None:
        for number in count():
            await log.event(f"item/G-{number}", an_item(f"G-{number}", "1.00"), partition=1)

    writing = asyncio.create_task(write_on())
    moving = await log.verified(patience_s=1.0)
    writing.cancel()
    await asyncio.wait([writing])
    quiet = await log.verified()

    assert (moving.is_moving, quiet.is_moving) == (True, False)
    assert moving.wrong == quiet.wrong == ()
    assert {one.check for one in moving.pending} == {one.check for one in quiet.pending}
    assert moving.pending


async def test_an_input_that_nobody_decided_is_in_flight(log: Written) -> None:
    await log.published(0)
    await log.producer.send_and_wait(log.service.inbox_topic, b"{}", key=b"k", partition=1)

    (found,) = (await log.verified()).differences

    assert (found.check, found.stream) == ("in flight", f"{log.service.inbox_topic}/1")
    await log.published(1)
    assert (await log.verified()).differences == ()


async def test_a_record_that_is_no_event_is_a_difference(log: Written) -> None:
    await log.published(0)
    await log.producer.send_and_wait(log.service.events_topic, b"?", key=b"k", partition=0)

    (found,) = (await log.verified()).differences

    assert found.check == "readable"


async def test_a_broker_where_nothing_was_recorded_says_so(stack: Addresses) -> None:
    with pytest.raises(NoLog, match="nothing was ever recorded"):
        async with topics_of(Broker(stack.kafka), [ServiceTopics("nobody", (), hears={})]):
            pass


async def test_a_broker_that_is_not_there_says_so() -> None:
    with pytest.raises(NoLog, match=r"127\.0\.0\.1:1 does not answer"):
        async with topics_of(Broker("127.0.0.1:1"), [MATCHING]):
            pass
