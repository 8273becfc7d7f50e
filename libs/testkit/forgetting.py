"""A transaction whose end the broker has forgotten (docs/adr/0054), made on purpose."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker, Place
from libs.events.log.ending import Ending
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.testkit.tripwire import wait_until

VERIFIES: Final = "transaction.partition.verification.enable"


async def forget(
    broker: Broker, topics: ServiceTopics, number: int, records: Sequence[Outgoing], ended: Ending
) -> None:
    """As the owner of partition `number`, leave `records` in a transaction that has `ended`.

    The broker has recorded that ending, but no marker stands behind the records. With `UNKNOWN`
    it has recorded none, as when a producer was started since.
    """
    name = f"{broker.environment}.{topics.name}.{number}"
    producer = await TransactionalProducer(broker, name).start()
    elsewhere = {(topics.parked_topic, number)}
    if ended is Ending.ABORTED:
        await producer.void(elsewhere)
    elif ended is Ending.COMMITTED:
        await producer.seal(elsewhere)
    async with unverified(broker):
        known_to_nobody(producer, records)
        await producer.write(records)
    await producer.drop()


def known_to_nobody(producer: TransactionalProducer, records: Sequence[Outgoing]) -> None:
    """The client is made to believe that the coordinator knows of the places of `records`."""
    places = {TopicPartition(one.topic, one.partition) for one in records}
    producer._producer._txn_manager._txn_partitions.update(places)


def forget_first_commit(patching: pytest.MonkeyPatch, broker: Broker) -> None:
    """What is written from here on: of the first transaction all markers are forgotten.

    Its producer is told that it is committed, as after a broker's moment of silence (ADR 0057).
    """
    writing, committing = TransactionalProducer.write, TransactionalProducer.commit
    forgotten = list[TransactionalProducer]()

    async def writes(
        producer: TransactionalProducer, records: Sequence[Outgoing]
    ) -> Mapping[Place, list[int]]:
        if forgotten:
            return await writing(producer, records)
        forgotten.append(producer)
        async with unverified(broker):
            known_to_nobody(producer, records)
            return await writing(producer, records)

    async def commits(producer: TransactionalProducer) -> None:
        manager = producer._producer._txn_manager
        if len(forgotten) == 1:  # the client believes that it was answered
            forgotten.append(producer)
            manager.committing_transaction()
            manager.complete_transaction()
        else:
            await committing(producer)

    patching.setattr(TransactionalProducer, "write", writes)
    patching.setattr(TransactionalProducer, "commit", commits)


@asynccontextmanager
async def unverified(broker: Broker) -> AsyncIterator[None]:
    """The brokers take records of a transaction that their coordinator does not know of.

    Afterwards they have none but the settings that they were started with.
    """
    admin = AIOKafkaAdminClient(**broker.client)
    await admin.start()
    try:
        nodes = [str(node["node_id"]) for node in (await admin.describe_cluster())["brokers"]]
        await _tell(admin, nodes, {VERIFIES: "false"})
        try:
            await wait_until(partial(_all_say, admin, nodes, "false"), "no broker verifies")
            yield
        finally:
            await _tell(admin, nodes, {})
    finally:
        await admin.close()


async def _tell(
    admin: AIOKafkaAdminClient, nodes: Sequence[str], settings: Mapping[str, str]
) -> None:
    resources = [ConfigResource(ConfigResourceType.BROKER, node, dict(settings)) for node in nodes]
    for answer in await admin.alter_configs(resources):
        for code, message, *_ in answer.resources:
            assert not code, f"the broker does not take {settings}: {message}"


async def _all_say(admin: AIOKafkaAdminClient, nodes: Sequence[str], value: str) -> bool:
    asked = {VERIFIES: ""}
    resources = [ConfigResource(ConfigResourceType.BROKER, node, asked) for node in nodes]
    answers = await admin.describe_configs(resources)
    said = [entry[1] for answer in answers for found in answer.resources for entry in found[4]]
    return said == [value] * len(nodes)
