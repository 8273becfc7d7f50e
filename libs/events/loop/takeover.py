"""How a partition number is taken over, in the one order that keeps every promise."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg

from libs.events.codec.codec import Codec
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.producing import TransactionalProducer
from libs.events.log.replaying import replay
from libs.events.loop.folding import LoggedEvent, fold, streams_of
from libs.events.loop.marking import Marking
from libs.events.loop.parking import Parking, runtime_stream
from libs.events.loop.rows import rows_of
from libs.events.loop.store import Checkpoint, Holder, Move, Store
from libs.events.loop.tenure import CachedRows, Tenure
from libs.events.loop.working import Loaded, Rules


class LogLost(Exception):
    """The log lacks what was folded from it, or what is still to be read; nothing is reset."""


class StaleWriter(Exception):
    """An older epoch stands behind a newer one: a fenced owner's record was let in."""


@dataclass(frozen=True, slots=True)
class Takeovers:
    """What taking over needs; the same for every partition number of a worker."""

    broker: Broker
    topics: ServiceTopics
    rules: Rules
    codec: Codec
    store: Store
    meter: Meter
    marking: Marking
    cached_rows_max: int

    async def take(self, number: int, producer: TransactionalProducer) -> Tenure:
        """Take `number` over, up to the moment when reading begins.

        Raises LogLost, and whatever the broker, the database or the keyring raise.
        """
        await producer.start()  # 1. fences the owner before us, ends its transaction
        self.marking.told(number, producer)
        token = secrets.token_hex(8)
        found = await self._take_row(number, token)  # 2. the same fence in the database
        tenure = self._begun(number, producer, token, found)
        end = await self.meter.end(self.topics.events_topic, number)  # 3. the high watermark
        end = await self.marking.taken_over(tenure, end)  # what hangs ends as it had ended
        if tenure.checkpoint > end:
            raise LogLost(
                f"the database has folded {self.topics.events_topic}/{number} up to "
                f"{tenure.checkpoint}, but it ends at {end}: this broker is not the one that the "
                "database was folded from, or has lost records"
            )
        if tenure.checkpoint < end:
            await self._fold_up_to(tenure, end)  # 4. positions come from what is folded
        tenure.holder = await self.store.move_checkpoint(tenure.holder, end, tenure.epoch)
        tenure.positions = await self._checked(number, tenure.positions)
        await self._load_parking(tenure)
        return tenure  # 5. the caller seeks and resumes, with no await between

    def _begun(
        self, number: int, producer: TransactionalProducer, token: str, found: Checkpoint
    ) -> Tenure:
        return Tenure(
            number=number,
            producer=producer,
            holder=Holder(number, found.next_offset, token),
            epoch=found.epoch,
            positions=found.positions,
            depths=found.depths,
            noted=found.positions,
            rows=CachedRows(self.cached_rows_max),
        )

    async def _take_row(self, number: int, token: str) -> Checkpoint:
        try:
            return await self.store.take_over(number, token)
        except asyncpg.UndefinedTableError:  # wiped to the ground
            await self.store.migrate()
            return await self.store.take_over(number, token)

    async def _fold_up_to(self, tenure: Tenure, end: int) -> None:
        topic, start = self.topics.events_topic, tenure.checkpoint
        seen = 0
        async with replay(self.broker, topic, tenure.number, start) as log:
            async for records in log.chunks(end):
                events = await self.codec.decode_own(records)
                seen = self._newest_epoch(tenure.number, seen, events)
                await self._fold(tenure, events)
        tenure.epoch = max(tenure.epoch, seen + 1)

    def _newest_epoch(self, number: int, seen: int, events: Sequence[LoggedEvent]) -> int:
        for event in events:
            if event.epoch < seen:
                raise StaleWriter(
                    f"{self.topics.events_topic}/{number} has epoch {event.epoch} at offset "
                    f"{event.offset}, behind epoch {seen}"
                )
            seen = event.epoch
        return seen

    async def _fold(self, tenure: Tenure, events: Sequence[LoggedEvent]) -> None:
        streams = streams_of(events)
        known = tenure.rows.known(streams)
        missing = [stream for stream in streams if stream not in known]
        stored = await self.store.load(tenure.holder, missing)
        loaded = Loaded(rows={stream: stored.rows.get(stream) for stream in missing} | known)
        folded = fold(self.rules, events, loaded, tenure.depths)
        if folded.positions is not None:
            tenure.positions = tenure.noted = folded.positions
        tenure.depths = folded.depths
        move = Move(events[-1].offset + 1, tenure.positions, tenure.depths)
        rows = rows_of(self.rules, folded.rows, folded.answers)
        tenure.holder = await self.store.fold(tenure.holder, move, rows)
        tenure.changed(folded.rows)

    async def _checked(self, number: int, positions: Mapping[str, int]) -> Mapping[str, int]:
        """A position on every input topic.

        A heard topic that was never read is read from its beginning; an own inbox from 0, for
        what is deleted there must have been decided.
        """
        bounds = await self.meter.bounds(self.topics.input_topics, number)
        checked = {}
        for topic, (start, end) in bounds.items():
            beginning = 0 if topic in self.topics.own_inboxes else start
            position = checked[topic] = positions.get(topic, beginning)
            if not start <= position <= end:
                raise LogLost(
                    f"{topic}/{number} is to be read on from {position}, but it holds "
                    f"{start} to {end}: records that were not decided are gone"
                )
        return checked

    async def _load_parking(self, tenure: Tenure) -> None:
        stream = runtime_stream("parking", tenure.number)
        found = await self.store.load(tenure.holder, (stream,))
        row = found.rows.get(stream)
        tenure.rows.put({stream: row})
        tenure.parking = row.state if row else Parking()
