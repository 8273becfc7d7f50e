"""What the ledger view keeps of merges: a row at each debtor, shown where it is now."""

from collections.abc import Iterator

from libs.events.contracts.matching import (
    CreditMovedIn,
    DebtorClosed,
    ItemMovedIn,
    ItemMovedOut,
    ShareMovedIn,
)
from libs.events.views.projection import SeenEvent
from services.matching.views.rows import Kept, Row, kept, money, timeline


def move_rows(seen: SeenEvent) -> Iterator[Kept]:
    """Where something left nothing is said but its timeline: it is shown there until it arrives."""
    match seen.event:
        case DebtorClosed() as event:
            yield timeline(seen, event.debtor, "debtor_merged", {"into": event.into})
        case ItemMovedOut() as event:
            details: Row = {"item": event.item, "into": event.into}
            yield timeline(seen, event.debtor, "item_moved_out", details)
        case ItemMovedIn() as event:
            yield from _item(seen, event)
        case ShareMovedIn() as event:
            row = {"kind": "share", "payment": event.payment}
            yield from _source(seen, event, event.share, row)
        case CreditMovedIn() as event:
            row = {"kind": "credit", "number": event.number}
            yield from _source(seen, event, event.credit, row)


def _item(seen: SeenEvent, event: ItemMovedIn) -> Iterator[Kept]:
    row: Row = {
        **money(event.amount),
        "creditor": event.creditor,
        "kind": event.kind,
        "number": event.number,
        "open": event.open.amount,
        "issued_on": event.issued_on,
        "due_on": event.due_on,
        "changed_at": seen.recorded_at,
    }
    if event.is_cancelled:
        row["cancelled_at"] = seen.recorded_at
    yield kept(seen, "items", {"item": event.item, "debtor": event.debtor}, row)
    before = {"item": event.item, "debtor": event.came_from}
    yield kept(seen, "items", before, {"moved_to": event.debtor})
    for one in event.suspicions:
        identity = {"item": event.item, "suspected_by": one.by, "debtor": event.debtor}
        suspicion: Row = {"since_on": one.since_on, "expires_on": one.expires_on}
        suspicion["state"] = "expired" if one.is_expired else "holds"
        yield kept(seen, "suspicions", identity, suspicion)
    details = {"item": event.item, "came_from": event.came_from, "open": str(event.open)}
    yield timeline(seen, event.debtor, "item_moved_in", details)


def _source(
    seen: SeenEvent, event: ShareMovedIn | CreditMovedIn, source: str, row: Row
) -> Iterator[Kept]:
    row |= money(event.amount) | {
        "creditor": event.creditor,
        "item": event.item,
        "on_account": event.on_account.amount,
        "state": "booked",
        "booked_at": seen.recorded_at,
    }
    yield kept(seen, "sources", {"source": source, "debtor": event.debtor}, row)
    before = {"source": source, "debtor": event.came_from}
    yield kept(seen, "sources", before, {"moved_to": event.debtor})
