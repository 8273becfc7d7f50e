"""`relance day show` and `advance`."""

from datetime import datetime
from typing import Any

import click

from libs.cli.answering import answer, counted, run, table
from libs.cli.calling import Api
from libs.cli.groups import Group
from libs.cli.session import Session, session_of


@click.group(cls=Group)
def day() -> None:
    """Which day it is for the tenant: by the clock in each zone, or as it is played."""


@day.command()
@click.pass_context
def show(context: click.Context) -> None:
    """Say which day it is.

    \b
    relance day show
    """
    session = session_of(context)
    found = run(_shown(session))
    said = "played by command" if found["played"] else "by the clock"
    rows = [(zone["zone"], zone["day_on"], said) for zone in found["zones"]]
    empty = f"{found['day_on'] or 'no day yet'}, {said}"
    answer(session, found, lambda: table(("zone", "day", "by"), rows, empty=empty))


async def _shown(session: Session) -> Any:
    async with Api(session) as api:
        return await api.get("calendar", "/v1/days")


@day.command()
@click.option("--to", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day it is then.")
@click.pass_context
def advance(context: click.Context, to: datetime) -> None:
    """Play days, up to and with one; the tenant ignores the clock from then on.

    \b
    relance day advance --to 2026-03-31
    """
    session = session_of(context)
    document = run(_advanced(session, to.date().isoformat()))
    begun = f"{counted(document['days_count'], 'day', 'days')} began; it is {document['day_on']}"
    answer(session, document, lambda: begun)


async def _advanced(session: Session, to: str) -> Any:
    async with Api(session) as api:
        return await api.post("calendar", "/v1/days/advance", {"to": to})
