"""`relance review`: what leaves today is looked at by people, where a creditor wants that."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, counted, facts, run, table
from libs.cli.calling import Api
from libs.cli.chasing import items_named
from libs.cli.commands.demands import shown as demands_shown
from libs.cli.groups import Group
from libs.cli.listing import listed
from libs.cli.naming import creditor_named
from libs.cli.session import Session, session_of

APPROVED_AT_ONCE_MAX: Final = 500
"""As many as one request may name."""
COLUMNS: Final = ("withheld", "whom", "item", "open", "until", "by", "why", "id")
APPROVED: Final = ("demand", "outcome", "people left", "why")


@click.group(cls=Group)
def review() -> None:
    """The morning review: approve what leaves today, or take items out of it."""


@review.command("list")
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.pass_context
def show_all(context: click.Context, creditor: str | None) -> None:
    """List the demands that wait for people before they leave.

    \b
    relance review list
    """
    session = session_of(context)
    found = run(_waiting(session, creditor))
    answer(session, found, lambda: demands_shown(found))


async def _waiting(session: Session, creditor: str | None) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await _to_approve(api, creditor)


async def _to_approve(api: Api, creditor: str | None) -> list[dict[str, Any]]:
    whose = (await creditor_named(api, creditor))["creditor"] if creditor else None
    return await api.everything("dunning", "/v1/demands", status="to_approve", creditor=whose)


@review.command()
@click.argument("demands", nargs=-1, metavar="[DEMAND]...")
@click.option("--all", "everything", is_flag=True, help="All that wait.")
@click.option("--creditor", metavar="CREDITOR", help="With --all: of one creditor; id or name.")
@click.pass_context
def approve(
    context: click.Context, demands: tuple[str, ...], everything: bool, creditor: str | None
) -> None:
    """Let demands leave today; where two people have to look, the other is another.

    \b
    relance review approve DEMAND DEMAND
    relance review approve --all --creditor "De Bakker BV"
    """
    if bool(demands) == everything:
        raise click.UsageError("say which demands, or --all")
    if creditor and not everything:
        raise click.UsageError("--creditor goes with --all")
    session = session_of(context)
    told = run(_approved(session, demands, creditor))
    answer(session, told, lambda: approvals_shown(told))
    context.exit(1 if any(one["outcome"] == "refused" for one in told) else 0)


async def _approved(
    session: Session, demands: Sequence[str], creditor: str | None
) -> list[dict[str, Any]]:
    """An answer for each, as many asked at once as one request takes."""
    async with Api(session) as api:
        wanted = demands or [one["demand"] for one in await _to_approve(api, creditor)]
        told: list[dict[str, Any]] = []
        for some in _batches(wanted):
            said = await api.post("dunning", "/v1/demands/approve", {"demands": some})
            told += said["items"]
        return told


def _batches(wanted: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(wanted)
    while some := list(islice(rest, APPROVED_AT_ONCE_MAX)):
        yield some


def approvals_shown(told: Sequence[dict[str, Any]]) -> RenderableType:
    """What became of each, counted below."""
    rows = (
        (
            one["demand"],
            one["outcome"],
            one.get("approvals_left", ""),
            one.get("detail") or one.get("rule", ""),
        )
        for one in told
    )
    by_outcome = Counter(one["outcome"] for one in told)
    parts = ", ".join(f"{count} {outcome}" for outcome, count in sorted(by_outcome.items()))
    total = f"{counted(len(told), 'demand', 'demands')}: {parts}"
    shown = table(APPROVED, rows, empty="nothing waits for anybody")
    return Lines(shown, total) if told else shown


@review.command()
@click.argument("demand")
@click.option("--reason", required=True, help="Why; shown beside the item.")
@click.option("--item", "items", multiple=True, metavar="ITEM", help="An item, by id or number.")
@click.option("--for-good", is_flag=True, help="Until it is released; else for today alone.")
@click.pass_context
def withhold(
    context: click.Context, demand: str, reason: str, items: tuple[str, ...], for_good: bool
) -> None:
    """Take items out of a demand, or all of it; what is left is asked anew at once.

    \b
    relance review withhold DEMAND --item F-17 --reason "the account manager calls first"
    """
    session = session_of(context)
    body = {"reason": reason, "for_good": for_good}
    document = run(_withheld(session, demand, items, body))
    answer(session, document, lambda: facts(document))


async def _withheld(
    session: Session, demand: str, items: Sequence[str], body: dict[str, Any]
) -> Any:
    async with Api(session) as api:
        one = await api.get("dunning", f"/v1/demands/{demand}")
        found = await items_named(api, one["debtor"], items)
        named = {"items": [item["item"] for item in found]}
        return await api.post("dunning", f"/v1/demands/{demand}/withhold", body | named)


@review.command()
@click.option("--debtor", metavar="DEBTOR", help="Of one debtor; id or customer number.")
@click.option("--state", type=click.Choice(["withheld", "released", "all"]), default="withheld")
@click.pass_context
def withheld(context: click.Context, debtor: str | None, state: str) -> None:
    """List the items that were taken out.

    \b
    relance review withheld
    """
    session = session_of(context)
    found = listed(session, "dunning", "/v1/withheld", debtor, state)
    answer(session, found, lambda: withheld_shown(found))


def withheld_shown(found: Sequence[dict[str, Any]]) -> RenderableType:
    """Items as a table."""
    rows = (
        (
            one["withheld_on"],
            one["debtor_name"] or "erased",
            one["number"],
            one["open"],
            one["until_on"] or "it is released",
            one["withheld_by"],
            one["text"] or "",
            one["item"],
        )
        for one in found
    )
    return table(COLUMNS, rows, empty="nothing is withheld")


@review.command()
@click.argument("item")
@click.pass_context
def release(context: click.Context, item: str) -> None:
    """Let an item that was taken out be asked for again.

    \b
    relance review release ITEM
    """
    session = session_of(context)
    document = run(_released(session, item))
    answer(session, document, lambda: facts(document))


async def _released(session: Session, item: str) -> Any:
    async with Api(session) as api:
        return await api.post("dunning", f"/v1/withheld/{item}/release", {})
