"""What the ledger view keeps of events at a debtor's key."""

from collections.abc import Iterator

from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    DueDateExtended,
    ItemCancelled,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    SettlementSuspected,
    ShareBooked,
    ShareBounced,
    ShareTakenBack,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.events.views.projection import SeenEvent
from services.matching.views.rows import Kept, Row, happened, kept, money, timeline

ItemEvent = ItemOpened | ItemReduced | ItemSettled | ItemReopened | ItemCancelled | DueDateExtended


def item_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case ItemOpened() as event:
            yield kept(seen, "items", _item(event), _opened(seen, event))
            details: Row = {"item": event.item, "number": event.number, "due_on": event.due_on}
            yield timeline(
                seen, event.debtor, "item_opened", details | {"amount": str(event.amount)}
            )
        case ItemReduced() | ItemSettled() | ItemReopened() | ItemCancelled() as event:
            yield from _changed(seen, event)
        case DueDateExtended() as event:
            row = {"due_on": event.due_on, "changed_at": seen.recorded_at}
            yield kept(seen, "items", _item(event), row)
            details = {"item": event.item, "due_on": event.due_on, "reason": event.reason}
            by = {"extended_by": event.extended_by}
            yield timeline(seen, event.debtor, "due_date_extended", details | by)
        case _:
            yield from _suspicion_rows(seen)


def _item(event: ItemEvent) -> Row:
    """An item at one of the debtors that it was at."""
    return {"item": event.item, "debtor": event.debtor}


def _opened(seen: SeenEvent, event: ItemOpened) -> Row:
    return {
        **money(event.amount),
        "creditor": event.creditor,
        "kind": event.kind,
        "number": event.number,
        "open": event.amount.amount,
        "issued_on": event.issued_on,
        "due_on": event.due_on,
        "first_due_on": event.due_on,
        "opened_at": seen.recorded_at,
        "changed_at": seen.recorded_at,
    }


def _changed(
    seen: SeenEvent, event: ItemReduced | ItemSettled | ItemReopened | ItemCancelled
) -> Iterator[Kept]:
    row: Row = {"changed_at": seen.recorded_at}
    match event:
        case ItemReduced():
            row["open"], what, amount = event.open.amount, "item_reduced", event.amount
        case ItemReopened():
            row["open"], what, amount = event.open.amount, "item_reopened", event.amount
        case ItemSettled():
            row["open"], what, amount = 0, "item_settled", event.amount
        case ItemCancelled():
            row |= {"open": 0, "cancelled_at": seen.recorded_at, "cancel_reason": event.reason}
            what, amount = "item_cancelled", event.written_back
    yield kept(seen, "items", _item(event), row)
    details: Row = {"item": event.item, "amount": str(amount)}
    if not isinstance(event, ItemCancelled):
        details |= {"source": event.source, "source_kind": event.source_kind}
    if isinstance(event, ItemSettled):
        details["settled_on"] = event.settled_on
    yield timeline(seen, event.debtor, what, details)


def _suspicion_rows(seen: SeenEvent) -> Iterator[Kept]:
    event = seen.event
    if not isinstance(event, SettlementSuspected | SuspicionLifted | SuspicionExpired):
        return
    identity = {"item": event.item, "suspected_by": event.by, "debtor": event.debtor}
    details: Row = {"item": event.item, "by": event.by}
    match event:
        case SettlementSuspected():
            row: Row = {"by_kind": event.by_kind, "since_on": event.since_on}
            row |= {"expires_on": event.expires_on, "state": "holds"}
            details["expires_on"] = event.expires_on
            what = "settlement_suspected"
        case SuspicionLifted():
            row, what = {"state": "lifted"}, "suspicion_lifted"
        case SuspicionExpired():
            row, what = {"state": "expired"}, "suspicion_expired"
    yield kept(seen, "suspicions", identity, row)
    yield timeline(seen, event.debtor, what, details)


def source_rows(seen: SeenEvent) -> Iterator[Kept]:
    """Shares and credit notes at their debtor."""
    match seen.event:
        case ShareBooked() as event:
            row = _booked(seen, event) | {"kind": "share", "payment": event.payment}
            yield kept(seen, "sources", _source(event.share, event), row)
            details = {"share": event.share, "payment": event.payment, "item": event.item}
            yield timeline(
                seen, event.debtor, "share_booked", details | {"amount": str(event.amount)}
            )
        case CreditBooked() as event:
            row = _booked(seen, event) | {"kind": "credit", "number": event.number}
            yield kept(seen, "sources", _source(event.credit, event), row)
            details = {"credit": event.credit, "number": event.number, "item": event.item}
            yield timeline(
                seen, event.debtor, "credit_booked", details | {"amount": str(event.amount)}
            )
        case ShareTakenBack() as event:
            row = {"state": "taken_back", "on_account": 0}
            yield kept(seen, "sources", _source(event.share, event), row)
            details = {"share": event.share, "amount": str(event.amount)}
            yield timeline(seen, event.debtor, "share_taken_back", details)
        case ShareBounced() as event:
            details = {"share": event.share, "item": event.item, "amount": str(event.amount)}
            yield timeline(seen, event.debtor, "share_bounced", details)
        case PaymentAllocated() | AllocationReversed() as event:
            yield from _allocation_rows(seen, event)


def _source(
    source: str,
    event: ShareBooked | CreditBooked | ShareTakenBack | PaymentAllocated | AllocationReversed,
) -> Row:
    return {"source": source, "debtor": event.debtor}


def _booked(seen: SeenEvent, event: ShareBooked | CreditBooked) -> Row:
    return {
        **money(event.amount),
        "creditor": event.creditor,
        "item": event.item,
        "on_account": event.amount.amount,
        "state": "booked",
        "booked_at": seen.recorded_at,
    }


def _allocation_rows(
    seen: SeenEvent, event: PaymentAllocated | AllocationReversed
) -> Iterator[Kept]:
    at = _source(event.source, event)
    yield kept(seen, "sources", at, {"on_account": event.on_account.amount})
    amount = event.amount if isinstance(event, PaymentAllocated) else -event.amount
    row = {
        **money(amount),
        "source": event.source,
        "source_kind": event.source_kind,
        "payment": event.payment,
        "item": event.item,
        "at": seen.recorded_at,
    }
    yield happened(seen, "allocations", row)
