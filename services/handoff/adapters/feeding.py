"""Keeps the topics of the agencies whose keys this process owns at the end of their feeds."""

import asyncio
import time
from typing import Final

import asyncpg
import structlog
from aiokafka.errors import KafkaError

from libs.chassis.parts import Given
from libs.events.log.meter import Meter
from libs.events.log.replaying import ReplayStuck
from libs.events.views.reading import ViewNotReady
from libs.kernel.keys import partition_of
from services.handoff.adapters.topics import FeedTopic
from services.handoff.domain.agencies import agency_key
from services.handoff.views.reading import entries_of_agency, topics_wanted

log = structlog.get_logger(__name__)

LOOK_EVERY_S: Final = 0.5
STUCK_AGAIN_S: Final = 30.0
"""So long a topic that cannot be read to its end is left alone: the others are fed meanwhile."""
AT_ONCE_MAX: Final = 200

Place = tuple[str, str]
"""Tenant and agency."""


class Feeding:
    """The topics that this process writes."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._topics: dict[Place, FeedTopic] = {}
        self._stuck_until_s: dict[Place, float] = {}
        self._stable: Meter | None = None

    async def look(self) -> None:
        """Write what is new of each; what is not owned any more is let go."""
        found = await topics_wanted(self._given.pool)
        wanted = {place: reader for place, reader in found.items() if self._owns(place)}
        for place, topic in list(self._topics.items()):
            if wanted.get(place) != topic.reader:  # another reader begins anew, and is let in
                await self._topics.pop(place).drop()
        for place, reader in wanted.items():
            if time.monotonic() < self._stuck_until_s.get(place, 0.0):
                continue
            try:
                await self._feed(place, reader)
            except (KafkaError, AssertionError, ReplayStuck) as lost:
                # Fenced, or the broker is away: begin anew, from what stands on the topic.
                log.warning("feed_topic_dropped", agency=place[1], error=type(lost).__name__)
                if isinstance(lost, ReplayStuck):
                    self._stuck_until_s[place] = time.monotonic() + STUCK_AGAIN_S
                if (broken := self._topics.pop(place, None)) is not None:
                    await broken.drop()

    async def stop(self) -> None:
        for topic in self._topics.values():
            await topic.drop()
        if self._stable is not None:
            await self._stable.stop()

    def _owns(self, place: Place) -> bool:
        number = partition_of(agency_key(*place), self._given.settings.partitions)
        return number in self._given.owned()

    async def _feed(self, place: Place, reader: str) -> None:
        if place not in self._topics:
            replicas = self._given.settings.replication
            stable = await self._told()
            made = FeedTopic(self._given.broker, place[1], replicas, stable, reader)
            self._topics[place] = await made.start()
        topic = self._topics[place]
        entries = await entries_of_agency(self._given.pool, *place, topic.last, AT_ONCE_MAX)
        if entries:
            await topic.write(entries)
        await topic.look_after()

    async def _told(self) -> Meter:
        """How far topics can be read: one for all of them."""
        if self._stable is None:
            meter = Meter(self._given.broker, 1, stable=True)
            try:
                self._stable = await meter.start()
            except BaseException:
                await meter.stop()
                raise
        return self._stable


async def feed_topics(given: Given) -> None:
    """For ever."""
    feeding = Feeding(given)
    try:
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await feeding.look()
            except (ViewNotReady, asyncpg.UndefinedTableError) as absent:
                log.warning("feed_topics_wait", reason=type(absent).__name__)
    finally:
        await feeding.stop()
