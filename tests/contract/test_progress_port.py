"""What rounds and the cut may rely on, whichever port they are given."""

import asyncio
from collections.abc import AsyncIterator, Mapping

import pytest

from libs.events.loop.folding import no_depths
from libs.events.progress.cut import Cut, await_cut, begin_cut
from libs.events.progress.port import Snapshot, TenantHeld, WaitedTooLong
from libs.events.progress.rounds import rounds
from libs.testkit.counter import counter_topics
from libs.testkit.counting import counting
from libs.testkit.stack import Addresses
from libs.testkit.tripwire import wait_until
from tests.contract.ports import PARTITIONS, PortHarness, SimulatedPort, broker_port

LIMIT_S = 10.0
NUMBERS = range(PARTITIONS)


@pytest.fixture(params=[pytest.param("broker", marks=pytest.mark.stack), "simulator"])
async def harness(request: pytest.FixtureRequest) -> AsyncIterator[PortHarness]:
    if request.param == "simulator":
        yield SimulatedPort(counter_topics("counter"))
        return
    stack: Addresses = request.getfixturevalue("stack")
    async with counting(stack, partitions=PARTITIONS) as found, broker_port(found) as port:
        yield port


def snapshot(
    harness: PortHarness,
    partition: int,
    position: int = 0,
    *,
    checkpoint: int = 0,
    depths: Mapping[int, int] | None = None,
    parked: tuple[str, ...] = (),
) -> Snapshot:
    """One on the inbox alone; `depths` gives the own offset of the last send by its depth."""
    deepened = list(no_depths())
    for depth, offset in (depths or {}).items():
        deepened[depth] = offset
    positions = {harness.topics.inbox_topic: position}
    return Snapshot(partition, checkpoint, positions, tuple(deepened), parked)


async def publish_all(harness: PortHarness) -> None:
    for number in NUMBERS:
        await harness.publish(snapshot(harness, number))

    async def all_are_there() -> bool:
        return len(await harness.port.published(harness.topics.name)) == PARTITIONS

    await wait_until(all_are_there, "every partition has published")


async def write_command(harness: PortHarness, partition: int) -> None:
    await harness.write(harness.topics.inbox_topic, partition)
    await harness.decide(partition, committed=True)


async def test_an_acknowledged_record_lies_below_the_end_before_it_is_decided(
    harness: PortHarness,
) -> None:
    topic = harness.topics.events_topic
    assert await harness.port.ends(topic) == {0: 0, 1: 0, 2: 0, 3: 0}
    await harness.write(topic, 2, count=3)
    assert await harness.port.ends(topic) == {0: 0, 1: 0, 2: 3, 3: 0}


@pytest.mark.parametrize("committed", [True, False])
async def test_the_marker_of_a_decided_transaction_takes_one_offset(
    harness: PortHarness, committed: bool
) -> None:
    topic = harness.topics.events_topic
    await harness.write(topic, 1, count=2)
    await harness.decide(1, committed=committed)

    async def is_marked() -> bool:
        return (await harness.port.ends(topic))[1] == 3

    await wait_until(is_marked, "the marker is written")


async def test_checkpoints_are_those_of_the_database_and_no_others(harness: PortHarness) -> None:
    assert await harness.port.checkpoints(harness.topics.name) == {}
    await harness.fold(3, 7)
    await harness.fold(0, 1)
    await harness.fold(3, 9)
    assert await harness.port.checkpoints(harness.topics.name) == {0: 1, 3: 9}


async def test_the_latest_snapshot_of_each_partition_is_published(harness: PortHarness) -> None:
    assert await harness.port.published(harness.topics.name) == {}
    first = snapshot(harness, 1, 4, checkpoint=3, depths={2: 2}, parked=("t",))
    await harness.publish(first)
    await harness.publish(second := snapshot(harness, 2, 1))

    async def both_are_there() -> bool:
        published = await harness.port.published(harness.topics.name)
        return published == {1: first, 2: second}

    await wait_until(both_are_there, "both are published")
    await harness.publish(third := snapshot(harness, 1, 5, checkpoint=6))

    async def the_newer_is_there() -> bool:
        return (await harness.port.published(harness.topics.name))[1] == third

    await wait_until(the_newer_is_there, "the newer one stands in its place")


