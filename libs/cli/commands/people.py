"""`relance people list`, `show`, `put` and `remove`."""

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api, Call
from libs.cli.groups import Group
from libs.cli.session import Session, session_of

COLUMNS: Final = ("person", "name", "e-mail", "language", "zone", "digest", "of whose debtors")
MAILED: Final = ("noted_at", "kind", "status", "reason", "message")


@click.group(cls=Group)
def people() -> None:
    """The creditor's own people, who are mailed what is assigned to them and what waits."""


@people.command("list")
@click.pass_context
def show_all(context: click.Context) -> None:
    """List them.

    \b
    relance people list
    """
    session = session_of(context)
    found = run(_all(session))
    answer(session, found, lambda: shown(found))


async def _all(session: Session) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await api.everything("notifications", "/v1/people")


def shown(found: Sequence[dict[str, Any]]) -> RenderableType:
    """People as a table; who was erased has no name."""
    rows = (
        (
            one["person"] or "erased",
            one["name"] or "",
            one["email"] or "",
            one["language"],
            one["zone"],
            "daily" if one["digest"] else "none",
            one["sees"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="nobody; `relance people put` names somebody")


@people.command()
@click.argument("person")
@click.pass_context
def show(context: click.Context, person: str) -> None:
    """Show somebody, with what they were mailed.

    \b
    relance people show sofie
    """
    session = session_of(context)
    document = run(_asked(session, Call("GET", "notifications", _place(person))))
    answer(session, document, lambda: _told(document))


def _told(document: dict[str, Any]) -> RenderableType:
    mails = document["mails"]
    head = {name: value for name, value in document.items() if name != "mails"}
    rows = ([one[name] or "" for name in MAILED] for one in mails)
    return Lines(facts(head), table(MAILED, rows, empty="no mail yet"))


@people.command()
@click.argument("person")
@click.option("--name", required=True, help="As they are greeted.")
@click.option("--email", required=True, help="Where they are mailed.")
@click.option("--zone", required=True, help="IANA; one of the creditors', whose days count.")
@click.option("--language", default="en", show_default=True)
@click.option("--digest/--no-digest", default=True, show_default=True, help="A mail each day.")
@click.option("--sees", type=click.Choice(["portfolio", "all"]), default="portfolio")
@click.pass_context
def put(context: click.Context, /, person: str, **said: Any) -> None:
    """Say who somebody is; PERSON is the name by which they log in.

    \b
    relance people put sofie --name "Sofie Claes" --email sofie@bakker.example --zone Europe/Paris
    """
    _do(context, Call("PUT", "notifications", _place(person), body=said))


@people.command()
@click.argument("person")
@click.pass_context
def remove(context: click.Context, person: str) -> None:
    """Mail somebody nothing more.

    \b
    relance people remove sofie
    """
    _do(context, Call("DELETE", "notifications", _place(person)))


def _do(context: click.Context, call: Call) -> None:
    session = session_of(context)
    document = run(_asked(session, call))
    answer(session, document, lambda: "done" if document["events"] else "it was so before")


async def _asked(session: Session, call: Call) -> Any:
    async with Api(session) as api:
        return await api.ask(call)


def _place(person: str) -> str:
    return f"/v1/people/{quote(person, safe='')}"
