"""`relance risk list`, `show`, `override` and `watch`."""

from datetime import datetime
from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.groups import Group
from libs.cli.session import Session, session_of

BANDS: Final = ("A", "B", "C", "D", "E")
COLUMNS: Final = ("band", "late", "days", "watched", "breached", "why", "debtor")


@click.group(cls=Group)
def risk() -> None:
    """How likely and how late debtors pay: A pays in time, E most likely does not."""


@risk.command("list")
@click.option("--band", type=click.Choice(BANDS), help="In one band alone.")
@click.option("--watched", is_flag=True, help="On the watch list alone.")
@click.option("--breached", is_flag=True, help="With a breached limit alone.")
@click.pass_context
def show_all(context: click.Context, band: str | None, watched: bool, breached: bool) -> None:
    """List debtors with their scores.

    \b
    relance risk list --band D
    """
    session = session_of(context)
    wanted = {
        "band": band,
        "watched": "true" if watched else None,
        "breached": "true" if breached else None,
    }
    found = run(_listed(session, wanted))
    answer(session, found, lambda: shown(found))


async def _listed(session: Session, wanted: dict[str, str | None]) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await api.everything("risk", "/v1/debtors", **wanted)


def shown(found: list[dict[str, Any]]) -> RenderableType:
    """Debtors as a table, each with what weighs most."""
    rows = (
        (
            one["band"],
            f"{one['late_percent']} %" if one["late_percent"] is not None else "",
            one["late_days"],
            "yes" if one["is_watched"] else "",
            "yes" if one["is_breached"] else "",
            (one["why"] or [""])[0],
            one["debtor"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="no debtors")


@risk.command()
@click.argument("debtor")
@click.pass_context
def show(context: click.Context, debtor: str) -> None:
    """Show how a debtor is expected to pay, why, and what it owes.

    \b
    relance risk show C15431
    """
    session = session_of(context)
    document = run(_shown(session, debtor))
    answer(session, document, lambda: _text(document))


async def _shown(session: Session, text: str) -> dict[str, Any]:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        found: dict[str, Any] = await api.get("risk", f"/v1/debtors/{debtor}")
        return found


def _text(document: dict[str, Any]) -> RenderableType:
    is_scored = document["late_percent"] is not None
    head = {
        "debtor": document["debtor"],
        "band": document["band"] or "none yet",
        "more than 30 days late": f"{document['late_percent']} % likely" if is_scored else "",
        "expected": f"{document['late_days']} days late" if is_scored else "",
        "why": "\n".join(document["why"]),
        "watched": "yes" if document["is_watched"] else "",
    }
    owed = (
        (one["not_due"], one["overdue"], one["disputed"], one["total"])
        for one in document["exposures"]
    )
    happened = ((one["at"][:19], one["said"]) for one in document["timeline"])
    return Lines(
        facts(head),
        table(("not due", "overdue", "disputed", "in all"), owed, empty="nothing open"),
        table(("at", "what"), happened, empty="nothing happened"),
    )


@risk.command()
@click.argument("debtor")
@click.option("--band", required=True, type=click.Choice(BANDS), help="Which band holds.")
@click.option("--until", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Its last day.")
@click.option("--reason", required=True, help="Why, for whoever looks next.")
@click.pass_context
def override(context: click.Context, debtor: str, band: str, until: datetime, reason: str) -> None:
    """Say which band holds until the end of a day, whatever the score.

    \b
    relance risk override C15431 --band B --until 2026-06-30 --reason "a guarantee is there"
    """
    body = {"band": band, "until_on": until.date().isoformat(), "reason": reason}
    _say(context, debtor, "/v1/overrides", body)


@risk.command()
@click.argument("debtor")
@click.option("--reason", required=True, help="Why, for whoever looks next.")
@click.pass_context
def watch(context: click.Context, debtor: str, reason: str) -> None:
    """Put a debtor on the watch list: nothing is shipped before a person has looked.

    \b
    relance risk watch C15431 --reason "two suppliers stopped"
    """
    _say(context, debtor, "/v1/watches", {"reason": reason})


def _say(context: click.Context, debtor: str, place: str, body: dict[str, str]) -> None:
    session = session_of(context)
    document = run(_said(session, debtor, place, body))
    answer(session, document, lambda: facts(document) if document else "done")


async def _said(session: Session, text: str, place: str, body: dict[str, str]) -> Any:
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        return await api.post("risk", place, {**body, "debtor": debtor})
