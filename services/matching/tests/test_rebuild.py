"""The ledger view is rebuilt under load: no read fails, none goes back, a kill costs no more than
the stretch that was under way."""

import asyncio
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

import asyncpg

from deploy.local.stack import Stack
from libs.events.contracts.topology import INGESTION, MATCHING
from libs.events.log.address import Broker
from libs.events.log.topics import ensure_topics
from libs.events.views.generations import active_of, ask_for_rebuild, generations_of
from libs.events.views.projection import schema_of
from libs.events.views.reading import Reading, ViewNotReady
from libs.postgres.database import address_of, make_database
from libs.testkit.ledger_log import LEFT, LedgerLog
from libs.testkit.tripwire import wait_until
from services.matching.views.ledger import NAME, LedgerView

ROOT: Final = Path(__file__).resolve().parents[3]
PARTITIONS: Final = 4
ITEMS: Final = 4_000
READERS: Final = 2
NEXT: Final = schema_of(LedgerView.name, LedgerView.version, 2)


@dataclass(slots=True)
class Ledger:
    """The view in a database of its own, its log, and who reads it."""

    stack: Stack
    database: str
    pool: asyncpg.Pool
    log: LedgerLog
    reads: int = 0
    shown: int = 0
    """Items that somebody has seen."""
    writing: bool = True

    @asynccontextmanager
    async def filled(self) -> AsyncIterator[asyncio.subprocess.Process]:
        """By a process of its own, killed at the end if it was not before."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "services.matching.tests.filling", self.stack.kafka, self.database),
            cwd=ROOT,
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()

    async def write_on(self) -> None:
        """A few items in each transaction, as long as the test lasts."""
        while self.writing:
            await self.log.write(100, transaction_items=4)

    async def read_on(self) -> None:
        """Ask all the time. Fails when an answer lacks what another answer had."""
        while self.writing:
            least = self.shown
            async with Reading(self.pool, NAME).of(self.log.tenant) as rows:
                items = await rows.fetchval("select count(*) from items")
                lines = await rows.fetchval("select count(*) from timeline")
            assert items >= least, f"{items} items are shown, {least} were before"
            # Each item has a line for each of its events; the last may still be on its way.
            assert lines >= items
            self.shown = max(self.shown, items)
            self.reads += 1

    async def rows(self) -> Mapping[Any, Mapping[str, Any]]:
        """All rows that there are, of items by item, of the timeline by their place in the log."""
        async with Reading(self.pool, NAME).of(self.log.tenant) as rows:
            items = await rows.fetch("select * from items")
            lines = await rows.fetch("select * from timeline")
        return {row["item"]: dict(row) for row in items} | {
            (row["partition"], row["event_offset"]): dict(row) for row in lines
        }

    async def is_complete(self) -> bool:
        """Whether all that was written is shown, and as it was left."""
        try:
            async with Reading(self.pool, NAME).of(self.log.tenant) as rows:
                left = await rows.fetchval(
                    "select count(*) from items where open = $1", LEFT.amount
                )
        except (ViewNotReady, asyncpg.UndefinedTableError):
            return False
        return bool(left == self.log.written)

    async def active(self) -> int:
        async with self.pool.acquire() as connection:
            found = active_of(await generations_of(connection, NAME))
        return found.number if found else 0

    async def filled_share(self) -> float:
        """How much of what there was is in the next generation."""
        try:
            done = await self.pool.fetchval(f"select sum(next_offset) from {NEXT}.checkpoints")
        except asyncpg.UndefinedTableError:
            return 0.0
        return float(done or 0) / (2 * ITEMS)

    async def writers_of_rows(self) -> Mapping[str, str]:
        """Items that the next generation has whole, with the transaction that wrote each."""
        found = await self.pool.fetch(
            f"select item, xmin::text as writer from {NEXT}.items where open = $1", LEFT.amount
        )
        return {row["item"]: row["writer"] for row in found}


@asynccontextmanager
async def _ledger(stack: Stack) -> AsyncIterator[Ledger]:
    database = f"ledger_{token_hex(4)}"
    await make_database(stack.postgres, database)
    broker = Broker(stack.kafka)
    await ensure_topics(broker, [INGESTION, MATCHING], PARTITIONS)
    address = address_of(stack.postgres, database)
    async with asyncpg.create_pool(address, min_size=0, max_size=READERS + 3) as pool:
        log = LedgerLog(broker, PARTITIONS, "acme")
        await log.write(ITEMS)
        yield Ledger(stack, address, pool, log)


async def _kill_in_the_middle(ledger: Ledger, process: asyncio.subprocess.Process) -> float:
    """How much of the next generation is filled by then."""

    async def is_in_the_middle() -> bool:
        return await ledger.filled_share() > 0.25

    await wait_until(is_in_the_middle, "a quarter of the next generation is filled", limit_s=30)
    process.kill()
    await process.wait()
    share = await ledger.filled_share()
    assert 0.25 < share < 0.9, share
    return share


async def test_under_load_a_rebuild_that_is_killed_goes_on_and_no_read_fails_or_goes_back(
    own_stack: Stack,
) -> None:
    async with (
        _ledger(own_stack) as ledger,
        ledger.filled() as first,
        asyncio.TaskGroup() as group,
    ):
        await wait_until(ledger.is_complete, "the view is filled", limit_s=60)
        before = await ledger.rows()
        writing = group.create_task(ledger.write_on())
        for _ in range(READERS):
            group.create_task(ledger.read_on())
        async with ledger.pool.acquire() as connection:
            await ask_for_rebuild(connection, NAME)
        share = await _kill_in_the_middle(ledger, first)
        kept = await ledger.writers_of_rows()

        async with ledger.filled():

            async def is_switched() -> bool:
                assert await ledger.filled_share() >= share or await ledger.active() == 2
                return await ledger.active() == 2

            await wait_until(is_switched, "the next generation is read", limit_s=60)
            ledger.writing = False
            await writing  # what it has in hand is written too
            await wait_until(ledger.is_complete, "what came in is shown", limit_s=30)
            after, writers = await ledger.rows(), await ledger.writers_of_rows()

    assert {place: after[place] for place in before} == before
    assert len(before) == 3 * ITEMS  # the item, and a line for each of its two events
    assert len(after) == 3 * ledger.log.written > len(before)
    # What the killed process had filled was not filled again.
    assert len(kept) > ITEMS / 10
    assert {item: writers[item] for item in kept} == kept
    assert ledger.reads > 50
    assert ledger.shown > ITEMS
