"""One pass over the events topics up to a cut, and on from there to a later one."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from aiokafka import TopicPartition

from libs.cli.verifying.books import Books
from libs.cli.verifying.cut import Ends, Topics, Undecided
from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import NoFact, fact_of, registry_of
from libs.events.codec.envelope import LogRecord
from libs.events.contracts.registry import Registry
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.replaying import replay

LOOK_AGAIN_S: Final = 0.5
FOLLOWED_MAX: Final = 6

Read = Callable[[int, int], None]
"""Is told how many offsets of how many have been read."""


@dataclass(slots=True)
class Pass:
    """Reads what it has not read yet, in the order of each partition, into the books."""

    broker: Broker
    services: Sequence[ServiceTopics]
    books: Books
    told: Read
    unreadable: list[Difference] = field(default_factory=list)
    _read_to: dict[TopicPartition, int] = field(default_factory=dict)

    async def read(self, ends: Ends) -> None:
        """On to `ends`. Raises ReplayStuck, KafkaError."""
        events = {service.events_topic: service for service in self.services}
        places = [place for place in ends if place.topic in events]
        of = sum(ends[place] for place in places)
        for place in places:
            start = self._read_to.get(place, 0)
            if start < ends[place]:
                await self._read(place, events[place.topic], ends, of)

    async def _read(
        self, place: TopicPartition, service: ServiceTopics, ends: Ends, of: int
    ) -> None:
        registry = registry_of(service)
        start = self._read_to.get(place, 0)
        async with replay(self.broker, place.topic, place.partition, start) as log:
            async for records in log.chunks(ends[place]):
                for record in records:
                    if record.offset < ends[place]:
                        self._see(record, service.name, registry)
                self._read_to[place] = min(records[-1].offset + 1, ends[place])
                self.told(sum(self._read_to.values()), of)
        self._read_to[place] = ends[place]
        self.told(sum(self._read_to.values()), of)

    def _see(self, record: LogRecord, service: str, registry: Registry) -> None:
        try:
            self.books.see(fact_of(record, service, registry))
        except NoFact as nothing:
            self.unreadable.append(Difference("readable", service, "an event", str(nothing)))


@dataclass(frozen=True, slots=True)
class Verified:
    """What the topics say at the last cut that was taken."""

    ends: Ends
    facts: int
    streams: int
    wrong: tuple[Difference, ...]
    """Whatever is still to come."""
    pending: tuple[Difference, ...]
    """In flight, or an input undecided: wrong if nothing more comes."""
    is_moving: bool
    """Records were still being written when it was given up to wait for quiet."""

    @property
    def differences(self) -> tuple[Difference, ...]:
        return (*self.wrong, *self.pending)

    @property
    def is_quiet(self) -> bool:
        """Nothing was in flight, and no input undecided."""
        return not self.pending


async def verified(
    topics: Topics, broker: Broker, *, told: Read, patience_s: float = 10.0
) -> Verified:
    """Read up to now; while something is in flight, on to a later cut.

    What is in flight when nothing was written for `patience_s`, or when a platform that is never
    quiet has been followed for six times that, is a difference.
    """
    books = Books()
    reading = Pass(broker, topics.services, books, told)
    began_s = moved_s = time.monotonic()
    before: Ends = {}
    first: Ends = {}
    while True:
        ends = await topics.cut()
        first = first or ends
        await reading.read(ends)
        undecided = await topics.undecided(ends)
        pending = [*books.in_flight(), *map(Undecided.difference, undecided)]
        now_s = time.monotonic()
        if ends != before:
            before, moved_s = ends, now_s
        is_over = now_s - moved_s > patience_s or now_s - began_s > FOLLOWED_MAX * patience_s
        if not pending or is_over:
            break
        await asyncio.sleep(LOOK_AGAIN_S)
    return Verified(
        ends=ends,
        facts=books.facts,
        streams=books.versions.streams,
        wrong=(*reading.unreadable, *books.differences()),
        pending=tuple(pending),
        is_moving=ends != first and now_s - moved_s <= patience_s,
    )
