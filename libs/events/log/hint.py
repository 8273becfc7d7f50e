"""The group's hint: which partition numbers are ours. Never the truth, that is fencing."""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from typing import Final, Self

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import CommitFailedError, KafkaError
from aiokafka.structs import OffsetAndMetadata

from libs.events.log.address import Broker

log = structlog.get_logger(__name__)

ALIVE_EVERY_S: Final = 1.0
HEARTBEAT_MS_MAX: Final = 500
METADATA_MS: Final = 5_000
NEVER_MS: Final = 2**53
"""The client leaves a group whose consumer is not polled for this long."""


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]
    """Who owns what, as the group last said; a rebalance that leaves a number is not noticed."""

    def __init__(self, consumer: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self.owned: frozenset[int] = frozenset()
        self.changed = asyncio.Event()
        self.has_joined = False

    def on_partitions_revoked(self, revoked: Iterable[TopicPartition]) -> None:
        """All are revoked in each rebalance; what stays ours is known when it is over."""

    def on_partitions_assigned(self, assigned: Iterable[TopicPartition]) -> None:
        places = list(assigned)
        self._consumer.pause(*places)  # a hint is never read
        self.owned = frozenset(place.partition for place in places)
        self.has_joined = True
        self.changed.set()


class GroupHint:
    """A consumer in the service's group on its inbox topic, kept alive and never read."""

    def __init__(
        self, broker: Broker, topic: str, group: str, *, slot: str, session_ms: int = 10_000
    ) -> None:
        self._topic = topic
        self._consumer = AIOKafkaConsumer(
            **broker.consumer,
            group_id=group,
            # Static: who comes back within its session gets the same numbers, without a pause.
            group_instance_id=slot,
            session_timeout_ms=session_ms,
            # By the answer to the next heartbeat a member learns that another has left.
            heartbeat_interval_ms=min(max(session_ms // 10, 200), HEARTBEAT_MS_MAX),
            rebalance_timeout_ms=session_ms,
            max_poll_interval_ms=NEVER_MS,
            # A topic that was unknown for a moment changes the assignment as soon as it is seen.
            metadata_max_age_ms=METADATA_MS,
            # Exactly one: two of them send one JoinGroup each.
            partition_assignment_strategy=(RangePartitionAssignor,),
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        self._membership = Membership(self._consumer)
        self._task: asyncio.Task[None] | None = None

    @property
    def owned(self) -> frozenset[int]:
        return self._membership.owned

    @property
    def has_joined(self) -> bool:
        """Whether the group has ever said what is ours, be it nothing."""
        return self._membership.has_joined

    @property
    def changed(self) -> asyncio.Event:
        """Set when `owned` may have changed."""
        return self._membership.changed

    async def start(self) -> Self:
        # Before the start, which then waits until the topic is known and the group has said what
        # is ours: who joins without knowing the topic's partitions is given none.
        self._consumer.subscribe([self._topic], listener=self._membership)
        await self._consumer.start()
        self._task = asyncio.create_task(self._stay(), name="group hint")
        return self

    async def stop(self) -> None:
        """Leave the group: others are given at once what was ours.

        A static member alone would keep its numbers until its session ends, for its return. That
        is right for who was killed and starts again, and a long silence when a start takes long.
        """
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        coordinator = self._consumer._coordinator
        if coordinator is not None:  # there is none before the broker was reached
            # The client says that it leaves only when it takes itself for a dynamic member.
            coordinator._group_instance_id = None
        await self._consumer.stop()

    async def prove(self, positions: Mapping[int, int]) -> None:
        """Commit positions to the group, for lag tools; only a member can.

        Raises KafkaError when this process is no member any more, or not of these numbers: it
        was taken for dead, and rejoins by itself. Nobody reads these offsets back.
        """
        places = {number: TopicPartition(self._topic, number) for number in positions}
        if not set(places.values()) <= self._consumer.assignment():
            raise CommitFailedError("the group has given these partitions to another")
        await self._consumer.commit(
            {places[n]: OffsetAndMetadata(position, "") for n, position in positions.items()}
        )

    async def _stay(self) -> None:
        """Errors of the coordination wait until somebody polls, and hold it until then."""
        while True:
            try:
                await self._consumer.getmany(timeout_ms=0, max_records=1)
            except KafkaError as error:
                log.warning("group_coordination_failed", error=type(error).__name__)
            await asyncio.sleep(ALIVE_EVERY_S)
