"""`relance tasks list` and `done`."""

from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.groups import Group
from libs.cli.listing import listed
from libs.cli.session import Session, session_of

COLUMNS: Final = ("since", "what", "whom", "about", "state", "task")


@click.group(cls=Group)
def tasks() -> None:
    """What a person has to look at, because no rule can."""


@tasks.command("list")
@click.option("--debtor", metavar="DEBTOR", help="About one debtor; id or customer number.")
@click.option("--state", type=click.Choice(["open", "done", "all"]), default="open")
@click.pass_context
def show_all(context: click.Context, debtor: str | None, state: str) -> None:
    """List tasks, the oldest first.

    \b
    relance tasks list
    """
    session = session_of(context)
    found = listed(session, "dunning", "/v1/tasks", debtor, state)
    answer(session, found, lambda: shown(found))


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Tasks as a table; `about` is an item's number, or the id of what it is about."""
    rows = (
        (
            one["opened_on"] or one["opened_at"][:10],
            one["kind"].replace("_", " "),
            one["debtor_name"] or "erased",
            one["number"] or ("" if one["about"] == one["debtor"] else one["about"]),
            f"done by {one['done_by'] or 'itself'}" if one["state"] == "done" else one["state"],
            one["task"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no tasks")


@tasks.command()
@click.argument("task")
@click.pass_context
def done(context: click.Context, task: str) -> None:
    """Say that a task is out of the way.

    \b
    relance tasks done TASK
    """
    session = session_of(context)
    document = run(_done(session, task))
    answer(session, document, lambda: facts(document) if document else "done")


async def _done(session: Session, task: str) -> Any:
    async with Api(session) as api:
        return await api.post("dunning", f"/v1/tasks/{task}/done", {})
