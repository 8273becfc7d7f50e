"""The proof that tables are a fold: a partition folded from offset 0, compared row for row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import LogRecord
from libs.events.contracts.topology import ServiceTopics
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.replaying import replay
from libs.events.loop.batch import Row
from libs.events.loop.decider import Decider
from libs.events.loop.folding import fold, no_depths, streams_of
from libs.events.loop.rows import LookupRow, StateRow, lookup_as_read, rows_of, state_as_read
from libs.events.loop.statements import statement
from libs.events.loop.working import Loaded, Rules


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not what the log says."""

    partition: int
    stream: str
    what: str


@dataclass(frozen=True, slots=True)
class Refolded:
    """What comparing came to."""

    partitions: int
    rows: int
    """States and look-up entries compared."""
    differences: tuple[Difference, ...]
    unfolded: Mapping[int, int] = field(default_factory=dict)
    """Records that the database had not folded yet, by partition: the platform was not quiet."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the database holds of a partition, as of one moment."""

    checkpoint: int
    states: Mapping[tuple[Any, ...], StateRow]
    lookups: Mapping[tuple[Any, ...], LookupRow]


@dataclass(slots=True)
class Refold:
    """Compares one service's database with its log."""

    broker: Broker
    topics: ServiceTopics
    pool: asyncpg.Pool
    codec: Codec
    decider: Decider

    async def compare(self, partitions: int, *, is_live: bool = False) -> Refolded:
        """Fold every partition from offset 0 in memory, and compare.

        `is_live`: writes go on, and each partition is compared where it stands. Without it, one
        that has not folded all there is is not compared but counted as unfolded.
        """
        rules = Rules(self.decider)
        differences: list[Difference] = []
        unfolded: dict[int, int] = {}
        compared = 0
        for number, end in (await self._ends(partitions)).items():
            kept = await self._kept(rules, number)
            if kept.checkpoint < end and not is_live:
                unfolded[number] = end - kept.checkpoint
                continue
            wanted = rows_of(rules, await self._fold(rules, number, kept.checkpoint), ())
            differences += _different(number, kept, wanted.states, wanted.lookups)
            compared += len(wanted.states) + len(wanted.lookups)
        return Refolded(partitions, compared, tuple(differences), unfolded)

    async def _ends(self, partitions: int) -> Mapping[int, int]:
        meter = Meter(self.broker, partitions)
        try:
            await meter.start()
            return await meter.ends(self.topics.events_topic)
        finally:
            await meter.stop()

    async def _kept(self, rules: Rules, number: int) -> _Kept:
        """The checkpoint moves with the rows: both are read in one snapshot.

        What matters is what is read of a row: a build before may have known less of a state.
        """
        async with (
            self.pool.acquire() as connection,
            connection.transaction(isolation="repeatable_read", readonly=True),
        ):
            checkpoint = await connection.fetchval(statement("checkpoint_of"), number)
            states = await connection.fetch(statement("states_of"), number)
            lookups = await connection.fetch(statement("lookups_of"), number)
        return _Kept(
            checkpoint or 0,
            {(row["stream"],): state_as_read(rules, StateRow(**row)) for row in states},
            {
                (row["stream"], row["number"]): lookup_as_read(rules, LookupRow(**row))
                for row in lookups
            },
        )

    async def _fold(self, rules: Rules, number: int, end: int) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        if end == 0:
            return rows
        async with replay(self.broker, self.topics.events_topic, number, 0) as log:
            async for records in log.chunks(end):
                rows |= await self._folded(rules, records, rows)
        return rows

    async def _folded(
        self, rules: Rules, records: Sequence[LogRecord], rows: Mapping[str, Row]
    ) -> Mapping[str, Row]:
        events = await self.codec.decode_own(records)
        loaded = Loaded(rows={stream: rows.get(stream) for stream in streams_of(events)})
        return fold(rules, events, loaded, no_depths()).rows


def _different(
    number: int, kept: _Kept, states: Sequence[StateRow], lookups: Sequence[LookupRow]
) -> list[Difference]:
    by_stream = {(row.stream,): row for row in states}
    by_entry = {(row.stream, row.number): row for row in lookups}
    return [
        *_differences(number, "state", by_stream, kept.states),
        *_differences(number, "look-up entry", by_entry, kept.lookups),
    ]


def _differences(
    partition: int,
    what: str,
    wanted: Mapping[tuple[Any, ...], Any],
    kept: Mapping[tuple[Any, ...], Any],
) -> Iterator[Difference]:
    for place in sorted(wanted.keys() | kept.keys()):
        if place not in kept:
            yield Difference(partition, place[0], f"{what} is missing")
        elif place not in wanted:
            yield Difference(partition, place[0], f"{what} is not in the log")
        elif wanted[place] != kept[place]:
            yield Difference(partition, place[0], f"{what} is another than the log says")