async def test_whoever_waits_too_long_is_told(harness: PortHarness) -> None:
    port = harness.within(0.05)
    with pytest.raises(WaitedTooLong):
        await await_cut(port, await begin_cut_after_a_record(harness))


async def begin_cut_after_a_record(harness: PortHarness) -> Cut:
    await harness.write(harness.topics.events_topic, 2)
    return await begin_cut(harness.port, harness.topics.name, harness.topics.events_topic)


async def test_a_cut_is_passed_when_every_partition_has_folded_that_far(
    harness: PortHarness,
) -> None:
    cut = await begin_cut_after_a_record(harness)
    name = harness.topics.name
    for number in (0, 1, 3):
        await harness.fold(number, 0)
    assert not cut.passed_by(await harness.port.checkpoints(name)), "2 has no checkpoint"
    await harness.fold(2, 0)
    assert not cut.passed_by(await harness.port.checkpoints(name)), "2 has not folded"
    waiting = asyncio.create_task(await_cut(harness.within(LIMIT_S), cut))
    await harness.fold(2, 1)
    await asyncio.wait_for(waiting, LIMIT_S)


async def test_rounds_wait_for_partitions_that_have_published_nothing(
    harness: PortHarness,
) -> None:
    for number in (0, 1, 2):
        await harness.publish(snapshot(harness, number))
    with pytest.raises(WaitedTooLong):
        await rounds(harness.within(0.2), harness.topics, "t", NUMBERS)
    await harness.publish(snapshot(harness, 3))
    assert await rounds(harness.within(LIMIT_S), harness.topics, "t", NUMBERS) == 1


async def test_rounds_wait_until_what_was_in_the_inbox_is_decided(harness: PortHarness) -> None:
    await publish_all(harness)
    await write_command(harness, 1)
    with pytest.raises(WaitedTooLong):
        await rounds(harness.within(0.2), harness.topics, "t", NUMBERS)
    await harness.publish(snapshot(harness, 1, 2, checkpoint=2))
    assert await rounds(harness.within(LIMIT_S), harness.topics, "t", NUMBERS) == 1


async def test_rounds_follow_what_is_sent_as_deep_as_it_goes(harness: PortHarness) -> None:
    await publish_all(harness)
    await write_command(harness, 1)
    waiting = asyncio.create_task(rounds(harness.within(LIMIT_S), harness.topics, "t", NUMBERS))
    await asyncio.sleep(0)  # it has begun before the command is decided
    # Decided by a transaction that sends at depth 1, to partition 2.
    await write_command(harness, 2)
    await harness.publish(snapshot(harness, 1, 2, checkpoint=2, depths={1: 1}))
    await harness.publish(snapshot(harness, 2, 2, checkpoint=2))
    assert await waiting == 2


async def test_a_parked_key_holds_its_tenant_and_poison_holds_all(harness: PortHarness) -> None:
    await publish_all(harness)
    await harness.publish(held := snapshot(harness, 1, parked=("t",)))

    async def is_there() -> bool:
        return (await harness.port.published(harness.topics.name))[1] == held

    await wait_until(is_there, "the parked key is published")
    with pytest.raises(TenantHeld):
        await rounds(harness.within(LIMIT_S), harness.topics, "t", NUMBERS)
    assert await rounds(harness.within(LIMIT_S), harness.topics, "other", NUMBERS) == 1
    await harness.publish(held := snapshot(harness, 1, parked=("*",)))
    await wait_until(is_there, "the poison is published")
    with pytest.raises(TenantHeld):
        await rounds(harness.within(LIMIT_S), harness.topics, "other", NUMBERS)
