"""`relance verify`."""

import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import click
from rich.console import Group, RenderableType
from rich.progress import Progress

from libs.cli.answering import answer, progress, run
from libs.cli.failing import Cannot
from libs.cli.groups import Command
from libs.cli.platform import environment
from libs.cli.session import Session, session_of
from libs.cli.stack_failures import STACK_FAILURES
from libs.cli.verifying.beside import compared_live
from libs.cli.verifying.cut import NoLog, topics_of
from libs.cli.verifying.differences import Difference
from libs.cli.verifying.reading import Verified, verified
from libs.cli.verifying.tables import Compared, compared
from libs.events.contracts.topology import TOPOLOGY
from libs.events.log.address import Broker

SHOWN_MAX: Final = 50
NOT_QUIET: Final = "something was in flight: tables are compared when the platform is quiet"

Compare = Callable[[Verified, Mapping[str, str], Progress], Awaitable[list[Compared]]]
"""Tables with the log, given what the services are told."""


@dataclass(frozen=True, slots=True)
class _Found:
    """Both halves of a verification."""

    log: Verified
    tables: tuple[Compared, ...]
    is_live: bool
    """Writes may go on: what is in flight while they do is no difference."""

    @property
    def in_flight(self) -> tuple[Difference, ...]:
        """What is not finished, and will be."""
        return self.log.pending if self.is_live and self.log.is_moving else ()

    @property
    def differences(self) -> list[Difference]:
        return [
            *self.log.wrong,
            *(() if self.in_flight else self.log.pending),
            *(one for table in self.tables for one in table.differences),
        ]

    @property
    def count(self) -> int:
        """Those that are not listed too."""
        return len(self.differences) + sum(table.unlisted for table in self.tables)

    @property
    def skipped(self) -> dict[str, str]:
        return {table.service: table.skipped for table in self.tables if table.skipped}

    def document(self) -> dict[str, Any]:
        ends = {f"{at.topic}/{at.partition}": end for at, end in sorted(self.log.ends.items())}
        return {
            "agrees": not self.differences,
            "cut": ends,
            "events": self.log.facts,
            "streams": self.log.streams,
            "is_quiet": self.log.is_quiet,
            "table_rows": sum(table.rows for table in self.tables),
            "tables_skipped": self.skipped,
            "in_flight": len(self.in_flight),
            "differences_count": self.count,
            "differences": [one.document() for one in self.differences],
        }


@click.command(cls=Command)
@click.option("--tables/--no-tables", default=True, help="Compare the tables with the log too.")
@click.option("--rebuild", is_flag=True, help="And each view with one that is filled anew.")
@click.option(
    "--patience",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0, 600),
    help="Seconds without a new record after which what is in flight is a difference.",
)
@click.pass_context
def verify(context: click.Context, tables: bool, rebuild: bool, patience: float) -> None:
    """Check the ledger from the topics alone, of all tenants; no service has to run.

    Legs sum to zero, payments and items are conserved, each entry of a statement is booked once,
    cash is what the bank says, versions have no gap or repeat, nothing is in flight; and, when
    the platform is quiet, each table is what the log folds to. Exits 1 on any difference.

    With --rebuild the tables are compared while writes go on, each where it stands, and the
    views too: one is filled anew from offset 0 beside each that is read, and dropped. What is
    in flight is counted then, and a difference only when nothing more is written.

    \b
    relance verify
    relance verify --rebuild
    relance verify --json | jq .differences
    """
    session = session_of(context)
    try:
        compare = _live if rebuild else _quiet if tables else _nothing
        work = _verify(session, compare, patience_s=patience)
        found = run(work, cannot=STACK_FAILURES)
    except NoLog as missing:
        raise Cannot(str(missing)) from missing
    answer(session, found.document(), lambda: _shown(found))
    if found.differences:
        sys.exit(1)


async def checked(session: Session, *, patience_s: float = 10.0) -> dict[str, Any]:
    """What `relance verify` says of a quiet platform, tables and all. Raises NoLog."""
    return (await _verify(session, _quiet, patience_s=patience_s)).document()


async def _verify(session: Session, compare: Compare, *, patience_s: float) -> _Found:
    kafka, postgres = session.stack()
    broker = Broker(kafka)
    with progress() as bar:
        task = bar.add_task("events")
        async with topics_of(broker, tuple(TOPOLOGY.values())) as topics:
            log = await verified(
                topics,
                broker,
                told=lambda done, of: bar.update(task, completed=done, total=of),
                patience_s=patience_s,
            )
        tables = await compare(log, environment(session, kafka, postgres), bar)
    return _Found(log, tuple(tables), is_live=compare is _live)


async def _nothing(_log: Verified, _told: Mapping[str, str], _bar: Progress) -> list[Compared]:
    return []


async def _quiet(log: Verified, told: Mapping[str, str], bar: Progress) -> list[Compared]:
    if not log.is_quiet:
        return [Compared(name, skipped=NOT_QUIET) for name in TOPOLOGY]
    task = bar.add_task("tables", total=len(TOPOLOGY))
    return await compared(told, _partitions(log), lambda _: bar.advance(task))


async def _live(log: Verified, told: Mapping[str, str], bar: Progress) -> list[Compared]:
    task = bar.add_task("tables")

    def show(what: str, done: int, of: int) -> None:
        bar.update(task, description=what, completed=done, total=of)

    return await compared_live(told, _partitions(log), show)


def _partitions(log: Verified) -> int:
    """All topics have the same number of them."""
    events = next(iter(TOPOLOGY.values())).events_topic
    return sum(at.topic == events for at in log.ends)


def _shown(found: _Found) -> RenderableType:
    log, rows = found.log, sum(table.rows for table in found.tables)
    head = f"{log.facts} events of {log.streams} streams read"
    lines = [f"{head}, {rows} rows of tables compared" if rows else head]
    lines += [f"tables of {name} not compared: {why}" for name, why in found.skipped.items()]
    if found.in_flight:
        lines.append(f"{len(found.in_flight)} not finished, while more was being written")
    differences = found.differences
    lines += [one.text() for one in differences[:SHOWN_MAX]]
    if found.count > SHOWN_MAX:
        lines.append(f"… and {found.count - SHOWN_MAX} more")
    lines.append(f"{found.count} differences" if differences else "all agrees, to the cent")
    return Group(*lines)
