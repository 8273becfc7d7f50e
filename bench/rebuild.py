"""What an event costs a rebuild of the ledger view, when there are few and when there are many."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from time import perf_counter, process_time

import asyncpg
import click
import structlog

from bench.table import Row
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.topology import INGESTION, MATCHING
from libs.events.log.address import Broker
from libs.events.log.topics import ensure_topics
from libs.events.views.generations import active_of, ask_for_rebuild, generations_of
from libs.events.views.runner import ViewRunner
from libs.events.views.source import LogSource
from libs.postgres.database import address_of, make_database
from libs.testkit.ledger_log import LedgerLog
from libs.testkit.stack import own_stack_for_tests
from services.matching.views.ledger import NAME, LedgerView

ROOT = Path(__file__).resolve().parents[1]
PARTITIONS = 4
FEW = 100_000
MANY = 1_000_000
RUNS = 5
GOAL = 1.10
LOOK_S = 0.2
"""Seldom: looking is counted as well."""
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Measured:
    """One rebuild: seconds of wall clock, and of CPU of this process and of the database."""

    events: int
    wall_s: float
    own_cpu_s: float
    database_cpu_s: float

    @property
    def cost_us(self) -> float:
        """CPU an event, on both sides: what else the machine did does not count."""
        return (self.own_cpu_s + self.database_cpu_s) / self.events * 1e6

    def __str__(self) -> str:
        return (
            f"{self.events:8} events in {self.wall_s:6.1f} s, {self.events / self.wall_s:6.0f} a"
            f" second   CPU an event {self.cost_us:6.1f} us (database"
            f" {self.database_cpu_s / self.events * 1e6:5.1f} us)"
        )


@dataclass(slots=True)
class Ledger:
    """A ledger's log, and its view in a database of its own."""

    log: LedgerLog
    pool: asyncpg.Pool

    async def grow(self, events: int) -> None:
        """Up to so many events in the log."""
        await self.log.write(events // 2 - self.log.written)

    async def rebuild(self) -> Measured:
        """One generation more, until it is what is read."""
        begun_s, own_s, backends = perf_counter(), process_time(), await self._backends_s()
        async with self.pool.acquire() as connection:
            asked, _ = await ask_for_rebuild(connection, NAME)

        while await self._active() != asked.number:
            await asyncio.sleep(LOOK_S)
        return Measured(
            events=2 * self.log.written,
            wall_s=perf_counter() - begun_s,
            own_cpu_s=process_time() - own_s,
            # Who filled the one before may be gone; who filled this one is still there.
            database_cpu_s=sum(
                used_s - backends.get(pid, 0.0)
                for pid, used_s in (await self._backends_s()).items()
            ),
        )

    async def until_filled(self) -> None:
        """There is something that is read."""
        while not await self._active():
            await asyncio.sleep(LOOK_S)

    async def _active(self) -> int:
        try:
            async with self.pool.acquire() as connection:
                active = active_of(await generations_of(connection, NAME))
        except asyncpg.UndefinedTableError:
            return 0
        return active.number if active else 0

    async def _backends_s(self) -> Mapping[int, float]:
        """CPU seconds of those that serve this database now, by process."""
        rows = await self.pool.fetch(
            "select pid from pg_stat_activity where datname = current_database()"
        )
        return {row["pid"]: _cpu_s(row["pid"]) for row in rows}


def _cpu_s(pid: int) -> float:
    try:
        fields = Path("/proc", str(pid), "stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0.0  # it left between the two questions
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


@asynccontextmanager
async def _ledger(kafka: str, postgres: str) -> AsyncIterator[Ledger]:
    database = f"ledger_{token_hex(4)}"
    await make_database(postgres, database)
    address = address_of(postgres, database)
    broker = Broker(kafka)
    await ensure_topics(broker, [INGESTION, MATCHING], PARTITIONS)
    source = LogSource(Broker(kafka), MemoryKeyring())
    async with asyncpg.create_pool(address, min_size=1, max_size=1) as pool:
        filling = asyncio.create_task(ViewRunner(LedgerView(), address, source).run())
        try:
            yield Ledger(LedgerLog(broker, PARTITIONS, "acme"), pool)
        finally:
            filling.cancel()
            await asyncio.wait([filling])


async def measure(few: int, many: int, runs: int) -> tuple[list[Measured], list[Measured]]:
    """The same view at both sizes, each as often as said."""
    with own_stack_for_tests(ROOT) as stack:
        async with _ledger(stack.kafka, stack.postgres) as ledger:
            found: list[list[Measured]] = []
            for events in (few, many):
                await ledger.grow(events)
                await ledger.until_filled()
                await ledger.rebuild()  # what is read has caught up with it then
                found.append([await ledger.rebuild() for _ in range(runs)])
    return found[0], found[1]


def rows() -> list[Row]:
    """The row `rebuild`: ten times as many events, an hour on two cores."""
    few, many = (_median(runs) for runs in asyncio.run(measure(FEW, MANY, RUNS)))
    ratio = many.cost_us / few.cost_us
    return [
        Row(
            f"rebuild, cost of an event at {MANY:,} ÷ at {FEW:,}",
            f"{ratio:.2f} ({many.cost_us:.0f} ÷ {few.cost_us:.0f} us of CPU, both sides)",
            f"≤ {GOAL:.2f}",
            ratio <= GOAL,
        )
    ]


def _median(runs: list[Measured]) -> Measured:
    return sorted(runs, key=lambda one: one.cost_us)[len(runs) // 2]


@click.command()
@click.option("--few", default=FEW, show_default=True, help="Events in the log.")
@click.option("--many", default=MANY, show_default=True)
@click.option("--runs", default=3, show_default=True, help="Rebuilds of each size; the median.")
def main(few: int, many: int, runs: int) -> None:
    """Measure both sizes, and how much more an event costs when there are many."""
    errors_only = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=errors_only)
    medians = []
    for measured in asyncio.run(measure(few, many, runs)):
        median = _median(measured)
        click.echo(str(median))
        medians.append(median)
    click.echo(f"cost of an event, many / few   {medians[1].cost_us / medians[0].cost_us:.2f}")


if __name__ == "__main__":
    main()
