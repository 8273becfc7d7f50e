"""`relance statements list`, `decide` and `restart`."""

from typing import Any, Final

import click

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.groups import Group
from libs.cli.naming import account_named, creditor_named
from libs.cli.session import Session, session_of

COLUMNS: Final = (
    "from_on",
    "to_on",
    "state",
    "opening",
    "closing",
    "entries_count",
    "reason",
    "expected",
    "statement",
)


@click.group(cls=Group)
def statements() -> None:
    """Bank statements, and the chain that each account's form."""


@statements.command("list")
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--account", metavar="ID", help="Of one account.")
@click.option("--state", type=click.Choice(["accepted", "waiting", "repeated", "dropped"]))
@click.pass_context
def show_all(
    context: click.Context, creditor: str | None, account: str | None, state: str | None
) -> None:
    """List statements by their first day.

    \b
    relance statements list --state waiting
    """
    session = session_of(context)
    found = run(_listed(session, creditor, account, state))
    rows = ([one[column] for column in COLUMNS] for one in found)
    heads = [column.removesuffix("_on").removesuffix("_count") for column in COLUMNS]
    answer(session, found, lambda: table(heads, rows, empty="no such statements"))


async def _listed(
    session: Session, creditor: str | None, account: str | None, state: str | None
) -> list[Any]:
    async with Api(session) as api:
        wanted = (await creditor_named(api, creditor))["creditor"] if creditor else None
        return await api.everything(
            "matching", "/v1/statements", creditor=wanted, account=account, state=state
        )


def _positions(
    _context: click.Context, _option: click.Parameter, given: str | None
) -> list[int] | None:
    if given is None:
        return None
    if not all(part.strip().isdigit() for part in given.split(",")):
        raise click.BadParameter("write positions like 0,1,4")
    return [int(part) for part in given.split(",")]


@statements.command()
@click.argument("statement")
@click.argument("decision", type=click.Choice(["new", "again", "drop"]))
@click.option(
    "--entries",
    callback=_positions,
    metavar="0,1,…",
    help="Of `new`: positions of the new entries, where it can be read in two ways.",
)
@click.option("--reason", default="", help="Kept with the decision.")
@click.pass_context
def decide(
    context: click.Context, statement: str, decision: str, entries: list[int] | None, reason: str
) -> None:
    """Say that a waiting statement is new, was booked before, or is to be dropped.

    \b
    relance statements decide STATEMENT new
    relance statements decide STATEMENT drop --reason "test file of the bank"
    """
    session = session_of(context)
    body = {"decision": decision, "entries": entries, "reason": reason}
    document = run(_post(session, f"/v1/statements/{statement}/decide", body))
    answer(session, document, lambda: facts(document))


async def _post(session: Session, path: str, body: dict[str, Any]) -> Any:
    async with Api(session) as api:
        return await api.post("matching", path, body)


@statements.command()
@click.option("--creditor", required=True, metavar="CREDITOR", help="Whose account; id or name.")
@click.option("--account", required=True, metavar="IBAN", help="Which account; IBAN or id.")
@click.option("--opening", required=True, metavar="AMOUNT", help='Of the bank, like "12.50 EUR".')
@click.option("--reason", required=True, help="Why the statements between are missing.")
@click.pass_context
def restart(context: click.Context, creditor: str, account: str, opening: str, reason: str) -> None:
    """Declare a gap: an account goes on at the opening balance of a statement that waits.

    \b
    relance statements restart --creditor "De Bakker BV" --account BE68539007547034 \\
        --opening "1204.50 EUR" --reason "statement 14 is lost at the bank"
    """
    session = session_of(context)
    document = run(_restarted(session, creditor, account, {"opening": opening, "reason": reason}))
    answer(session, document, lambda: facts(document))


async def _restarted(session: Session, creditor: str, account: str, body: dict[str, str]) -> Any:
    async with Api(session) as api:
        known = await creditor_named(api, creditor)
        found = account_named(known, account)
        currency = next(one["currency"] for one in known["accounts"] if one["account"] == found)
        if " " not in body["opening"]:
            body = {**body, "opening": f"{body['opening']} {currency}"}
        return await api.post("matching", f"/v1/accounts/{found}/restart", body)
