"""A decided batch as what is written to the log and to the database, all encoded beforehand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import LogRecord
from libs.events.codec.writing import Encoder, Unwritable
from libs.events.contracts.runtime import RuntimeEvent
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.producing import Outgoing
from libs.events.loop.batch import Batch, NewEvent
from libs.events.loop.rows import Rows, Unstorable, rows_of
from libs.events.loop.working import Rules


class Condemned(Exception):
    """A message leads to what cannot be written or kept; it parks when it is decided again."""

    def __init__(self, message: str, reason: str) -> None:
        self.message, self.reason = message, reason
        super().__init__(reason)


RECORDS_MAX: Final = 5_000
"""Of one transaction, unless one message alone leads to more: none is longer than a second."""


class TooMuch(Exception):
    """A batch leads to too many records, or to a too big one of the runtime's: take a smaller."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Ready to be written: nothing of it can fail any more for what it contains."""

    batch: Batch
    records: Sequence[Outgoing]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Sealer:
    """Encodes batches of one service."""

    topics: ServiceTopics
    rules: Rules
    codec: Codec

    async def seal(
        self,
        batch: Batch,
        originals: Mapping[tuple[str, int], LogRecord],
        *,
        number: int,
        epoch: int,
        time: datetime,
    ) -> Sealed:
        """`originals`: the records that were read, by topic and the offset after each.

        Raises Condemned, TooMuch.
        """
        records_count = len(batch.events) + len(batch.commands) + len(batch.parked)
        if records_count > RECORDS_MAX and batch.taken > 1:
            raise TooMuch(f"{records_count} records")
        encoder = await self.codec.prepare([*batch.events, *batch.commands])
        try:
            rows = rows_of(self.rules, batch.rows, batch.answers)
            records = [
                *self._events(encoder, batch, number, epoch, time),
                *self._commands(encoder, batch, epoch, time),
            ]
        except Unstorable as mistake:
            raise Condemned(_last_cause(batch, mistake.stream), mistake.reason) from mistake
        except Unwritable as mistake:
            raise Condemned(mistake.causation, mistake.reason) from mistake
        for item in batch.parked:
            encoded = self.codec.encode_parked(originals[item.topic, item.next_offset])
            records.append(Outgoing(self.topics.parked_topic, number, encoded))
        return Sealed(batch, records, rows)

    def _events(
        self, encoder: Encoder, batch: Batch, number: int, epoch: int, time: datetime
    ) -> list[Outgoing]:
        encoded = []
        for event in batch.events:
            last = event is batch.events[-1]
            try:
                record = encoder.encode_event(
                    event,
                    time=time,
                    positions=batch.positions if last else None,
                    deepest=batch.deepest if last else 0,
                    epoch=epoch,
                )
            except Unwritable as mistake:
                if _of_runtime(event) and batch.taken > 1:
                    raise TooMuch(mistake.reason) from mistake
                raise
            encoded.append(Outgoing(self.topics.events_topic, number, record))
        return encoded

    def _commands(
        self, encoder: Encoder, batch: Batch, epoch: int, time: datetime
    ) -> list[Outgoing]:
        return [
            Outgoing(
                self.topics.inbox_for(is_bulk=command.is_bulk),
                command.partition,
                encoder.encode_command(command, time=time, epoch=epoch),
            )
            for command in batch.commands
        ]


def _of_runtime(event: NewEvent) -> bool:
    return isinstance(event.event, RuntimeEvent)


def _last_cause(batch: Batch, stream: str) -> str:
    return next(event.causation for event in reversed(batch.events) if event.stream == stream)
