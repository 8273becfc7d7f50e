"""What dunning and notifications say of a tenant, read from the topics as it comes."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition

from libs.cli.playing.resting import NoRest
from libs.events.codec.envelope import Envelope, LogRecord
from libs.events.contracts.topology import DUNNING, NOTIFICATIONS
from libs.events.log.address import Broker

TOPICS: Final = (DUNNING.events_topic, NOTIFICATIONS.events_topic)
LIMIT_S: Final = 60.0
POLL_MS: Final = 100
_OPENS: Final = {
    "demand_proposed": "demand",
    "call_scheduled": "call",
    "placement_proposed": "placement",
}
_ENDS: Final = {
    "demand_ended": "demand",
    "call_logged": "call",
    "call_missed": "call",
    "call_dropped": "call",
}


class Heard:
    """Counts what happened, and knows which demands and calls have no outcome yet."""

    def __init__(
        self, consumer: AIOKafkaConsumer, tenant: str, *, limit_s: float = LIMIT_S
    ) -> None:
        """`limit_s`: how long a demand may take to its outcome."""
        self.consumer, self._tenant, self._limit_s = consumer, tenant, limit_s
        self._counts: Counter[str] = Counter()
        self.open: dict[str, set[str]] = {name: set() for name in _OPENS.values()}
        """Ids of what has no outcome."""

    async def catch_up(self) -> None:
        """Read up to where the topics end now."""
        places = list(self.consumer.assignment())
        ends = await self.consumer.end_offsets(places)
        while any([await self.consumer.position(place) < ends[place] for place in places]):
            polled = await self.consumer.getmany(timeout_ms=POLL_MS)
            for records in polled.values():
                for record in records:
                    self._note(record)

    async def sent(self) -> None:
        """Wait until each demand that was proposed has its outcome. Raises NoRest."""
        deadline_s = asyncio.get_running_loop().time() + self._limit_s
        await self.catch_up()
        while waiting := self.open["demand"]:
            if asyncio.get_running_loop().time() > deadline_s:
                raise NoRest(f"{len(waiting)} demands have no outcome after {self._limit_s:g} s")
            await asyncio.sleep(POLL_MS / 1000)
            await self.catch_up()

    def taken(self) -> Counter[str]:
        """How often each thing happened since this was last asked, by the event's short name."""
        counts, self._counts = self._counts, Counter()
        return counts

    def _note(self, record: LogRecord) -> None:
        envelope = Envelope(record.headers)
        if envelope.tenant != self._tenant:
            return
        name = envelope.type.split(".")[2]
        self._counts[name] += 1
        if name in _OPENS:
            self.open[_OPENS[name]].add(_field(record, _OPENS[name]))
        elif name in _ENDS:
            self.open[_ENDS[name]].discard(_field(record, _ENDS[name]))


def _field(record: LogRecord, name: str) -> str:
    content: dict[str, Any] = orjson.loads(record.value or b"{}")
    return str(content[name])


@asynccontextmanager
async def heard_of(kafka: str, tenant: str, partitions: int) -> AsyncIterator[Heard]:
    """Of one tenant of a running platform, from the beginning of the topics."""
    consumer = AIOKafkaConsumer(
        **Broker(kafka).client,
        isolation_level="read_committed",
        enable_auto_commit=False,
    )
    try:
        await consumer.start()
        consumer.assign([TopicPartition(topic, n) for topic in TOPICS for n in range(partitions)])
        await consumer.seek_to_beginning()
        yield Heard(consumer, tenant)
    finally:
        await consumer.stop()
