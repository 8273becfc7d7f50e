"""`relance note add`, `list`, and `paid`: what is written down, and what a debtor says is paid."""

from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.chasing import items_named
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Group
from libs.cli.session import Session, session_of

COLUMNS: Final = ("at", "whom", "by", "text")


@click.group(cls=Group)
def note() -> None:
    """What somebody wrote down about a debtor, and what a debtor says is paid already."""


@note.command()
@click.argument("debtor")
@click.argument("text")
@click.pass_context
def add(context: click.Context, debtor: str, text: str) -> None:
    """Write something down; it is encrypted on the log and shown at the next call.

    \b
    relance note add C15431 "Ask for An in the afternoon"
    """
    session = session_of(context)
    document = run(_posted(session, "/v1/notes", debtor, text=text))
    answer(session, document, lambda: facts(document))


@note.command()
@click.argument("debtor")
@click.argument("item")
@click.pass_context
def paid(context: click.Context, debtor: str, item: str) -> None:
    """Note that a debtor says an item, by id or number, is paid: it is held, with a task.

    \b
    relance note paid C15431 F-17
    """
    session = session_of(context)
    document = run(_posted(session, "/v1/paid-claims", debtor, item=item))
    answer(session, document, lambda: facts(document))


async def _posted(session: Session, path: str, whom: str, **said: str) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, whom)
        if "item" in said:
            (found,) = await items_named(api, debtor, [said["item"]])
            said["item"] = found["item"]
        return await api.post("dunning", path, {**said, "debtor": debtor})


@note.command("list")
@click.option("--debtor", metavar="DEBTOR", help="About one debtor; id or customer number.")
@click.pass_context
def show_all(context: click.Context, debtor: str | None) -> None:
    """List notes, the oldest first.

    \b
    relance note list --debtor C15431
    """
    session = session_of(context)
    found = run(_listed(session, debtor))
    answer(session, found, lambda: shown(found))


async def _listed(session: Session, debtor: str | None) -> list[dict[str, Any]]:
    async with Api(session) as api:
        of = await debtor_named(api, debtor) if debtor else None
        return await api.everything("dunning", "/v1/notes", debtor=of)


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Notes as a table."""
    rows = (
        (
            one["noted_on"] or one["noted_at"][:10],
            one["debtor_name"] or "erased",
            one["noted_by"],
            one["text"] or "erased",
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no notes")
