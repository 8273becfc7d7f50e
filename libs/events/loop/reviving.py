"""A person's retry of parked keys, carried out by their owner while they stay parked."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import structlog

from libs.events.codec.envelope import LogRecord, origin_of
from libs.events.contracts.runtime import ParkedDecided
from libs.events.log.replaying import replay
from libs.events.loop.batch import Batch, Incoming, Poison
from libs.events.loop.batching import Batcher
from libs.events.loop.committing import Committer
from libs.events.loop.deciding import Place, reason_of
from libs.events.loop.needing import Asked
from libs.events.loop.pending import Read
from libs.events.loop.retrying import retry_parked
from libs.events.loop.sealing import Condemned, TooMuch
from libs.events.loop.takeover import Takeovers
from libs.events.loop.telling import Telling
from libs.events.loop.tenure import Tenure
from libs.events.loop.tracing import now_ns
from libs.events.loop.trouble import lies_in_a_message
from libs.events.loop.unpacking import unpacked
from libs.events.progress.broker_port import BrokerProgress
from libs.events.progress.cut import await_cut, begin_cut
from libs.events.progress.port import WaitedTooLong

log = structlog.get_logger(__name__)

FREED: Final = "freed"
CUT_LIMIT_S: Final = 10.0
TOGETHER_MAX: Final = 50
"""Decided in one transaction; one that cannot be written together is tried alone."""


@dataclass(frozen=True, slots=True)
class Reviver:
    """Decides parked messages of one service's partitions, in order, at their old depth."""

    takeovers: Takeovers
    batcher: Batcher
    committer: Committer
    progress: BrokerProgress
    telling: Telling
    ending: tuple[type[Exception], ...]
    """Errors that end the process."""

    async def revive(self, tenure: Tenure) -> None:
        """Retry the keys that somebody has asked for; each is told how it went.

        Raises what broker, database and rivals raise: then a takeover follows, and it is still
        asked for. A bug of the decider's only leaves the key parked.
        """
        store = self.takeovers.store
        for key in await store.retries_asked(tenure.number):
            outcome = await self._retry(tenure, key)
            await store.end_retry(tenure.number, key, outcome)
            log.info("parked_key_retried", partition=tenure.number, freed=outcome == FREED)

    async def _retry(self, tenure: Tenure, key: str) -> str:
        try:
            return await self._decide_all(tenure, key)
        except WaitedTooLong:
            return "not now: other partitions have not folded"
        except self.ending:
            raise
        except Exception as bug:
            if not lies_in_a_message(bug):
                raise
            return reason_of(bug)

    async def _decide_all(self, tenure: Tenure, key: str) -> str:
        waiting = await self._records(tenure, key)
        some = TOGETHER_MAX
        while waiting and key in tenure.parking.keys:
            items = await self._read(waiting[:some])
            try:
                decided = await self._decide(tenure, key, items)
            except (Condemned, TooMuch) as unwritable:
                if len(items) == 1:
                    return str(unwritable)
                some = 1
                continue
            if not decided:
                return "it still fails"
            waiting = waiting[decided:]
        return FREED

    async def _records(self, tenure: Tenure, key: str) -> list[LogRecord]:
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

    async def _read(self, records: Sequence[LogRecord]) -> list[Read]:
        messages = await unpacked(self.takeovers.codec, records, self.ending)
        messages, read_ns = self.telling.followed(messages), now_ns()
        read = []
        for record, message in zip(records, messages, strict=True):
            assert message is not None, "only what is heard is parked"
            origin = origin_of(record)
            incoming = Incoming(message, origin.topic, origin.offset + 1)
            read.append(Read(incoming, record, 0, read_ns))
        return read

    async def _decide(self, tenure: Tenure, key: str, items: list[Read]) -> int:
        """How many of the first of `items` are decided now; 0: the first one still crashes."""
        asked = await self._asked(tenure, items)
        messages = [item.incoming for item in asked.items]
        if not messages or messages[0].message.id in asked.condemned:
            return 0
        known = await self.batcher.known(asked)
        batcher = self.batcher
        place = Place(tenure.number, batcher.settings.partitions, tenure.positions, batcher.process)
        batch = retry_parked(batcher.rules, key, messages, asked.loaded, place, known)
        if batch is None:
            return 0
        await self._commit(tenure, batch)
        decided = sum(isinstance(new.event, ParkedDecided) for new in batch.events)
        self.telling.retried(tenure, batch, asked.items[:decided])
        return decided

    async def _asked(self, tenure: Tenure, items: list[Read]) -> Asked:
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

    async def _commit(self, tenure: Tenure, batch: Batch) -> None:
        sealed = await self.batcher.sealer.seal(
            batch, {}, number=tenure.number, epoch=tenure.epoch, time=self.batcher.now()
        )
        await self.committer.commit(tenure, sealed)


def _is_readable(item: Read) -> bool:
    return not isinstance(item.incoming.message, Poison)
