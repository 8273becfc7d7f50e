"""A batch becomes one transaction: records get offsets, then it is decided, markers come later."""

from collections.abc import Sequence

from libs.events.loop.batch import Batch, Incoming, Poison
from libs.testkit.world.log import Producer
from libs.testkit.world.premises import Commit, Premises
from libs.testkit.world.turns import MOVED
from libs.testkit.world.wire import Spot


class Writing:
    """Writes for one partition of a service."""

    def __init__(self, premises: Premises, service: str, partition: int) -> None:
        broker, topics = premises.broker, premises.topology[service]
        self._premises = premises
        self._service = service
        self._partition = partition
        self._events = broker.topic(topics.events_topic).partitions[partition]
        self._inboxes = {
            is_bulk: broker.topic(topics.inbox_for(is_bulk=is_bulk)) for is_bulk in (False, True)
        }
        self._parked = broker.topic(topics.parked_topic).partitions[partition]

    async def write(self, producer: Producer, batch: Batch, items: Sequence[Incoming]) -> list[int]:
        """Write and commit; the offsets of its events. May end anywhere between two steps."""
        transaction = producer.begin()
        wire = self._premises.wire
        last = len(batch.events) - 1
        offsets = []
        for number, new in enumerate(batch.events):
            positions = batch.positions if number == last else None
            deepest = batch.deepest if number == last else 0
            content = wire.of_event(self._service, new, positions, deepest)
            offsets.append(producer.append(transaction, self._events, content))
        await self._aside()
        for item in batch.parked:
            content = self._of_parked(item)
            producer.append(transaction, self._parked, content)
        for command in batch.commands:
            log = self._inboxes[command.is_bulk].partitions[command.partition]
            producer.append(transaction, log, wire.of_command(self._service, command))
            await self._aside()
        await MOVED
        producer.commit(transaction)
        self._tell(batch, offsets, items)
        return offsets

    def nothing(self, batch: Batch, items: Sequence[Incoming]) -> None:
        """The batch came to nothing: only positions move, in the database alone."""
        self._tell(batch, [], items)

    def _tell(self, batch: Batch, offsets: list[int], items: Sequence[Incoming]) -> None:
        parked = {item.message.id for item in batch.parked}
        decided = [
            item.message
            for item in items
            if not isinstance(item.message, Poison) and item.message.id not in parked
        ]
        commit = Commit(self._service, self._partition, batch, offsets, decided)
        self._premises.on_commit(commit)

    def _of_parked(self, item: Incoming) -> object:
        spot = Spot(item.topic, self._partition, item.next_offset - 1)
        log = self._premises.broker.topic(item.topic).partitions[self._partition]
        content = log.slots[spot.offset].content
        return self._premises.wire.of_parked(self._service, spot, content)

    async def _aside(self) -> None:
        if self._premises.happens(self._premises.habits.asides / 4):
            await MOVED
