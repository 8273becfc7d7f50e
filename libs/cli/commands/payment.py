"""`relance payment show`, `apply` and `undo`."""

from typing import Any

import click
from rich.console import Group as Lines
from rich.console import RenderableType

from libs.cli.answering import answer, facts, run, table
from libs.cli.calling import Api
from libs.cli.commands.debtor import debtor_named
from libs.cli.failing import Refused
from libs.cli.groups import Group
from libs.cli.naming import is_id
from libs.cli.session import Session, session_of
from libs.kernel.money import Money, MoneyMistake


@click.group(cls=Group)
def payment() -> None:
    """One payment: what it was found to be for, and what a person decides."""


@payment.command()
@click.argument("payment")
@click.pass_context
def show(context: click.Context, payment: str) -> None:
    """Show a payment with its shares and all that was found of it.

    \b
    relance payment show PAYMENT
    """
    session = session_of(context)
    document = run(_shown(session, payment))
    answer(session, document, lambda: _text(document))


async def _shown(session: Session, payment: str) -> Any:
    async with Api(session) as api:
        return await api.get("matching", f"/v1/payments/{payment}")


def _text(one: dict[str, Any]) -> RenderableType:
    payer = one["payer"] or {}
    head = {name: one[name] for name in ("payment", "booked_on", "amount", "free", "outcome")}
    said = {
        "payer": payer.get("payer_name"),
        "text": payer.get("remittance"),
        "reference": ", ".join(payer.get("structured", ())),
        "why": one["why"],
    }
    shares = (
        (s["share"], s["number"], s["amount"], s["evidence"], s["decided_by"], _state(s))
        for s in one["shares"]
    )
    candidates = ((c["number"], c["open"], c["reason"], c["item"]) for c in one["candidates"])
    return Lines(
        facts({**head, **said}),
        table(("share", "for", "amount", "by", "person", "state"), shares, empty="no shares"),
        table(("could settle", "open", "because", "item"), candidates, empty=""),
    )


def _state(share: dict[str, Any]) -> str:
    return share["released"] or share["recalled"] or share["at_debtor"] or "on its way"


@payment.command()
@click.argument("payment")
@click.option(
    "--item",
    "items",
    multiple=True,
    metavar="ITEM[=AMOUNT]",
    help="An item, by id or number. The amount may be left out for one share: all that is free.",
)
@click.option(
    "--on-account",
    "debtors",
    multiple=True,
    metavar="DEBTOR[=AMOUNT]",
    help="A debtor, by id or customer number, on whose account it goes.",
)
@click.pass_context
def apply(
    context: click.Context, payment: str, items: tuple[str, ...], debtors: tuple[str, ...]
) -> None:
    """Say what a payment is for; several shares, also of several debtors.

    \b
    relance payment apply PAYMENT --item F-17
    relance payment apply PAYMENT --item F-17=100.00 --item F-18=20.50 --on-account C15431=3.00
    """
    if not items and not debtors:
        raise click.UsageError("say at least one --item or --on-account")
    session = session_of(context)
    document = run(_applied(session, payment, items, debtors))
    answer(session, document, lambda: facts(document))


async def _applied(
    session: Session, payment: str, items: tuple[str, ...], debtors: tuple[str, ...]
) -> Any:
    async with Api(session) as api:
        one = await api.get("matching", f"/v1/payments/{payment}")
        is_only = len(items) + len(debtors) == 1
        shares = []
        for text in items:
            name, amount = share_written(text, one["free"], is_only=is_only)
            item = await _item_named(api, name, one["creditor"])
            shares.append({"item": item, "amount": amount})
        for text in debtors:
            name, amount = share_written(text, one["free"], is_only=is_only)
            shares.append({"debtor": await debtor_named(api, name), "amount": amount})
        return await api.post("matching", f"/v1/payments/{payment}/apply", {"shares": shares})


def share_written(text: str, free: str, *, is_only: bool) -> tuple[str, str]:
    """`F-17=100.00` as what it names and an amount in the payment's currency."""
    name, equals, amount = text.rpartition("=")
    currency = free.partition(" ")[2]
    if not equals:
        if not is_only:
            raise click.UsageError(f"{text!r}: with several shares each has an amount")
        return text, free
    try:
        return name, str(Money.of(amount.partition(" ")[0], amount.partition(" ")[2] or currency))
    except MoneyMistake as mistake:
        raise click.UsageError(f"{text!r}: {mistake}") from mistake


async def _item_named(api: Api, text: str, creditor: str) -> str:
    if is_id(text):
        return text
    found = await api.everything("matching", "/v1/items", number=text, creditor=creditor)
    if len(found) == 1:
        return str(found[0]["item"])
    message = f"{len(found) or 'no'} items have the number {text!r}"
    raise Refused("item_unknown", message, {"ids": ", ".join(one["item"] for one in found)})


@payment.command()
@click.argument("payment")
@click.option("--share", metavar="ID", help="Which one; needed when it has several.")
@click.pass_context
def undo(context: click.Context, payment: str, share: str | None) -> None:
    """Take a share back; the payment is never set against that item by itself again.

    \b
    relance payment undo PAYMENT
    """
    session = session_of(context)
    document = run(_undone(session, payment, share))
    answer(session, document, lambda: facts(document))


async def _undone(session: Session, payment: str, share: str | None) -> Any:
    async with Api(session) as api:
        if share is None:
            one = await api.get("matching", f"/v1/payments/{payment}")
            out = [s["share"] for s in one["shares"] if not s["released"] and not s["recalled"]]
            if len(out) != 1:
                message = f"the payment has {len(out) or 'no'} shares out: say which one"
                raise Refused("share_unclear", message, {"shares": ", ".join(out)})
            (share,) = out
        return await api.post("matching", f"/v1/payments/{payment}/undo", {"share": share})
