"""`relance promise add`, `list` and `take-back`."""

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

COLUMNS: Final = ("pay by", "amount", "whom", "for", "state", "missing", "promise")
STATES: Final = ("open", "kept", "broken", "ended", "all")


@click.group(cls=Group)
def promise() -> None:
    """Promises to pay: their items are left alone until the ledger has judged them."""


@promise.command()
@click.argument("debtor")
@click.option("--by", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Paid on this day.")
@click.option("--item", "items", multiple=True, metavar="ITEM", help="An item, by id or number.")
@click.option("--amount", help="A part of it; else all that is open.")
@click.pass_context
def add(
    context: click.Context, debtor: str, by: datetime, items: tuple[str, ...], amount: str | None
) -> None:
    """Note that a debtor promised to pay; without items, all that is open.

    \b
    relance promise add C15431 --by 2026-03-20 --item F-17 --amount 48.00
    """
    session = session_of(context)
    document = run(_added(session, debtor, by.date().isoformat(), items, amount))
    answer(session, document, lambda: facts(document))


async def _added(
    session: Session, text: str, by: str, items: tuple[str, ...], amount: str | None
) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        found = await items_named(api, debtor, items)
        body: dict[str, Any] = {"debtor": debtor, "pay_by_on": by}
        body["items"] = [one["item"] for one in found]
        if amount is not None:
            whole = found or await api.everything("dunning", "/v1/cases", debtor=debtor)
            body["amount"] = amount_written(amount, currencies_of(whole))
        return await api.post("dunning", "/v1/promises", body)


@promise.command("list")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True)
@click.pass_context
def show_all(context: click.Context, debtor: str | None, state: str) -> None:
    """List promises, the earliest to pay first.

    \b
    relance promise list --state broken
    """
    session = session_of(context)
    found = listed(session, "dunning", "/v1/promises", debtor, state)
    answer(session, found, lambda: shown(found))


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Promises as a table."""
    rows = (
        (
            one["pay_by_on"],
            one["amount"],
            one["debtor_name"] or "erased",
            ", ".join(one["numbers"] or []),
            one["state"],
            one["missing"] if one["state"] == "broken" else "",
            one["promise"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no promises")


@promise.command("take-back")
@click.argument("promise")
@click.pass_context
def take_back(context: click.Context, promise: str) -> None:
    """Say that a promise does not count, e.g. noted by mistake.

    \b
    relance promise take-back PROMISE
    """
    session = session_of(context)
    document = run(_taken_back(session, promise))
    answer(session, document, lambda: facts(document))


async def _taken_back(session: Session, promise: str) -> Any:
    async with Api(session) as api:
        return await api.post("dunning", f"/v1/promises/{promise}/take-back", {})
