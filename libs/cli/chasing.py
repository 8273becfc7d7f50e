"""What people type of dunning: a debtor's items by number, an amount with or without currency."""

from collections.abc import Sequence
from typing import Any

import click

from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.naming import is_id
from libs.kernel.money import Money, MoneyMistake


async def items_named(api: Api, debtor: str, texts: Sequence[str]) -> list[dict[str, Any]]:
    """The debtor's items with these ids or numbers, in that order. Raises Refused."""
    return [await _item_named(api, debtor, text) for text in texts]


async def _item_named(api: Api, debtor: str, text: str) -> dict[str, Any]:
    if is_id(text):
        found: dict[str, Any] = await api.get("matching", f"/v1/items/{text}")
        return found
    items = await api.everything("matching", "/v1/items", number=text, debtor=debtor)
    if len(items) == 1:
        return dict(items[0])
    message = f"the debtor has {len(items) or 'no'} items with the number {text!r}"
    raise Refused("item_unknown", message, {"ids": ", ".join(one["item"] for one in items)})


def amount_written(text: str, currencies: Sequence[str]) -> str:
    """`48.00 EUR` as it is, `48.00` in the only currency there is."""
    amount, _, currency = text.partition(" ")
    known = sorted(set(currencies))
    if not currency and len(known) != 1:
        several = ", ".join(known) or "none"
        raise click.UsageError(f"{text!r}: say the currency too (there are: {several})")
    try:
        return str(Money.of(amount, currency or known[0]))
    except MoneyMistake as mistake:
        raise click.UsageError(f"{text!r}: {mistake}") from mistake


def currencies_of(items: Sequence[dict[str, Any]]) -> list[str]:
    """In which the amounts of some items are."""
    return [str(one["currency"]) for one in items]
