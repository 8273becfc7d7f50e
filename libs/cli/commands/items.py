"""`relance items`."""

from typing import Any, Final

import click

from libs.cli.answering import answer, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Command
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = ("number", "due_on", "amount", "open", "state", "item", "debtor")


@click.command(cls=Command)
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--number", help="With this document number.")
@click.option(
    "--state",
    type=click.Choice(["open", "settled", "cancelled", "suspected", "all"]),
    default="open",
    show_default=True,
)
@click.pass_context
def items(context: click.Context, /, **wanted: str | None) -> None:
    """List open positions by due date.

    \b
    relance items --debtor C15431
    relance items --state all --number F-17
    """
    session = session_of(context)
    found = run(_found(session, wanted))
    rows = ([_cell(one, column) for column in COLUMNS] for one in found)
    answer(session, found, lambda: table(COLUMNS, rows, empty="no such items"))


async def _found(session: Session, wanted: dict[str, str | None]) -> list[Any]:
    state, creditor, debtor = wanted["state"], wanted["creditor"], wanted["debtor"]
    async with Api(session) as api:
        return await api.everything(
            "matching",
            "/v1/items",
            creditor=(await creditor_named(api, creditor))["creditor"] if creditor else None,
            debtor=await debtor_named(api, debtor) if debtor else None,
            number=wanted["number"],
            state=None if state == "all" else state,
        )


def _cell(one: dict[str, Any], column: str) -> Any:
    return _state(one) if column == "state" else one[column]


def _state(one: dict[str, Any]) -> str:
    """As a person reads it."""
    if one["cancelled_at"]:
        return "cancelled"
    if one["open"].startswith("0.00 ") or one["open"].startswith("0 "):
        return "settled"
    return "suspected" if one["suspected_by"] else "open"
