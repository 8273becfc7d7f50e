"""`relance simulate`."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from libs.cli.answering import answer, progress
from libs.cli.failing import Cannot
from libs.cli.groups import Command
from libs.cli.session import session_of
from libs.simulator.economy import Economy, live
from libs.simulator.write import FolderIsInUse, write

STARTS_ON: Final = date(2026, 1, 5)


@click.command(cls=Command)
@click.option("--seed", required=True, type=int, help="Another seed is another life.")
@click.option("--invoices", default=200, show_default=True, type=click.IntRange(min=1))
@click.option("--debtors", type=click.IntRange(min=1), help="A fifth of the invoices unless said.")
@click.option("--bank-entries", type=click.IntRange(min=1), help="Five for four invoices.")
@click.option("--starts-on", type=click.DateTime(["%Y-%m-%d"]), default=str(STARTS_ON))
@click.option("--months", default=3, show_default=True, type=click.IntRange(1, 24))
@click.option("--careless", is_flag=True, help="Bank files twice, overlapping, out of order.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def simulate(context: click.Context, /, out: Path, careless: bool, **life: Any) -> None:
    """Write a life into a folder: invoices, bank files, and the truth about them.

    \b
    relance simulate --seed 7 --invoices 200 --out life
    relance import invoices life/invoices --creditor … ; relance import bank life/bank …
    """
    session = session_of(context)
    starts_on: datetime = life.pop("starts_on")
    try:
        economy = live(**life, starts_on=starts_on.date())
        with progress() as bar:
            task = bar.add_task("files")
            write(
                economy,
                out,
                careless=careless,
                progress=lambda done, of: bar.update(task, completed=done, total=of),
            )
    except FolderIsInUse as refusal:
        raise Cannot(str(refusal)) from refusal
    except ValueError as mistake:
        raise click.UsageError(str(mistake)) from mistake
    document = told(economy, out)
    answer(session, document, lambda: _line(document))


def told(economy: Economy, out: Path) -> dict[str, Any]:
    """What a life has."""
    return {
        "out": str(out),
        "seed": economy.seed,
        "creditor": economy.creditor.name,
        "debtors": len(economy.debtors),
        "invoices": len(economy.invoices),
        "credit_notes": len(economy.credit_notes),
        "bank_entries": sum(len(statement.entries) for statement in economy.statements),
        "truth": str(out / "truth.json"),
    }


def _line(life: dict[str, Any]) -> str:
    return (
        f"{life['out']}: {life['invoices']} invoices and {life['credit_notes']} credit notes of "
        f"{life['debtors']} debtors to {life['creditor']}, {life['bank_entries']} bank entries, "
        "truth.json"
    )
