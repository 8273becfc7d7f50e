"""The topics of a service: created once with the same number of partitions, never changed."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker

KEPT: Final = {"cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1"}
COMPACTED: Final = {
    "cleanup.policy": "compact",
    # One snapshot a partition is all that anybody reads: clean early, in small segments.
    "segment.bytes": "4194304",
    "segment.ms": "600000",
    "min.cleanable.dirty.ratio": "0.1",
}


class PartitionsMistaken(Exception):
    """A topic exists with another number of partitions: it is chosen at birth, for ever."""


async def ensure_topics(
    broker: Broker, services: Iterable[ServiceTopics], partitions: int, *, replicas: int = 1
) -> None:
    """Create what is missing of the services' topics.

    Raises PartitionsMistaken when one exists with another number of partitions.
    """
    wanted = {
        name: topic
        for service in services
        for name, topic in _topics_of(service, partitions, replicas).items()
    }
    admin = AIOKafkaAdminClient(**broker.client)
    try:
        await admin.start()
        missing = wanted.keys() - (await _partitions_found(admin, wanted)).keys()
        if missing:
            _raise_errors(await admin.create_topics([wanted[name] for name in sorted(missing)]))
        for name, found in (await _partitions_found(admin, wanted)).items():
            if found != wanted[name].num_partitions:
                raise PartitionsMistaken(
                    f"{name} has {found} partitions, not {wanted[name].num_partitions}"
                )
    finally:
        await admin.close()


def _topics_of(service: ServiceTopics, partitions: int, replicas: int) -> dict[str, NewTopic]:
    kept = (service.events_topic, *service.own_inboxes, service.parked_topic)
    topics = {name: NewTopic(name, partitions, replicas, topic_configs=KEPT) for name in kept}
    progress = service.progress_topic
    topics[progress] = NewTopic(progress, 1, replicas, topic_configs=COMPACTED)
    return topics


def _raise_errors(response: Any) -> None:
    for _, code, *_ in response.topic_errors:
        error = for_code(code)
        # Another process may have been first: what it made is checked below like all the rest.
        if code and error is not TopicAlreadyExistsError:
            raise error()


async def _partitions_found(admin: AIOKafkaAdminClient, names: Iterable[str]) -> Mapping[str, int]:
    """How many partitions each of the topics has that exist."""
    described = await admin.describe_topics(list(names))
    return {topic["topic"]: len(topic["partitions"]) for topic in described if topic["partitions"]}
