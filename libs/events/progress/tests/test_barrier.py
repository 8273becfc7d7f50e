"""The barrier over topics in memory: what it waits for, in which order, and why it is not had."""

import asyncio
from collections.abc import Mapping
from random import Random

import pytest

from libs.events.contracts.topology import (
    CALENDAR,
    DUNNING,
    HANDOFF,
    INGESTION,
    MATCHING,
    NOTIFICATIONS,
    TOPOLOGY,
    ServiceTopics,
)
from libs.events.loop.folding import no_depths
from libs.events.progress.barrier import BarrierCut, NotHad, Passage, barrier
from libs.events.progress.port import Snapshot, WaitedTooLong
from libs.events.progress.upstream import as_passed, recalling
from libs.testkit.world.progress import SimulatedProgress
from libs.testkit.world.tests.purses import PURSES, PursesDecider
from libs.testkit.world.world import World

ALL = {one.name: one for one in (CALENDAR, INGESTION, MATCHING, DUNNING, NOTIFICATIONS, HANDOFF)}
MAIL = tuple(as_passed(ALL, name) for name in ("handoff", "ingestion", "matching", "dunning"))
PASSAGE = Passage(MAIL, NOTIFICATIONS, partitions=2)
TURNS_MAX = 200


class Platform:
    """Six services' topics and publications, moved by hand."""

    def __init__(self) -> None:
        world = World({"purses": PursesDecider()}, {"purses": PURSES}, Random(1), partitions=2)
        self.premises = world.premises
        self.premises.habits.asides = 0.0
        self.turns = 0
        self.port = SimulatedProgress(self.premises, on_pause=self._count)
        for service in ALL.values():
            for number in range(2):
                self.publish(service, number)

    def write(self, topic: str, number: int) -> None:
        producer = self.premises.broker.start_producer(f"{topic}.{number}")
        transaction = producer.begin()
        producer.append(transaction, self.premises.broker.topic(topic).partitions[number], "one")
        producer.commit(transaction)

    def publish(
        self,
        service: ServiceTopics,
        number: int,
        positions: Mapping[str, int] | None = None,
        *,
        depths: Mapping[int, int] | None = None,
        checkpoint: int = 0,
        parked: tuple[str, ...] = (),
    ) -> None:
        deepened = list(no_depths())
        for depth, offset in (depths or {}).items():
            deepened[depth] = offset
        snapshot = Snapshot(number, checkpoint, positions or {}, tuple(deepened), parked)
        self.premises.published.setdefault(service.name, {})[number] = snapshot

    def begin(self, *own_partitions: int) -> "asyncio.Task[BarrierCut]":
        return asyncio.create_task(barrier(self.port, PASSAGE, "t", own_partitions or (0,)))

    def _count(self) -> None:
        self.turns += 1
        if self.turns > TURNS_MAX:
            raise WaitedTooLong


async def a_while() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


def test_the_list_for_mail_is_what_the_topology_gives() -> None:
    assert recalling(ALL, "notifications") == ("handoff", "ingestion", "matching", "dunning")


def test_who_speaks_first_is_passed_first_also_by_its_own_effects() -> None:
    assert recalling(ALL, "handoff") == ("handoff", "ingestion", "matching", "dunning")


def test_no_mail_waits_for_a_service_that_can_recall_nothing() -> None:
    """Risk hears dunning, and dunning hears of risk the band alone, which recalls nothing."""
    assert "risk" in TOPOLOGY
    assert "risk" not in recalling(TOPOLOGY, "notifications")
    assert recalling(TOPOLOGY, "notifications") == ("handoff", "ingestion", "matching", "dunning")


def test_two_services_that_hear_each_other_have_no_order() -> None:
    heard = {
        "a": ServiceTopics("a", (), {"b": MATCHING.events}),
        "b": ServiceTopics("b", (), {"a": MATCHING.events}),
        "mail": ServiceTopics("mail", (), {"b": MATCHING.events}),
    }
    with pytest.raises(ValueError, match="a, b hear one another"):
        recalling(heard, "mail")


