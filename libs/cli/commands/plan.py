"""`relance plan add`, `list`, `agree` and `end`."""

from datetime import date
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

COLUMNS: Final = ("drawn up", "total", "whom", "for", "instalments", "state", "plan")
STATES: Final = ("proposed", "agreed", "kept", "broken", "ended", "all")


class Instalment(click.ParamType[tuple[str, str]]):
    """`2026-03-20=40.00` or `2026-03-20=40.00 EUR`: the day by which, and how much."""

    name = "DAY=AMOUNT"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        day, sign, amount = str(value).partition("=")
        try:
            due_on = date.fromisoformat(day.strip())
        except ValueError:
            self.fail(f"{value!r}: write it as 2026-03-20=40.00", param, ctx)
        if not sign or not amount.strip():
            self.fail(f"{value!r}: write it as 2026-03-20=40.00", param, ctx)
        return due_on.isoformat(), amount.strip()


@click.group(cls=Group)
def plan() -> None:
    """Plans of instalments: their items are left alone as long as each is kept."""


@plan.command()
@click.argument("debtor")
@click.option(
    "--instalment",
    "instalments",
    multiple=True,
    required=True,
    type=Instalment(),
    help="One after another; together what is open of the items.",
)
@click.option("--item", "items", multiple=True, metavar="ITEM", help="An item, by id or number.")
@click.pass_context
def add(
    context: click.Context,
    debtor: str,
    instalments: tuple[tuple[str, str], ...],
    items: tuple[str, ...],
) -> None:
    """Draw a plan up; it holds nothing before the debtor has agreed to it.

    \b
    relance plan add C15431 --instalment 2026-03-20=40.00 --instalment 2026-04-20=40.00
    """
    session = session_of(context)
    document = run(_added(session, debtor, instalments, items))
    answer(session, document, lambda: facts(document))


async def _added(
    session: Session,
    text: str,
    instalments: tuple[tuple[str, str], ...],
    items: tuple[str, ...],
) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        found = await items_named(api, debtor, items)
        whole = found or await api.everything("dunning", "/v1/cases", debtor=debtor)
        currencies = currencies_of(whole)
        body = {
            "debtor": debtor,
            "items": [one["item"] for one in found],
            "instalments": [
                {"due_on": due_on, "amount": amount_written(amount, currencies)}
                for due_on, amount in instalments
            ],
        }
        return await api.post("dunning", "/v1/plans", body)


@plan.command("list")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--state", type=click.Choice(STATES), default="all", show_default=True)
@click.pass_context
def show_all(context: click.Context, debtor: str | None, state: str) -> None:
    """List plans.

    \b
    relance plan list --state broken
    """
    session = session_of(context)
    found = listed(session, "dunning", "/v1/plans", debtor, state)
    answer(session, found, lambda: shown(found))


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Plans as a table, each with how many of its instalments were kept."""
    rows = (
        (
            one["proposed_on"],
            one["total"],
            one["debtor_name"] or "erased",
            ", ".join(one["numbers"] or []),
            f"{one['kept_count'] or 0} of {len(one['instalments'])} kept",
            one["state"],
            one["plan"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no plans")


@plan.command()
@click.argument("plan")
@click.pass_context
def agree(context: click.Context, plan: str) -> None:
    """Note that the debtor agreed: from now on its items are left alone.

    \b
    relance plan agree PLAN
    """
    _say(context, f"/v1/plans/{plan}/agree")


@plan.command()
@click.argument("plan")
@click.pass_context
def end(context: click.Context, plan: str) -> None:
    """Say that a plan counts no more: its items are asked for again.

    \b
    relance plan end PLAN
    """
    _say(context, f"/v1/plans/{plan}/end")


def _say(context: click.Context, path: str) -> None:
    session = session_of(context)
    document = run(_said(session, path))
    answer(session, document, lambda: facts(document))


async def _said(session: Session, path: str) -> Any:
    async with Api(session) as api:
        return await api.post("dunning", path, {})
