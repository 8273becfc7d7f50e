"""What waits behind parked keys, read back from the parking topic by their owner."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from libs.events.codec.envelope import LogRecord, origin_of
from libs.events.log.replaying import replay
from libs.events.loop.batch import Batch, Incoming, Poison
from libs.events.loop.batching import Batcher
from libs.events.loop.committing import Committer
from libs.events.loop.deciding import Place
from libs.events.loop.needing import Asked
from libs.events.loop.pending import Read
from libs.events.loop.takeover import Takeovers
from libs.events.loop.telling import Telling
from libs.events.loop.tenure import Tenure
from libs.events.loop.tracing import now_ns
from libs.events.loop.unpacking import unpacked
from libs.events.progress.broker_port import BrokerProgress
from libs.events.progress.cut import await_cut, begin_cut

CUT_LIMIT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Backlog:
    """Parked messages of one service's partitions, for whoever deals with them in order."""

    takeovers: Takeovers
    batcher: Batcher
    committer: Committer
    progress: BrokerProgress
    telling: Telling
    ending: tuple[type[Exception], ...]
    """Errors that end the process."""

    async def records(self, tenure: Tenure, key: str) -> list[LogRecord]:
        """What waits behind the key; earlier ones were parked before it was freed last."""
        if key not in tenure.parking.keys:
            return []
        entry = tenure.parking.keys[key]
        topic, number = self.takeovers.topics.parked_topic, tenure.number
        start, end = (await self.takeovers.meter.bounds([topic], number))[topic]
        found: deque[LogRecord] = deque(maxlen=entry.count)
        async with replay(self.takeovers.broker, topic, number, start) as parked:
            async for records in parked.chunks(end):
                found.extend(one for one in records if one.key == key.encode())
        return list(found)[entry.decided :]

    async def read(self, records: Sequence[LogRecord]) -> list[Read]:
        messages = await unpacked(self.takeovers.codec, records, self.ending)
        messages, read_ns = self.telling.followed(messages), now_ns()
        read = []
        for record, message in zip(records, messages, strict=True):
            assert message is not None, "only what is heard is parked"
            origin = origin_of(record)
            incoming = Incoming(message, origin.topic, origin.offset + 1)
            read.append(Read(incoming, record, 0, read_ns))
        return read

    async def ask(self, tenure: Tenure, items: Sequence[Read]) -> Asked:
        """What `items` need, loaded, look-ups at a cut; they end before what cannot be read.

        Raises WaitedTooLong.
        """
        readable = list(takewhile(_is_readable, items))
        asked = await self.batcher.asker.ask(tenure, readable, {}, are_parked=True)
        if asked.items and asked.lookups():
            topics = self.takeovers.topics
            port = self.progress.within(CUT_LIMIT_S)
            cut = await begin_cut(port, topics.name, topics.events_topic)
            await await_cut(port, cut)
            await self.batcher.asker.look_up(asked, cut)
        if asked.items:
            await self.batcher.asker.load_due(tenure, asked)
        return asked

    def place(self, tenure: Tenure) -> Place:
        batcher = self.batcher
        return Place(tenure.number, batcher.settings.partitions, tenure.positions, batcher.process)

    async def commit(self, tenure: Tenure, batch: Batch) -> None:
        """Raises Condemned, TooMuch; and what broker, database and rivals raise."""
        sealed = await self.batcher.sealer.seal(
            batch, {}, number=tenure.number, epoch=tenure.epoch, time=self.batcher.now()
        )
        await self.committer.commit(tenure, sealed)


def _is_readable(item: Read) -> bool:
    return not isinstance(item.incoming.message, Poison)
