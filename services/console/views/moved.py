"""What the view of figures keeps of merges: a row at each debtor, counted where it is now."""

from collections.abc import Iterator
from typing import Any

from libs.events.contracts.matching import CreditMovedIn, ItemMovedIn, ShareMovedIn

Row = dict[str, Any]
MovedIn = ItemMovedIn | ShareMovedIn | CreditMovedIn


def moved_rows(event: MovedIn) -> Iterator[tuple[str, Row]]:
    """What arrives, and that it is no longer counted where it had been."""
    here: Row = {"creditor": event.creditor, "debtor": event.debtor}
    before: Row = {"debtor": event.came_from, "moved_to": event.debtor}
    match event:
        case ItemMovedIn():
            row: Row = {"currency": event.amount.currency, "amount": event.amount.amount}
            row |= {"open": event.open.amount, "issued_on": event.issued_on}
            row |= {"due_on": event.due_on, "cancelled": event.is_cancelled or None}
            yield "items", here | row | {"item": event.item}
            yield "items", before | {"item": event.item}
        case ShareMovedIn() | CreditMovedIn():
            source = event.share if isinstance(event, ShareMovedIn) else event.credit
            row = {"currency": event.amount.currency, "on_account": event.on_account.amount}
            yield "sources", here | row | {"source": source}
            yield "sources", before | {"source": source}
