"""A merge as an auditor follows it: what arrives is what left, under another debtor."""

from typing import Any

from audit.cents import cents
from audit.ledger import Impossible, Ledger


def item_moved(ledger: Ledger, f: dict[str, Any]) -> None:
    item = ledger.items[f["item"]]
    arrives = (f["came_from"], cents(f["amount"]), cents(f["open"]))
    if (item.debtor, item.amount, item.said_open) != arrives:
        raise Impossible(
            f"item {item.id} had {item.said_open} of {item.amount} open at {item.debtor}"
        )
    item.debtor = f["debtor"]


def source_moved(ledger: Ledger, f: dict[str, Any]) -> None:
    source = ledger.sources[f.get("share") or f["credit"]]
    arrives = (f["came_from"], cents(f["amount"]), cents(f["on_account"]))
    if (source.debtor, source.amount, source.on_account) != arrives:
        raise Impossible(
            f"{source.on_account} of {source.amount} lay on account at {source.debtor}"
        )
    source.debtor = f["debtor"]