async def test_in_quiet_each_service_takes_one_round_and_the_cut_says_so() -> None:
    cut = await Platform().begin(1)
    assert cut.at(1) == {
        "handoff": 1,
        "ingestion": 1,
        "matching": 1,
        "dunning": 1,
        "relance.calendar.events": 0,
        "relance.dunning.events": 0,
        "relance.ingestion.events": 0,
    }


@pytest.mark.parametrize("service", MAIL)
async def test_a_command_that_a_listed_service_has_not_decided_holds(
    service: ServiceTopics,
) -> None:
    platform = Platform()
    platform.write(service.inbox_topic, 1)
    with pytest.raises(NotHad) as held:
        await platform.begin()
    assert (held.value.cause, held.value.service) == ("barrier", service.name)


async def test_what_an_upstream_service_says_meanwhile_is_waited_for_downstream() -> None:
    """ingestion decides while the barrier waits for it; matching has to have heard that too."""
    platform = Platform()
    platform.write(INGESTION.inbox_topic, 0)
    waiting = platform.begin()
    await a_while()
    platform.write(INGESTION.events_topic, 1)
    platform.publish(INGESTION, 0, {INGESTION.inbox_topic: 2})
    await a_while()
    assert not waiting.done(), "matching has not heard what ingestion said"
    platform.publish(MATCHING, 1, {INGESTION.events_topic: 2})
    await a_while()
    assert not waiting.done(), "nor has dunning"
    platform.publish(DUNNING, 1, {INGESTION.events_topic: 2})
    await waiting


async def test_the_own_partition_has_to_have_adopted_what_it_hears_and_no_other() -> None:
    platform = Platform()
    platform.write(DUNNING.events_topic, 0)
    assert (await platform.begin(1)).passed[DUNNING.events_topic] == {1: 0}
    waiting = platform.begin(0)
    await a_while()
    assert not waiting.done()
    platform.publish(NOTIFICATIONS, 0, {DUNNING.events_topic: 1})
    assert (await waiting).passed[DUNNING.events_topic] == {0: 1}


@pytest.mark.parametrize("service", [*MAIL, NOTIFICATIONS])
@pytest.mark.parametrize("tenant", ["t", "*"])
async def test_a_parked_key_of_the_tenant_holds_and_names_its_service(
    service: ServiceTopics, tenant: str
) -> None:
    platform = Platform()
    platform.publish(service, 0, parked=(tenant,))
    with pytest.raises(NotHad) as held:
        await platform.begin(0)
    assert (held.value.cause, held.value.service) == ("parked", service.name)


async def test_a_parked_key_of_another_tenant_holds_nobody_else() -> None:
    platform = Platform()
    for service in (*MAIL, NOTIFICATIONS):
        platform.publish(service, 0, parked=("other",))
    await platform.begin(0)


@pytest.mark.parametrize("service", [*MAIL, NOTIFICATIONS])
async def test_a_service_that_publishes_nothing_holds_as_silent(service: ServiceTopics) -> None:
    platform = Platform()
    del platform.premises.published[service.name][0]
    with pytest.raises(NotHad) as held:
        await platform.begin(0)
    assert (held.value.cause, held.value.service) == ("silent_service", service.name)


async def test_a_chain_takes_as_many_rounds_as_it_is_deep() -> None:
    platform = Platform()
    inbox, events = MATCHING.inbox_topic, MATCHING.events_topic
    platform.write(inbox, 0)
    waiting = platform.begin()
    await a_while()
    platform.write(inbox, 1)  # sent at depth 1 by what partition 0 decides now
    platform.publish(MATCHING, 0, {inbox: 2}, depths={1: 1}, checkpoint=2)
    await a_while()
    assert not waiting.done(), f"what was sent to {inbox}/1 is not decided"
    platform.publish(MATCHING, 1, {inbox: 2}, checkpoint=2)
    cut = await waiting
    assert cut.rounds == {"handoff": 1, "ingestion": 1, "matching": 2, "dunning": 1}
    assert events not in cut.passed, "notifications does not hear matching"
