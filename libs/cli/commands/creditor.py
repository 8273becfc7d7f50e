"""`relance creditor add`, `list` and `cover`."""

from datetime import datetime
from typing import Any

import click

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.groups import Group
from libs.cli.naming import account_named, creditor_named
from libs.cli.session import Session, session_of


@click.group(cls=Group)
def creditor() -> None:
    """Who is owed: legal entities of a tenant, with their bank accounts."""


def _accounts(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> list[dict[str, str]]:
    """`BE68…` or `BE68…:EUR` as the API takes it."""
    split = (text.partition(":") for text in given)
    return [{"iban": iban, "currency": currency or "EUR"} for iban, _, currency in split]


@creditor.command()
@click.argument("name")
@click.option("--country", required=True, metavar="XX", help="ISO 3166-1, for its holidays.")
@click.option("--zone", required=True, help="IANA time zone in which its days begin.")
@click.option(
    "--feed",
    required=True,
    type=click.Choice(["required", "none"]),
    help="Whether bank statements come; with `none` nothing waits for them.",
)
@click.option(
    "--iban",
    "accounts",
    multiple=True,
    callback=_accounts,
    metavar="IBAN[:CCY]",
    help="A bank account; EUR unless said. May be repeated.",
)
@click.option("--vat", default="", help="VAT number.")
@click.option("--legal-id", default="", help="SIREN, KvK, enterprise number …")
@click.pass_context
def add(context: click.Context, /, **sent: Any) -> None:
    """Register a creditor; the same again changes nothing.

    \b
    relance creditor add "De Bakker BV" --country BE --zone Europe/Brussels \\
        --feed required --iban BE68539007547034
    """
    session = session_of(context)
    document = run(_post(session, "/v1/creditors", sent))
    told = {"creditor": document["creditor"], "outcome": document["outcome"]}
    answer(session, document, lambda: facts({"name": sent["name"], **told}))


async def _post(session: Session, path: str, body: dict[str, Any]) -> Any:
    async with Api(session) as api:
        return await api.post("ingestion", path, body)


@creditor.command("list")
@click.pass_context
def show_all(context: click.Context) -> None:
    """List the creditors of the tenant with their accounts.

    \b
    relance creditor list
    """
    session = session_of(context)
    found = run(_listed(session))
    columns = ("name", "creditor", "country", "zone", "feed", "accounts")
    answer(
        session,
        found,
        lambda: table(columns, map(_row, found), empty="no creditors: `relance creditor add`"),
    )


async def _listed(session: Session) -> list[dict[str, Any]]:
    async with Api(session) as api:
        return await api.everything("ingestion", "/v1/creditors")


def _row(one: dict[str, Any]) -> tuple[str, ...]:
    accounts = "\n".join(f"{account['iban']} {account['currency']}" for account in one["accounts"])
    return one["name"], one["creditor"], one["country"], one["zone"], one["feed"], accounts


@creditor.command()
@click.argument("name")
@click.option("--account", required=True, metavar="IBAN", help="Which account; IBAN or id.")
@click.option("--through", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last such day.")
@click.pass_context
def cover(context: click.Context, name: str, account: str, through: datetime) -> None:
    """Say that nothing more comes through a day on a dormant account.

    \b
    relance creditor cover "De Bakker BV" --account BE68539007547034 --through 2026-03-31
    """
    session = session_of(context)
    document = run(_covered(session, name, account, through.date().isoformat()))
    answer(session, document, lambda: facts(document))


async def _covered(session: Session, name: str, account: str, through_on: str) -> Any:
    async with Api(session) as api:
        known = await creditor_named(api, name)
        body = {"account": account_named(known, account), "through_on": through_on}
        return await api.post("matching", f"/v1/creditors/{known['creditor']}/cover", body)
