"""`relance limits list`, `request`, `grant`, `refuse`, `end` and `check`."""

from datetime import datetime
from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Group
from libs.cli.listing import listed
from libs.cli.session import Session, session_of

COLUMNS: Final = ("amount", "asked", "state", "through", "breached", "by", "debtor", "limit")
STATES: Final = ("requested", "granted", "refused", "ended", "all")


@click.group(cls=Group)
def limits() -> None:
    """Credit limits: asked for, granted or refused; and whether an order may be shipped."""


@limits.command("list")
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--state", type=click.Choice(STATES), default="all", show_default=True)
@click.pass_context
def show_all(context: click.Context, debtor: str | None, state: str) -> None:
    """List limits and requests.

    \b
    relance limits list --state requested
    """
    session = session_of(context)
    found = listed(session, "risk", "/v1/limits", debtor, state)
    answer(session, found, lambda: shown(found))


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Limits as a table."""
    rows = (
        (
            one["amount"],
            one["requested"],
            one["state"],
            one["expires_on"],
            "yes" if one["is_breached"] else "",
            one["granted_by"] or one["refused_by"] or one["requested_by"],
            one["debtor"],
            one["limit"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no limits")


@limits.command()
@click.argument("debtor")
@click.argument("amount")
@click.option("--reason", required=True, help="Why, for whoever decides.")
@click.pass_context
def request(context: click.Context, debtor: str, amount: str, reason: str) -> None:
    """Ask for credit for a debtor; a person grants or refuses it.

    \b
    relance limits request C15431 "5000.00 EUR" --reason "a large order is coming"
    """
    session = session_of(context)
    document = run(_requested(session, debtor, {"amount": amount, "reason": reason}))
    answer(session, document, lambda: facts(document))


async def _requested(session: Session, text: str, body: dict[str, str]) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        return await api.post("risk", "/v1/limits", {**body, "debtor": debtor})


@limits.command()
@click.argument("limit")
@click.option("--through", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--amount", help="Another than was asked for.")
@click.pass_context
def grant(context: click.Context, limit: str, through: datetime, amount: str | None) -> None:
    """Grant what was asked for, or another amount, through a day.

    \b
    relance limits grant LIMIT --through 2026-12-31
    """
    body = {"expires_on": through.date().isoformat()} | ({"amount": amount} if amount else {})
    _decide(context, limit, "grant", body)


@limits.command()
@click.argument("limit")
@click.option("--reason", required=True, help="Why, for whoever asked.")
@click.pass_context
def refuse(context: click.Context, limit: str, reason: str) -> None:
    """Refuse what was asked for; a limit from before stays.

    \b
    relance limits refuse LIMIT --reason "too new"
    """
    _decide(context, limit, "refuse", {"reason": reason})


@limits.command()
@click.argument("limit")
@click.pass_context
def end(context: click.Context, limit: str) -> None:
    """End a limit before its day.

    \b
    relance limits end LIMIT
    """
    _decide(context, limit, "end", {})


def _decide(context: click.Context, limit: str, act: str, body: dict[str, str]) -> None:
    session = session_of(context)
    document = run(_decided(session, limit, act, body))
    answer(session, document, lambda: facts(document) if document else act)


async def _decided(session: Session, limit: str, act: str, body: dict[str, str]) -> Any:
    async with Api(session) as api:
        return await api.post("risk", f"/v1/limits/{limit}/{act}", body)


@limits.command()
@click.argument("debtor")
@click.argument("amount")
@click.pass_context
def check(context: click.Context, debtor: str, amount: str) -> None:
    """May an order of a debtor be shipped? Yes or no, with reasons.

    \b
    relance limits check C15431 "800.00 EUR"
    """
    session = session_of(context)
    document = run(_checked(session, debtor, amount))
    answer(session, document, lambda: _told(document))


async def _checked(session: Session, text: str, amount: str) -> dict[str, Any]:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        found: dict[str, Any] = await api.get(
            "risk", f"/v1/debtors/{debtor}/order-check", amount=amount
        )
        return found


def _told(document: dict[str, Any]) -> RenderableType:
    head = {
        "may ship": "yes" if document["may_ship"] else "no",
        "owed": document["exposure"]["total"],
        "limit": document["limit"],
        "left": document["headroom"],
    }
    return Lines(*(one["sentence"] for one in document["reasons"]), facts(head))
