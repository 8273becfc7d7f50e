"""An agency's feed on a topic of its own, `relance.agency.<id>`: its entries in order, each once.

The owner of the agency's key writes, through a transactional producer named for the agency, so that
an owner that was replaced is fenced; where to go on stands on the topic itself. It looks after what
it wrote until that can be read (docs/adr/0057).
"""

import asyncio
import time
from typing import Any, Final

import orjson
import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from libs.events.codec.envelope import Encoded
from libs.events.log.address import Broker, Place
from libs.events.log.meter import Meter
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.log.replaying import ReplayStuck, replay
from libs.events.log.topics import KEPT
from libs.events.log.unread import UNREAD_S, Unread, unreadable
from services.handoff.adapters.access import let_read
from services.handoff.adapters.posting import body_of
from services.handoff.views.reading import Shown

TAIL: Final = 1_000
"""Offsets from the end that are looked through first: most are entries, or an entry's marker."""
NUMBER: Final = "number"
"""Header with an entry's number in the agency's feed."""
TAKEN_BACK_WITHIN_S: Final = 2.0
LOOK_EVERY_S: Final = 0.05

log = structlog.get_logger(__name__)


def topic_of(agency: str) -> str:
    return f"relance.agency.{agency}"


class FeedTopic:
    """One agency's topic, as its owner writes it; after any error it is thrown away."""

    def __init__(
        self, broker: Broker, agency: str, replicas: int, stable: Meter, reader: str = ""
    ) -> None:
        """`stable`: told how far the topics of agencies can be read.

        `reader`: the Kafka principal that alone may read it; empty: others say who may.
        """
        self._broker, self._replicas, self.reader = broker, replicas, reader
        self._topic = topic_of(agency)
        self._own: Place = (self._topic, 0)
        self._producer = TransactionalProducer(broker, f"{broker.environment}.agency.{agency}")
        self._stable = stable
        self._unread = Unread()
        self.last = 0
        """The number of the last entry on the topic."""

    async def start(self) -> "FeedTopic":
        """Fence whoever wrote before, then see how far it came: never the other way round."""
        await self._ensure()
        try:
            await self._producer.start()
            self.last = await self._last_number()
        except BaseException:
            await self.drop()  # nobody else has it yet
            raise
        return self

    async def write(self, entries: list[Shown]) -> None:
        """The next entries, in one transaction."""
        records = [Outgoing(self._topic, 0, _encoded(entry)) for entry in entries]
        offsets = await self._producer.write(records)
        await self._producer.commit()
        self._unread.wrote({place: at[-1] for place, at in offsets.items()})
        self.last = entries[-1]["number"]

    async def look_after(self, unread_s: float = UNREAD_S) -> None:
        """Now and then: an entry that nobody can read by now gets its marker once more."""
        if not (waiting := self._unread.waiting(unread_s)):
            return
        unread = await unreadable(self._stable, waiting)
        self._unread.wrote(waiting if unread is None else unread)
        if unread:
            log.warning("feed_topic_marked_again", topic=self._topic, up_to=unread[self._own])
            await self._producer.seal(unread)

    async def drop(self) -> None:
        await self._producer.drop()

    async def _ensure(self) -> None:
        admin = AIOKafkaAdminClient(**self._broker.client)
        try:
            await admin.start()
            topic = NewTopic(self._topic, 1, self._replicas, topic_configs=KEPT)
            await admin.create_topics([topic])  # one that is there already is told, not raised
        finally:
            await admin.close()
        if self.reader:
            await let_read(self._broker, self._topic, self.reader)

    async def _last_number(self) -> int:
        meter = Meter(self._broker, 1)
        try:
            await meter.start()
            begins, end = (await meter.bounds((self._topic,), 0))[self._topic]
        finally:
            await meter.stop()
        if begins == end:
            # A reader that is stopped before it has read anything ends by cancelling itself.
            return 0
        await self._take_back(end)
        reach = TAIL
        while True:  # markers of what was aborted, and more of them than entries, may end a topic
            start = max(begins, end - reach)
            last = await self._last_between(start, end)
            if last or start == begins:
                return last
            reach *= 10

    async def _last_between(self, start: int, end: int) -> int:
        last = 0
        async with replay(self._broker, self._topic, 0, start) as replaying:
            async for records in replaying.chunks(end):
                last = max(last, *(_number_of(record.headers) for record in records))
        return last

    async def _take_back(self, end: int) -> None:
        """What was left and nobody can read: no agency has seen it, so it is written again.

        Raises ReplayStuck where nobody tells, and where it stays: it is a stranger's then.
        """
        unread = await unreadable(self._stable, {self._own: end - 1})
        if unread is None:
            raise ReplayStuck(f"nobody tells how far {self._topic} can be read")
        if not unread:
            return
        log.warning("feed_topic_taken_back", topic=self._topic, up_to=end - 1)
        await self._producer.void([self._own])
        gives_up_s = time.monotonic() + TAKEN_BACK_WITHIN_S
        while (await self._stable.ends_at([self._own]))[self._own] < end:
            if time.monotonic() > gives_up_s:
                raise ReplayStuck(f"{self._topic} cannot be read to its end at {end}")
            await asyncio.sleep(LOOK_EVERY_S)


def _encoded(entry: Shown) -> Encoded:
    body = orjson.dumps(body_of(entry))
    headers: list[tuple[str, bytes]] = [
        (NUMBER, str(entry["number"]).encode()),
        ("content-type", b"application/json"),
    ]
    return Encoded(entry["placement"].encode(), body, headers)


def _number_of(headers: Any) -> int:
    return int(dict(headers)[NUMBER])
