"""`relance dispute add`, `list` and `resolve`."""

from datetime import datetime
from typing import Any, Final

import click
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.chasing import amount_written, currencies_of, items_named
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Group
from libs.cli.listing import listed
from libs.cli.session import Session, session_of

COLUMNS: Final = ("opened", "whom", "item", "amount", "reason", "owner", "state", "dispute")
REASONS: Final = (
    "not_received",
    "damaged",
    "wrong_price",
    "wrong_quantity",
    "not_ordered",
    "other",
)


@click.group(cls=Group)
def dispute() -> None:
    """Disputes: the item, or a part of it, is not asked for until one is resolved."""


@dispute.command()
@click.argument("debtor")
@click.argument("item")
@click.option("--reason", required=True, type=click.Choice(REASONS))
@click.option("--amount", help="The part that is contested; else the whole item.")
@click.option("--owner", default="", help="Who looks after it; else who says it.")
@click.option("--due", type=click.DateTime(["%Y-%m-%d"]), help="By when; later there is a task.")
@click.option("--text", default="", help="What the debtor says.")
@click.pass_context
def add(
    context: click.Context, /, debtor: str, item: str, due: datetime | None, **said: str | None
) -> None:
    """Note that a debtor contests an item, by id or number, or a part of its amount.

    \b
    relance dispute add C15431 F-17 --reason wrong_price --amount 8.00
    """
    session = session_of(context)
    body = {name: value for name, value in said.items() if value}
    if due is not None:
        body["due_on"] = due.date().isoformat()
    document = run(_added(session, debtor, item, body))
    answer(session, document, lambda: facts(document))


async def _added(session: Session, text: str, item: str, said: dict[str, str]) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        found = await items_named(api, debtor, [item])
        body = {**said, "debtor": debtor, "item": found[0]["item"]}
        if "amount" in body:
            body["amount"] = amount_written(body["amount"], currencies_of(found))
        return await api.post("dunning", "/v1/disputes", body)


@dispute.command("list")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--state", type=click.Choice(["open", "resolved", "all"]), default="open")
@click.pass_context
def show_all(context: click.Context, debtor: str | None, state: str) -> None:
    """List disputes, the oldest first.

    \b
    relance dispute list
    """
    session = session_of(context)
    found = listed(session, "dunning", "/v1/disputes", debtor, state)
    answer(session, found, lambda: shown(found))


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Disputes as a table; one without an amount is of the whole item."""
    rows = (
        (
            one["opened_on"],
            one["debtor_name"] or "erased",
            one["number"],
            one["amount"] or "all of it",
            one["reason"].replace("_", " "),
            one["owner"],
            (one["resolution"] or one["state"]).replace("_", " "),
            one["dispute"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no disputes")


@dispute.command()
@click.argument("dispute")
@click.argument("resolution", type=click.Choice(["valid", "credit_note_expected", "refused"]))
@click.pass_context
def resolve(context: click.Context, dispute: str, resolution: str) -> None:
    """Say what came of a dispute; `refused`: the item is asked for again.

    \b
    relance dispute resolve DISPUTE refused
    """
    session = session_of(context)
    document = run(_resolved(session, dispute, resolution))
    answer(session, document, lambda: facts(document))


async def _resolved(session: Session, dispute: str, resolution: str) -> Any:
    async with Api(session) as api:
        body = {"resolution": resolution}
        return await api.post("dunning", f"/v1/disputes/{dispute}/resolve", body)
