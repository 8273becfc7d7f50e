"""The parking topic, read back for whoever deals with it."""

from collections.abc import Sequence

from libs.events.contracts.runtime import ParkedDecided, ParkedDropped
from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.batch import Batch, Incoming
from libs.events.loop.parking import Parking
from libs.testkit.world.premises import Premises
from libs.testkit.world.wire import Spot


def parked_of(
    premises: Premises, topics: ServiceTopics, partition: int, key: str, parking: Parking
) -> list[Incoming]:
    """The next parked messages of `key`, in order; none while they cannot all be read yet."""
    log = premises.broker.topic(topics.parked_topic).partitions[partition]
    if log.stable_end < log.end:
        return []
    found = []
    for offset, content in log.read(0):
        here = Spot(log.topic, partition, offset)
        message = premises.wire.read(topics.name, here, content)
        if message is not None and message.key == key:
            first = premises.wire.origin(here, content)
            found.append(Incoming(message, first.topic, first.offset + 1))
    entry = parking.keys[key]
    waiting = found[len(found) - entry.count :][entry.decided :]
    return waiting


def dealt_with(batch: Batch, items: Sequence[Incoming]) -> Sequence[Incoming]:
    """Those of `items` that a retry's batch decided, or the one that a drop's batch dropped."""
    done = (ParkedDecided, ParkedDropped)
    return items[: sum(isinstance(new.event, done) for new in batch.events)]
