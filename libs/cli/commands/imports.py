"""`relance import invoices` and `relance import bank`."""

import sys
from pathlib import Path

import click

from libs.cli.answering import answer, progress, run
from libs.cli.calling import LONG_PATIENCE_S, Api
from libs.cli.groups import Group
from libs.cli.importing.bank import import_bank
from libs.cli.importing.files import Found, files_at
from libs.cli.importing.invoices import import_invoices
from libs.cli.importing.report import Report
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

paths_given = click.argument(
    "paths",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH…",
)
creditor_given = click.option(
    "--creditor", required=True, metavar="CREDITOR", help="Whose they are: id or name."
)


@click.group("import", cls=Group)
def group() -> None:
    """Read files and folders into the ledger; each is reported with what became of it.

    Exits 1 when something was rejected or contradicts what is recorded; what was accepted stays.
    """


@group.command()
@paths_given
@creditor_given
@click.pass_context
def invoices(context: click.Context, paths: tuple[Path, ...], creditor: str) -> None:
    """Import UBL 2.1 invoices and credit notes; of folders, all .xml below them.

    \b
    relance import invoices ./invoices --creditor "De Bakker BV"
    relance import invoices F-17.xml F-18.xml --creditor "De Bakker BV" --json
    """
    session = session_of(context)
    found = files_at(paths)
    _answered(session, found, run(_invoices(session, found, creditor)))


async def _invoices(session: Session, found: Found, creditor: str) -> Report:
    async with Api(session, patience_s=LONG_PATIENCE_S) as api:
        known = await creditor_named(api, creditor)
        with progress() as bar:
            task = bar.add_task("invoices", total=len(found.files))
            return await import_invoices(
                api, known["creditor"], found.files, done=lambda count: bar.advance(task, count)
            )


@group.command()
@paths_given
@creditor_given
@click.option("--add-accounts", is_flag=True, help="Name accounts that the creditor lacks.")
@click.pass_context
def bank(
    context: click.Context, paths: tuple[Path, ...], creditor: str, add_accounts: bool
) -> None:
    """Import camt.053 statements, sorted by account and opening day; of folders, all .xml.

    \b
    relance import bank ./bank --creditor "De Bakker BV" --add-accounts
    """
    session = session_of(context)
    found = files_at(paths)
    report = run(_bank(session, found, creditor, add_accounts=add_accounts))
    _answered(session, found, report)


async def _bank(session: Session, found: Found, creditor: str, *, add_accounts: bool) -> Report:
    async with Api(session, patience_s=LONG_PATIENCE_S) as api:
        known = await creditor_named(api, creditor)
        with progress() as bar:
            task = bar.add_task("bank files", total=len(found.files))
            return await import_bank(
                api,
                known,
                found.files,
                add_accounts=add_accounts,
                done=lambda count: bar.advance(task, count),
            )


def _answered(session: Session, found: Found, report: Report) -> None:
    told = Report(report.lines, found.passed_over)
    answer(session, told.document(), told.text)
    if not told.is_clean:
        sys.exit(1)
