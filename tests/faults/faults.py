"""What is done to matching while it works: processes killed, the database emptied."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

import asyncpg

from deploy.local.platform import Member
from deploy.local.waiting import wait_until
from libs.chassis.ground import database_of
from libs.events.contracts.topology import MATCHING
from libs.postgres.database import address_of
from tests.faults.load import Load
from tests.faults.platform import PARTITIONS, Range
from tests.faults.proof import until_at_rest

BACK_WITHIN_S = 90.0
LOOK_EVERY_S = 0.2
DEADLOCKS_MAX = 5
WIPES = {
    "emptied": "truncate checkpoints, states, lookups, outcomes",
    "dropped": """
        do $$
        declare
            name text;
        begin
            drop table checkpoints, states, lookups, outcomes;
            for name in
                select nspname from pg_namespace
                where nspname like 'ledger\\_%' or nspname = 'relance_views'
            loop
                execute format('drop schema %I cascade', name);
            end loop;
        end
        $$
    """,
}
"""Of the runtime's rows, as one who restores an empty database; of all tables, views too."""
ROWS = {
    "held": "select partition from checkpoints order by partition",
    "states": "select * from states order by partition, stream",
    "lookups": "select * from lookups order by partition, stream, number",
    "answers": "select command_id, answer::text from outcomes order by command_id",
}

Rows = Mapping[str, list[asyncpg.Record]]


class Fault(StrEnum):
    """One of the things that happen."""

    KILLED = "a worker is killed, and starts again at once"
    KILLED_FOR_LONG = "a worker is killed, and starts again when another has its partitions"
    API_KILLED = "the process that answers is killed, and starts again at once"
    WIPED = "the database is wiped under load"
    WIPED_IN_QUIET = "the database is wiped while nothing moves"
    DATABASE_KILLED = "the database server is killed, and starts again at once"


KILLS = {Fault.KILLED, Fault.KILLED_FOR_LONG}
WIPED = {Fault.WIPED, Fault.WIPED_IN_QUIET}


def schedule(rounds: int, chance: Random) -> list[Fault]:
    """That many kills of workers and as many wipes, half of them in quiet; some of the others."""
    in_quiet, for_long = (rounds + 1) // 2, (rounds + 2) // 3
    planned = [
        *[Fault.KILLED] * (rounds - for_long),
        *[Fault.KILLED_FOR_LONG] * for_long,
        *[Fault.API_KILLED] * for_long,
        *[Fault.DATABASE_KILLED] * (rounds // 4),
        *[Fault.WIPED] * (rounds - in_quiet),
        *[Fault.WIPED_IN_QUIET] * in_quiet,
    ]
    chance.shuffle(planned)
    return planned


@dataclass(slots=True)
class Shooting:
    """Lets a share of the load in with each fault: some of it before, the rest right after."""

    range: Range
    load: Load
    chance: Random
    done: Counter[Fault] = field(default_factory=Counter)

    async def run(self, faults: list[Fault]) -> None:
        """All of them; each is over when all is answered and every process is ready again."""
        share = len(self.load.steps) // len(faults)
        for fault in faults:
            await self._one(fault, share)
            self.done[fault] += 1
        self.load.let_more(len(self.load.steps))
        await self.load.until_answered()

    async def _one(self, fault: Fault, share: int) -> None:
        before = share if fault is Fault.WIPED_IN_QUIET else share // 2
        begun = self.load.let
        self.load.let_more(before)
        if fault is Fault.WIPED_IN_QUIET:
            await self.load.until_answered()
            await self._wipe_in_quiet()
        else:
            await self.load.until_under_way(begun + self.chance.randrange(before))
            await self._strike(fault, share - before)
        await self.load.until_answered()
        await self._until_all_are_back()

    async def _until_all_are_back(self) -> None:
        """Processes and partitions, those too that nothing was asked of."""
        for member in (self.range.api, *self.range.workers):
            await member.wait_ready(limit_s=BACK_WITHIN_S)

        async def are_held() -> bool:
            with suppress(asyncpg.UndefinedTableError):  # owners make the tables anew
                return len((await self._rows())["held"]) == PARTITIONS
            return False

        await wait_until(
            "all partitions are held",
            are_held,
            limit_s=BACK_WITHIN_S,
            between_s=LOOK_EVERY_S,
        )

    async def _strike(self, fault: Fault, rest: int) -> None:
        match fault:
            case Fault.WIPED:
                await self._wipe()
                self.load.let_more(rest)
            case Fault.DATABASE_KILLED:
                await self.range.stack.kill_database()
                self.load.let_more(rest)
                await self.range.stack.start_database()
            case Fault.API_KILLED:
                await self._kill(self.range.api, rest)
                self.range.api.start()
            case _:
                victim = self.chance.choice(self.range.workers)
                await self._kill(victim, rest)
                if fault is Fault.KILLED_FOR_LONG:
                    await self._taken_over_from(victim)
                victim.start()

    async def _kill(self, victim: Member, rest: int) -> None:
        await victim.kill()
        self.load.let_more(rest)

    async def _taken_over_from(self, victim: Member) -> None:
        (other,) = (one for one in self.range.workers if one != victim)

        async def has_all() -> bool:
            said = await other.readiness()
            return said.ready and len(said.facts["owned"]) == PARTITIONS

        await wait_until(
            f"{other.name} takes over from {victim.name}",
            has_all,
            limit_s=BACK_WITHIN_S,
            between_s=LOOK_EVERY_S,
        )

    async def _wipe(self) -> None:
        """As one transaction; a deadlock with who is folding just then is tried again."""
        wipe = WIPES[self.chance.choice(sorted(WIPES))]
        connection = await self._connected()
        try:
            for _ in range(DEADLOCKS_MAX):
                try:
                    await connection.execute(wipe)
                    return
                except asyncpg.DeadlockDetectedError:
                    continue
            raise AssertionError(f"no wipe in {DEADLOCKS_MAX} tries")
        finally:
            await connection.close()

    async def _wipe_in_quiet(self) -> None:
        """Owners notice by themselves, and the same rows come back from the log."""
        await until_at_rest(self.range)
        before = await self._rows()
        assert before["states"]
        await self._wipe()

        async def is_back() -> bool:
            with suppress(asyncpg.UndefinedTableError):
                return await self._rows() == before
            return False

        await wait_until(
            "the rows that were wiped in quiet come back",
            is_back,
            limit_s=BACK_WITHIN_S,
            between_s=LOOK_EVERY_S,
        )

    async def _rows(self) -> Rows:
        connection = await self._connected()
        try:
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                return {name: await connection.fetch(query) for name, query in ROWS.items()}
        finally:
            await connection.close()

    async def _connected(self) -> asyncpg.Connection:
        address = address_of(self.range.stack.postgres, database_of(MATCHING))
        return await asyncpg.connect(address)
