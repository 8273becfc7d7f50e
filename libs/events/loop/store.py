"""The service's database as the loop uses it: few statements, each for a whole batch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import asyncpg

from libs.events.codec.envelope import instant
from libs.events.contracts.runtime import Answer
from libs.events.log.coalescing import Coalesced, Gathered
from libs.events.loop.batch import Row
from libs.events.loop.decider import Entry, Lookup
from libs.events.loop.dropping import Drop
from libs.events.loop.folding import no_depths
from libs.events.loop.rows import Rows, entry_of, row_of
from libs.events.loop.statements import migrations, statement
from libs.events.loop.working import Rules

_MIGRATING = 7_205_711_402_301  # of the advisory lock: one process migrates at a time


class Stale(Exception):
    """The checkpoint is not where this owner left it: another took over, or it was wiped."""


class NotAtCut(Exception):
    """The database does not hold what it held when the cut was passed: it was emptied since."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who may move a checkpoint, and from where: compared at each move."""

    partition: int
    checkpoint: int
    """Offset on the own events topic up to which everything is folded."""
    token: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A partition's row as a takeover finds it."""

    next_offset: int
    epoch: int
    positions: Mapping[str, int]
    depths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What one load brought: rows by stream, and the streams of each index asked for."""

    rows: Mapping[str, Row]
    indexes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """Where a fold moves the checkpoint to."""

    next_offset: int
    positions: Mapping[str, int]
    depths: Sequence[int]


class Store:
    """Tables of states, look-ups, outcomes and checkpoints of one service."""

    def __init__(self, pool: asyncpg.Pool, rules: Rules) -> None:
        self._pool = pool
        self._rules = rules
        self._all_checkpoints = Coalesced(self._read_checkpoints)
        self._held = Gathered(self._read_held)

    async def migrate(self) -> None:
        """Make what tables are missing; any number of processes may do so together."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", _MIGRATING)
            for migration in migrations():
                await connection.execute(migration)

    async def take_over(self, partition: int, token: str) -> Checkpoint:
        """Put the token into the checkpoint row: nobody else moves it from now on.

        Where there is no checkpoint, nothing is kept of the partition either.
        """
        async with self._pool.acquire() as connection, connection.transaction():
            found = await connection.fetchrow(
                statement("take_over"), partition, token, list(no_depths())
            )
            if found["next_offset"] == 0:
                await connection.execute(statement("forget_states"), partition)
                await connection.execute(statement("forget_lookups"), partition)
        return Checkpoint(
            next_offset=found["next_offset"],
            epoch=found["epoch"],
            positions=json.loads(found["positions"]),
            depths=tuple(found["depths"]),
        )

    async def load(
        self, holder: Holder, streams: Sequence[str], indexes: Sequence[str] = ()
    ) -> Stored:
        """Streams by name and by index, in one statement that proves the checkpoint.

        Raises Stale.
        """
        found = await self._pool.fetch(
            statement("load"), *_proof(holder), list(streams), list(indexes)
        )
        if not found:
            raise _stale(holder)
        rows: dict[str, Row] = {}
        members: dict[str, list[str]] = {name: [] for name in indexes}
        for stream, index_key, *stored in found:
            if stream is None:
                continue  # the checkpoint is ours, and nothing of what was asked for is there
            rows[stream] = row_of(self._rules, stream, tuple(stored))
            if index_key is not None:
                members[index_key].append(stream)
        return Stored(rows, {name: tuple(sorted(found)) for name, found in members.items()})

    async def look_up(
        self, lookups: Sequence[Lookup], ends: Mapping[int, int] | None = None
    ) -> Mapping[Lookup, tuple[Entry, ...]]:
        """All look-ups of a batch in one statement, over all partitions.

        `ends` are those of a cut, looked at in the same statement: a database that was emptied
        since they were passed raises NotAtCut, and never answers from half a table.
        """
        ends = ends or {}
        found = await self._pool.fetch(
            statement("lookups"),
            [lookup.name for lookup in lookups],
            [lookup.key for lookup in lookups],
            [lookup.limit for lookup in lookups],
            list(ends),
            list(ends.values()),
        )
        entries: dict[Lookup, list[Entry]] = {lookup: [] for lookup in lookups}
        for behind, number, stream, owner, value in found:
            if behind:
                raise NotAtCut(f"{behind} partitions are not folded up to the cut any more")
            if stream is None:
                continue
            lookup = lookups[number - 1]
            entries[lookup].append(entry_of(self._rules, lookup.name, stream, owner, value))
        return {lookup: tuple(found) for lookup, found in entries.items()}

    async def look_up_as(self, tenant: str, lookup: Lookup) -> tuple[Entry, ...]:
        """One look-up with the eyes of a tenant, as the login of an API has to ask; no cut."""
        async with self._pool.acquire() as connection, connection.transaction(readonly=True):
            await connection.execute(statement("look_as"), tenant)
            found = await connection.fetch(
                statement("lookups"), [lookup.name], [lookup.key], [lookup.limit], [], []
            )
        return tuple(
            entry_of(self._rules, lookup.name, stream, owner, value)
            for _, _, stream, owner, value in found
            if stream is not None
        )

    async def entries_in(self, partitions: Sequence[int], lookup: Lookup) -> tuple[Entry, ...]:
        """What streams of some partitions hold under a look-up, with the traces they began under.

        Without a cut: as far as folded.
        """
        found = await self._pool.fetch(
            statement("entries_in"), lookup.name, lookup.key, list(partitions), lookup.limit
        )
        return tuple(
            replace(entry_of(self._rules, lookup.name, *row), trace=trace or "")
            for *row, trace in found
        )

    async def due(self, partition: int, day: date) -> tuple[str, ...]:
        """Routing keys with a stream due on or before `day`."""
        found = await self._pool.fetch(statement("due"), partition, day)
        return tuple(key for (key,) in found)

    async def outcomes(self, command_ids: Sequence[str]) -> Mapping[str, Answer]:
        """Recorded outcomes, of those commands that have one."""
        found = await self._pool.fetch(statement("outcomes"), list(command_ids))
        return {command: Answer.model_validate_json(answer) for command, answer in found}

    async def fold(self, holder: Holder, move: Move, rows: Rows) -> Holder:
        """Store what was committed, and move the checkpoint by compare-and-set; all or nothing.

        Raises Stale: then nothing is stored.
        """
        moved = await self._pool.fetchval(
            statement("fold"), *_proof(holder), *_target(move), *_columns(rows)
        )
        return self._moved(moved, holder, move.next_offset)

    async def move_checkpoint(self, holder: Holder, next_offset: int, epoch: int) -> Holder:
        """Past transaction markers: nothing else may lie between. Raises Stale."""
        moved = await self._pool.fetchval(
            statement("move_checkpoint"), *_proof(holder), next_offset, epoch
        )
        return self._moved(moved, holder, next_offset)

    async def move_positions(self, holder: Holder, positions: Mapping[str, int]) -> None:
        """After a batch that yields nothing. Raises Stale."""
        moved = await self._pool.fetchval(
            statement("move_positions"), *_proof(holder), json.dumps(positions)
        )
        self._moved(moved, holder, holder.checkpoint)

    async def check(self, holder: Holder) -> None:
        """Raises Stale when the row is gone or changed; partitions that ask together ask once."""
        if not await self._held.get(holder):
            raise _stale(holder)

    async def retries_asked(self, partition: int) -> tuple[str, ...]:
        """Parked keys that somebody wants retried, in the order of asking."""
        found = await self._pool.fetch(statement("retries_asked"), partition)
        return tuple(key for (key,) in found)

    async def end_retry(self, partition: int, key: str, outcome: str) -> None:
        """Tell whoever asked how it went."""
        await self._pool.execute(statement("end_retry"), partition, key, outcome)

    async def drops_asked(self, partition: int) -> tuple[Drop, ...]:
        """What somebody wants dropped, in the order of asking."""
        found = await self._pool.fetch(statement("drops_asked"), partition)
        return tuple(
            Drop(key, message, reason, tenant, dropped_by, instant(asked_at))
            for key, message, reason, tenant, dropped_by, asked_at in found
        )

    async def end_drop(self, partition: int, drop: Drop, outcome: str, sentence: str) -> None:
        """Tell whoever asked what came of it."""
        await self._pool.execute(
            statement("end_drop"), partition, drop.key, drop.message, outcome, sentence
        )

    async def checkpoints(self) -> Mapping[int, int]:
        """Of the partitions that have one, as of after the call began."""
        return await self._all_checkpoints.get()

    async def forget_outcomes(self, age_days: int) -> None:
        """Remove outcomes older than that."""
        await self._pool.execute(statement("forget_outcomes"), age_days)

    async def _read_held(self, holders: Sequence[Holder]) -> list[bool]:
        proofs = zip(*map(_proof, holders), strict=True)
        found = await self._pool.fetch(statement("held"), *map(list, proofs))
        held = {number for (number,) in found}
        return [number in held for number, _ in enumerate(holders, start=1)]

    async def _read_checkpoints(self) -> Mapping[int, int]:
        found = await self._pool.fetch(statement("checkpoints"))
        return {partition: next_offset for partition, next_offset in found}

    def _moved(self, moved: int | None, holder: Holder, next_offset: int) -> Holder:
        if moved is None:
            raise _stale(holder)
        return Holder(holder.partition, next_offset, holder.token)


def _stale(holder: Holder) -> Stale:
    return Stale(f"partition {holder.partition} is held by another, or was wiped")


def _proof(holder: Holder) -> tuple[int, int, str]:
    return holder.partition, holder.checkpoint, holder.token


def _target(move: Move) -> tuple[int, str, list[int]]:
    return move.next_offset, json.dumps(move.positions), list(move.depths)


def _columns(rows: Rows) -> tuple[Sequence[object], ...]:
    answers = rows.answers
    *states, traces = _columns_of(rows.states, 8)
    return (
        *states,
        rows.entries(),
        *_columns_of(rows.lookups, 6),
        [answer.command for answer in answers],
        [answer.tenant for answer in answers],
        [answer.body_hash for answer in answers],
        [answer.model_dump_json() for answer in answers],
        traces,
    )


def _columns_of(rows: Sequence[tuple[object, ...]], width: int) -> list[Sequence[object]]:
    """One array a column; of nothing but nulls an empty one, which `unnest` fills with them."""
    columns = list(zip(*rows, strict=True)) or [()] * width
    return [() if column.count(None) == len(column) else column for column in columns]
