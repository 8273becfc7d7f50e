"""`python -m bench`: one table of what is measured; with a name, that row or study alone."""

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final

import click
import structlog

from bench import answer, barrier, decide, fold, hot, idle, memory, takeover, withdrawal
from bench.bulk import main as bulk
from bench.chase import main as chase
from bench.chase import rows as day_rows
from bench.codec import main as codec
from bench.console import main as console
from bench.machine import described
from bench.rebuild import main as rebuild
from bench.rebuild import rows as rebuild_rows
from bench.table import Row, as_markdown
from bench.volume import main as volume

Rows = Callable[[], list[Row]]

QUICK: Final[dict[str, Rows]] = {
    "fold": fold.rows,
    "decide": decide.rows,
    "answer": answer.rows,
    "barrier": barrier.rows,
    "withdrawal": withdrawal.rows,
    "takeover": takeover.rows,
    "idle": idle.rows,
}
LONG: Final[dict[str, Rows]] = {
    "memory": memory.rows,
    "hot": hot.rows,
    "day": day_rows,
    "rebuild": rebuild_rows,
}
"""Measured with `--all`, or alone."""


@click.group(invoke_without_command=True)
@click.option("--all", "with_long", is_flag=True, help="Also what takes longer than some minutes.")
@click.pass_context
def main(context: click.Context, with_long: bool) -> None:
    """What is measured, as one table; a name measures that row alone."""
    errors_only = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=errors_only)
    if context.invoked_subcommand is None:
        _show([*QUICK, *(LONG if with_long else ())])


def _show(names: Sequence[str]) -> None:
    """Each row as soon as it is there on stderr, all of them on stdout at the end."""
    found: list[Row] = []
    for name in names:
        rows = {**QUICK, **LONG}[name]()
        for row in rows:
            click.echo(f"{name}: {row.measured}", err=True)
        found += rows
    click.echo(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {described()}\n")
    click.echo(as_markdown(found))


def _row(name: str) -> click.Command:
    return click.Command(
        name, callback=lambda: _show([name]), help=f"The row `{name}` of the table alone."
    )


for _name in sorted({**QUICK, **LONG}):
    main.add_command(_row(_name))
main.add_command(bulk, "bulk")
main.add_command(chase, "chase")
main.add_command(codec, "codec")
main.add_command(console, "console")
main.add_command(rebuild, "rebuilding")
main.add_command(volume, "volume")

if __name__ == "__main__":
    main(prog_name="python -m bench")
