"""`relance pause add`, `end` and `list`."""

from datetime import datetime
from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Group
from libs.cli.session import Session, session_of

COLUMNS: Final = ("until", "whom", "reason", "by", "state", "debtor")


@click.group(cls=Group)
def pause() -> None:
    """Pauses: nothing at all is asked of a debtor until one ends."""


@pause.command()
@click.argument("debtor")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--reason", required=True, help="Why, for whoever looks next.")
@click.pass_context
def add(context: click.Context, debtor: str, until: datetime, reason: str) -> None:
    """Ask nothing of a debtor until the end of a day; a second pause replaces the first.

    \b
    relance pause add C15431 --until 2026-04-01 --reason "flooded"
    """
    session = session_of(context)
    body = {"until_on": until.date().isoformat(), "reason": reason}
    document = run(_added(session, debtor, body))
    answer(session, document, lambda: facts(document) if document else "paused")


async def _added(session: Session, text: str, body: dict[str, str]) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        return await api.post("dunning", "/v1/pauses", {**body, "debtor": debtor})


@pause.command()
@click.argument("debtor")
@click.pass_context
def end(context: click.Context, debtor: str) -> None:
    """End a debtor's pause now.

    \b
    relance pause end C15431
    """
    session = session_of(context)
    document = run(_ended(session, debtor))
    answer(session, document, lambda: facts(document) if document else "ended")


async def _ended(session: Session, text: str) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        return await api.post("dunning", f"/v1/pauses/{debtor}/resume", {})


@pause.command("list")
@click.pass_context
def show_all(context: click.Context) -> None:
    """List the last pause of each debtor that was not ended by a person.

    \b
    relance pause list
    """
    session = session_of(context)
    found = run(_listed(session))
    answer(session, found, lambda: shown(found))


async def _listed(session: Session) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await api.everything("dunning", "/v1/pauses", state="paused")


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Pauses as a table."""
    rows = (
        (
            one["until_on"],
            one["debtor_name"] or "erased",
            one["reason"],
            one["paused_by"],
            one["state"],
            one["debtor"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="nobody is paused")
