"""`relance debtor list`, `show` and `merge`."""

from typing import Any, Final

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.groups import Group
from libs.cli.naming import creditor_named, is_id
from libs.cli.session import NoPlatform, Session, session_of

ITEMS_SHOWN: Final = ("number", "due_on", "amount", "open", "item")


@click.group(cls=Group)
def debtor() -> None:
    """Who owes: customer accounts, as documents name them."""


@debtor.command("list")
@click.option("--creditor", metavar="CREDITOR", help="Of one creditor; id or name.")
@click.option("--search", metavar="WORDS", help="In the name, or the customer number.")
@click.pass_context
def show_all(context: click.Context, creditor: str | None, search: str | None) -> None:
    """List debtors by name.

    \b
    relance debtor list --search jansen
    """
    session = session_of(context)
    found = run(_listed(session, creditor, search))
    columns = ("name", "customer", "country", "debtor", "merged into")
    rows = (
        (one["name"], one["customer_number"], one["country"], one["debtor"], one["merged_into"])
        for one in found
    )
    answer(session, found, lambda: table(columns, rows, empty="no debtors"))


async def _listed(session: Session, creditor: str | None, search: str | None) -> list[Any]:
    async with Api(session) as api:
        wanted = (await creditor_named(api, creditor))["creditor"] if creditor else None
        return await api.everything("ingestion", "/v1/debtors", creditor=wanted, q=search)


@debtor.command()
@click.argument("debtor")
@click.pass_context
def show(context: click.Context, debtor: str) -> None:
    """Show a debtor by id or customer number: what it owes, and all that happened, by time.

    \b
    relance debtor show C15431
    """
    session = session_of(context)
    document = run(_shown(session, debtor))
    answer(session, document, lambda: _text(document))


async def _shown(session: Session, text: str) -> dict[str, Any]:
    """What ingestion knows of the party, matching of its money, dunning of what was asked, risk of
    how it pays.

    Their timelines are merged by time.
    """
    async with Api(session) as api:
        debtor = await debtor_named(api, text)
        party = await api.get("ingestion", f"/v1/debtors/{debtor}")
        ledger = await _of(api, "matching", debtor) or {"balances": [], "on_account": []}
        chasing = await _of(api, "dunning", debtor)
        standing = await _of(api, "risk", debtor)
        items = await api.everything("matching", "/v1/items", debtor=debtor, state="open")
        nexts = [
            await api.get("dunning", f"/v1/cases/{one['case']}/next")
            for one in chasing.get("cases", [])
            if one["state"] != "closed"
        ]
    told = [one.pop("timeline", []) for one in (party, ledger, chasing, standing)]
    chased = {name: chasing.get(name, []) for name in ("cases", "promises", "disputes", "tasks")}
    return {
        **party,
        **ledger,
        **chased,
        **{name: standing.get(name) for name in ("band", "late_percent", "why")},
        "next": nexts,
        "debtor": debtor,
        "open_items": items,
        "timeline": merged(*told),
    }


async def _of(api: Api, service: str, debtor: str) -> dict[str, Any]:
    """What a service knows of a debtor; empty: nothing, or it does not run on this platform."""
    try:
        found: dict[str, Any] = await api.get(service, f"/v1/debtors/{debtor}")
    except NoPlatform:
        return {}
    except Refused as nothing:
        if nothing.rule != "not_found":
            raise
        return {}
    return found


async def debtor_named(api: Api, text: str) -> str:
    """The debtor with this id or customer number. Raises Refused."""
    if is_id(text):
        return text
    found = await api.everything("ingestion", "/v1/debtors", q=text)
    exact = [one["debtor"] for one in found if one["customer_number"] == text]
    if len(exact) == 1:
        return str(exact[0])
    if not exact:
        raise Refused("debtor_unknown", f"there is no debtor with customer number {text!r}", {})
    message = f"{len(exact)} creditors have a debtor {text!r}: say its id"
    raise Refused("debtor_ambiguous", message, {"ids": ", ".join(exact)})


def merged(*timelines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What several services say happened, in the order of time; equal times as they are given."""
    return sorted((one for timeline in timelines for one in timeline), key=lambda one: one["at"])


def _text(document: dict[str, Any]) -> RenderableType:
    name = document["name"] or "erased"
    head = {
        "debtor": f"{name} ({document['customer_number'] or document['debtor']})",
        "id": document["debtor"],
        "merged into": document["merged_into"],
        "owes": ", ".join(one["open"] for one in document["balances"]) or "nothing",
        "on account": ", ".join(one["on_account"] for one in document["balances"]),
        "next": "\n".join(one["sentence"] for one in document["next"]),
        "band": document["band"],
        "why": "\n".join(document["why"] or ()),
    }
    items = ((one[name] for name in ITEMS_SHOWN) for one in document["open_items"])
    happened = ((one["at"][:19], one["what"], _told(one)) for one in document["timeline"])
    return Lines(
        facts(head),
        table(ITEMS_SHOWN, map(tuple, items), empty="nothing open"),
        table(("at", "what", "of"), happened, empty="nothing happened"),
    )


def _told(one: dict[str, Any]) -> str:
    """Its sentence; else numbers, amounts, reasons, what people look for; ids only as a last."""
    if "said" in one:
        return str(one["said"])
    details = {name: value for name, value in one["details"].items() if value}
    plain = [f"{value}" for name, value in details.items() if not is_id(str(value))]
    return "  ".join(plain or [str(value) for value in details.values()])


@debtor.command()
@click.argument("debtor")
@click.option("--into", required=True, metavar="DEBTOR", help="Which one stays.")
@click.pass_context
def merge(context: click.Context, debtor: str, into: str) -> None:
    """Make one debtor part of another: all that it owes goes there, and new documents too.

    \b
    relance debtor merge C15431 --into C15304
    """
    session = session_of(context)
    document = run(_merged(session, debtor, into))
    answer(session, document, lambda: facts(document))


async def _merged(session: Session, debtor: str, into: str) -> Any:
    async with Api(session) as api:
        one, other = await debtor_named(api, debtor), await debtor_named(api, into)
        return await api.post("ingestion", f"/v1/debtors/{one}/merge", {"into": other})
