"""What the loop relies on of the broker: ends, fencing, transactions, reading, membership."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete
from aiokafka.errors import (
    CommitFailedError,
    KafkaConnectionError,
    MessageSizeTooLargeError,
    OffsetOutOfRangeError,
    ProducerFenced,
)
from aiokafka.structs import TopicPartition

from libs.events.codec.envelope import Encoded
from libs.events.log.address import Broker
from libs.events.log.hint import GroupHint
from libs.events.log.lanes import PAUSE_ABOVE
from libs.events.log.meter import Meter
from libs.events.log.producing import BATCH_BYTES, Outgoing, TransactionalProducer
from libs.events.log.reading import InputReader
from libs.events.log.replaying import replay
from libs.events.log.topics import PartitionsMistaken, ensure_topics
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until


def records(topic: str, partition: int, count: int, size_bytes: int = 10) -> list[Outgoing]:
    # Bytes that do not compress, so that sizes are what they seem.
    values = (os.urandom(size_bytes) for _ in range(count))
    return [Outgoing(topic, partition, Encoded(b"k", value, [("ce_id", b"1")])) for value in values]


@asynccontextmanager
async def producing(counter: Counting, name: str = "p") -> AsyncIterator[TransactionalProducer]:
    producer = TransactionalProducer(counter.broker, f"{counter.topics.name}.{name}")
    try:
        yield await producer.start()
    finally:
        await producer.drop()


@asynccontextmanager
async def reading(counter: Counting) -> AsyncIterator[InputReader]:
    reader = InputReader(counter.broker, [counter.topics.inbox_topic], 2)
    try:
        yield await reader.start()
    finally:
        await reader.stop()


async def test_topics_are_created_once_and_never_with_other_partitions(counter: Counting) -> None:
    await ensure_topics(counter.broker, [counter.topics], 2)
    with pytest.raises(PartitionsMistaken, match="has 2 partitions, not 3"):
        await ensure_topics(counter.broker, [counter.topics], 3)


async def test_records_of_one_transaction_are_all_there_or_none_is(counter: Counting) -> None:
    events, inbox = counter.topics.events_topic, counter.topics.inbox_topic
    async with producing(counter) as producer:
        offsets = await producer.write([*records(events, 1, 2), *records(inbox, 0, 1)])
        assert offsets == {(events, 1): [0, 1], (inbox, 0): [0]}
        assert await counter.log() == []
        await producer.commit()

        async def is_all_there() -> bool:  # its markers are written after it is acknowledged
            return len(await counter.log()) == 2 and len(await counter.log(inbox)) == 1

        await wait_until(is_all_there, "markers end the transaction")
        await producer.write(records(events, 1, 2))
        await producer.abort()
    assert len(await counter.log()) == 2
    assert len(await counter.log(inbox)) == 1


async def test_a_transaction_of_which_one_batch_failed_is_never_committed(
    counter: Counting,
) -> None:
    events, narrow = counter.topics.events_topic, f"{counter.topics.name}.narrow"
    admin = AIOKafkaAdminClient(**counter.broker.client)
    await admin.start()
    limit = {"max.message.bytes": "1000"}
    await admin.create_topics([NewTopic(narrow, 1, 1, topic_configs=limit)])
    await admin.close()
    async with producing(counter) as producer:
        # The client believes in a commit after this: only who awaits every record knows better.
        with pytest.raises(MessageSizeTooLargeError):
            await producer.write([*records(events, 0, 1), *records(narrow, 0, 1, size_bytes=5_000)])
    async with producing(counter):
        assert await counter.log() == []


async def test_records_bigger_than_one_batch_keep_their_order_and_offsets(
    counter: Counting,
) -> None:
    topic = counter.topics.events_topic
    async with producing(counter) as producer:
        written = records(topic, 0, 7, size_bytes=BATCH_BYTES // 3)
        assert await producer.write(written) == {(topic, 0): list(range(7))}
        await producer.commit()
    assert [one.offset for one in await counter.log()] == list(range(7))


async def test_a_new_producer_fences_the_one_before_and_ends_its_transaction(
    counter: Counting,
) -> None:
    topic = counter.topics.events_topic
    async with producing(counter) as old:
        await old.write(records(topic, 0, 1))
        async with producing(counter) as new:
            assert (await counter.ends())[0] == 2, "the record and the marker of its end"
            await new.write(records(topic, 0, 1))
            await new.commit()
        with pytest.raises(ProducerFenced):
            await old.commit()
    assert [one.offset for one in await counter.log()] == [2]


async def test_the_meter_answers_for_what_was_acknowledged_before_it_was_asked(
    counter: Counting,
) -> None:
    topic = counter.topics.events_topic
    async with producing(counter) as producer:
        meter = await Meter(counter.broker, 2).start()
        for number in range(10):
            early = asyncio.create_task(meter.ends(topic))
            await asyncio.sleep(0)  # a question is under way when the record is written
            await producer.write(records(topic, 1, 1))
            # Each transaction before has one record and one marker.
            assert (await meter.ends(topic))[1] == 2 * number + 1
            await early
            await producer.commit()
        await meter.stop()


async def test_a_replay_passes_markers_up_to_the_high_watermark(counter: Counting) -> None:
    topic = counter.topics.events_topic
    async with producing(counter) as producer:
        for _ in range(3):
            await producer.write(records(topic, 0, 2))
            await producer.commit()
        await producer.write(records(topic, 0, 5))
        await producer.abort()
    end = (await counter.ends())[0]
    assert end == 3 * 3 + 6
    async with replay(counter.broker, topic, 0, 3) as log:
        found = [record.offset async for chunk in log.chunks(end) for record in chunk]
    assert found == [3, 4, 6, 7]


async def test_a_replay_gives_nothing_that_was_written_behind_its_end(counter: Counting) -> None:
    topic = counter.topics.events_topic
    async with producing(counter) as producer:
        await producer.write(records(topic, 0, 2))
        await producer.commit()
        end = (await counter.ends())[0]
        await producer.write(records(topic, 0, 2))
        await producer.commit()
    async with replay(counter.broker, topic, 0, 0) as log:
        found = [record.offset async for chunk in log.chunks(end) for record in chunk]
    assert found == [0, 1]


async def test_a_lane_gives_what_was_committed_from_its_position_and_passes_markers(
    counter: Counting,
) -> None:
    inbox = counter.topics.inbox_topic
    async with producing(counter) as producer, reading(counter) as reader:
        await producer.write([*records(inbox, 0, 3), *records(inbox, 1, 3)])
        await producer.commit()
        reader.open(0, {inbox: 1})
        lane = reader.lanes[0]

        async def is_read() -> bool:
            return [record.offset for record in lane.records] == [1, 2]

        await wait_until(is_read, "what is behind the position")

        async def is_past_the_marker() -> bool:
            return await reader.positions(0) == {inbox: 4}

        await wait_until(is_past_the_marker, "the position passes the marker")
        assert not reader.lanes[1].records, "a number that is not owned is not read"
        reader.close(0)
        await producer.write(records(inbox, 0, 1))
        await producer.commit()
        reader.open(0, {inbox: 0})

        async def is_read_anew() -> bool:
            return [record.offset for record in lane.records] == [0, 1, 2, 4]

        await wait_until(is_read_anew, "all from the new position, nothing from before")


async def test_a_full_lane_is_read_on_when_its_owner_has_caught_up(counter: Counting) -> None:
    inbox = counter.topics.inbox_topic
    async with producing(counter) as producer, reading(counter) as reader:
        for _ in range(10):
            await producer.write(records(inbox, 0, 2_000, size_bytes=1_000))
            await producer.commit()
        reader.open(0, {inbox: 0})
        lane, offsets = reader.lanes[0], list[int]()

        async def is_held() -> bool:
            return lane.is_held

        await wait_until(is_held, "reading stops above the bound")
        assert PAUSE_ABOVE < len(lane.records) < 20_000
        while len(offsets) < 20_000:
            await asyncio.wait_for(lane.arrived.wait(), 10)
            offsets += [record.offset for record in lane.records]
            reader.taken(0, len(lane.records))
    assert offsets == [offset for offset in range(10 * 2_001) if offset % 2_001 != 2_000]


async def test_a_position_that_is_not_kept_any_more_is_an_error_and_no_reset(
    counter: Counting,
) -> None:
    inbox = counter.topics.inbox_topic
    async with producing(counter) as producer, reading(counter) as reader:
        await producer.write(records(inbox, 0, 3))
        await producer.commit()
        admin = AIOKafkaAdminClient(**counter.broker.client)
        await admin.start()
        await admin.delete_records({TopicPartition(inbox, 0): RecordsToDelete(before_offset=2)})
        await admin.close()
        reader.open(0, {inbox: 0})

        async def has_failed() -> bool:
            return reader.lanes[0].failure is not None

        await wait_until(has_failed, "the lane fails")
    assert isinstance(reader.lanes[0].failure, OffsetOutOfRangeError)


async def test_the_group_says_who_owns_what_and_only_its_members_prove_it(
    counter: Counting,
) -> None:
    def hint(slot: str) -> GroupHint:
        group = f"{counter.topics.name}.group"
        return GroupHint(
            counter.broker, counter.topics.inbox_topic, group, slot=slot, session_ms=1_000
        )

    one, two = hint("one"), hint("two")
    await one.start()

    async def owned(expected: tuple[set[int], set[int]]) -> bool:
        return (set(one.owned), set(two.owned)) == expected

    await wait_until(lambda: owned(({0, 1}, set())), "the first owns all")
    await two.start()
    await wait_until(lambda: owned(({0}, {1})), "the second takes its share")
    await one.prove({0: 5})
    with pytest.raises(CommitFailedError):
        await one.prove({1: 5})
    await one.stop()
    await two.stop()


async def test_who_stops_hands_over_at_once_and_has_its_share_again_when_it_is_back(
    counter: Counting,
) -> None:
    def hint(slot: str) -> GroupHint:
        group = f"{counter.topics.name}.group"
        topic = counter.topics.inbox_topic
        # So long a session that whoever waited for its end would be too late.
        return GroupHint(counter.broker, topic, group, slot=slot, session_ms=60_000)

    one, two = hint("one"), hint("two")
    await one.start()
    await two.start()
    await wait_until(lambda: _are(two.owned, {1}), "the second has its share")
    await one.stop()
    await wait_until(lambda: _are(two.owned, {0, 1}), "the second has all")
    back = hint("one")
    await back.start()
    await wait_until(lambda: _are(two.owned, {1}), "the first has its share again")
    await wait_until(lambda: _are(back.owned, {0}), "and knows it")
    await back.stop()
    await two.stop()


async def test_who_never_reached_the_broker_can_be_stopped() -> None:
    hint = GroupHint(Broker("127.0.0.1:1"), "relance.none.commands", "none", slot="one")
    with pytest.raises(KafkaConnectionError):
        await hint.start()
    await hint.stop()


async def _are(owned: frozenset[int], expected: set[int]) -> bool:
    return owned == expected
