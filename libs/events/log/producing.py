"""The transactional producer of one partition number: all records of a decision, or none."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple, Self

from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.structs import RecordMetadata

from libs.events.codec.envelope import Encoded
from libs.events.log.address import Broker, Place
from libs.events.log.ending import Identity, Last, last_of
from libs.events.log.stopping import let_go

BATCH_BYTES: Final = 512 * 1024
REQUEST_BYTES_MAX: Final = 1024 * 1024


class Outgoing(NamedTuple):
    """A record and where it goes."""

    topic: str
    partition: int
    record: Encoded


class TransactionalProducer:
    """After any error it is thrown away: all that is known then is *unknown*."""

    def __init__(self, broker: Broker, transactional_id: str, *, timeout_ms: int = 10_000) -> None:
        self._id, self._limit_s = transactional_id, timeout_ms / 1000
        self.left = Last()
        """How whoever had this id before left its last transaction; known once it is started."""
        self._producer = AIOKafkaProducer(
            **broker.client,
            transactional_id=transactional_id,
            # A hanging transaction holds all who read its partitions: short.
            transaction_timeout_ms=timeout_ms,
            request_timeout_ms=timeout_ms,
            retry_backoff_ms=20,
            max_batch_size=BATCH_BYTES,
            max_request_size=REQUEST_BYTES_MAX,
            compression_type="lz4",
        )

    async def start(self) -> Self:
        """Fence whoever had this id, and end its open transaction."""
        await self._producer.client.bootstrap()
        self.left = await last_of(self._producer.client, self._id, limit_s=self._limit_s)
        await self._producer.start()
        return self

    @property
    def identity(self) -> Identity:
        """What the broker gave it when it was started."""
        manager = self._producer._txn_manager
        return manager.producer_id, manager.producer_epoch

    async def write(self, records: Sequence[Outgoing]) -> Mapping[Place, list[int]]:
        """Write `records` in one open transaction; offsets by place, in the order given there.

        Every record is acknowledged when this returns; nobody sees them before `commit`.
        """
        await self._producer.begin_transaction()
        sent = [
            (place, count, await self._producer.send_batch(batch, place[0], partition=place[1]))
            for place, batches in self._batches(records).items()
            for batch, count in batches
        ]
        # Every one, before commit: a commit succeeds although a batch of it failed.
        metadata: list[RecordMetadata] = await asyncio.gather(*(future for _, _, future in sent))
        offsets: dict[Place, list[int]] = {}
        for (place, count, _), written in zip(sent, metadata, strict=True):
            offsets.setdefault(place, []).extend(range(written.offset, written.offset + count))
        return offsets

    async def commit(self) -> None:
        """Decide the open transaction."""
        await self._producer.commit_transaction()

    async def seal(self, places: Collection[Place]) -> None:
        """A transaction of nothing but its marker at each of `places`, committed.

        What an earlier one of ours has left open there is committed with it.
        """
        await self._begin_at(places)
        await self.commit()

    async def void(self, places: Collection[Place]) -> None:
        """The same, aborted, and with it what an earlier one of ours has left open there."""
        await self._begin_at(places)
        await self.abort()

    async def abort(self) -> None:
        """Leave nothing of the open transaction."""
        await self._producer.abort_transaction()

    async def drop(self, *, limit_s: float = 2.0) -> None:
        """Throw it away; it may hang or fail, for it may have been fenced."""
        await let_go(self._producer.stop(), limit_s=limit_s)

    async def _begin_at(self, places: Collection[Place]) -> None:
        await self._producer.begin_transaction()
        manager = self._producer._txn_manager  # its public face adds a place with a record alone
        for topic, partition in places:
            manager.maybe_add_partition_to_txn(TopicPartition(topic, partition))

    def _batches(self, records: Sequence[Outgoing]) -> Mapping[Place, list[tuple[object, int]]]:
        """Records packed by place; `send_batch` costs a quarter of `send` a record."""
        by_place: dict[Place, list[Encoded]] = {}
        for outgoing in records:
            place = (outgoing.topic, outgoing.partition)
            by_place.setdefault(place, []).append(outgoing.record)
        return {place: list(self._packed(encoded)) for place, encoded in by_place.items()}

    def _packed(self, records: Sequence[Encoded]) -> list[tuple[object, int]]:
        packed: list[tuple[object, int]] = []
        batch, count = self._producer.create_batch(), 0
        for record in records:
            fields = {"key": record.key, "value": record.value, "headers": record.headers}
            if batch.append(timestamp=None, **fields) is None:
                packed.append((batch, count))
                batch, count = self._producer.create_batch(), 0
                # The first record of a batch is always taken, however big.
                batch.append(timestamp=None, **fields)
            count += 1
        batch.close()
        return [*packed, (batch, count)]
