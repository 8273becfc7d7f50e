"""`relance payments`."""

from collections.abc import Iterable
from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, run, table
from libs.cli.calling import Api
from libs.cli.groups import Command
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = ("booked", "amount", "free", "outcome", "payment", "why")
OUTCOMES: Final = (
    "received",
    "applied",
    "suggested",
    "unidentified",
    "returned",
    "assigned",
    "waiting",
    "unassigned",
)


@click.command(cls=Command)
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--outcome", type=click.Choice(OUTCOMES), help="With this outcome alone.")
@click.option("--statement", metavar="ID", help="Of one statement.")
@click.pass_context
def payments(
    context: click.Context, creditor: str | None, outcome: str | None, statement: str | None
) -> None:
    """List payments by booking day, each with why it was applied or not.

    \b
    relance payments --outcome suggested
    relance payment show PAYMENT
    """
    session = session_of(context)
    found = run(_found(session, creditor, outcome, statement))
    answer(session, found, lambda: shown(found))


async def _found(
    session: Session, creditor: str | None, outcome: str | None, statement: str | None
) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await api.everything(
            "matching",
            "/v1/payments",
            creditor=(await creditor_named(api, creditor))["creditor"] if creditor else None,
            outcome=outcome,
            statement=statement,
        )


def shown(found: Iterable[dict[str, Any]]) -> RenderableType:
    """Payments as a table."""
    rows = (
        (
            one["booked_on"],
            one["amount"],
            one["free"],
            one["outcome"],
            one["payment"],
            one["why"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no such payments")
