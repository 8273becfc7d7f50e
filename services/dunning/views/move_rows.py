"""What the view keeps of merges: a row at each debtor, shown where it is now."""

from collections.abc import Iterator

from libs.events.contracts.dunning import (
    DisputeCarried,
    ItemAdopted,
    ItemTakenIn,
    PromiseAdopted,
    PromiseLeft,
)
from libs.events.views.projection import SeenEvent
from services.dunning.views.case_rows import NO_GATE
from services.dunning.views.rows import Kept, Row, kept, money


def move_rows(seen: SeenEvent) -> Iterator[Kept]:
    match seen.event:
        case ItemTakenIn() as event:
            yield from _taken_in(seen, event)
        case ItemAdopted() as event:
            yield from _adopted(seen, event)
        case PromiseLeft() as event:
            identity = {"promise": event.promise, "debtor": event.debtor}
            yield kept(seen, "promises", identity, {"moved_to": event.into})
        case PromiseAdopted() as event:
            row: Row = event.model_dump(
                mode="json",
                include={"case", "creditor", "items", "judged_from_on"},
            )
            row |= money(event.amount) | {"state": event.standing, "changed_at": seen.recorded_at}
            identity = {"promise": event.promise, "debtor": event.debtor}
            yield kept(seen, "promises", identity, row)


def _taken_in(seen: SeenEvent, event: ItemTakenIn) -> Iterator[Kept]:
    row: Row = event.model_dump(exclude={"item", "debtor", "came_from", "amount", "open"})
    row |= money(event.amount) | {"open": event.open.amount, "gate": NO_GATE, "drop_reason": ""}
    row |= {"state": "followed" if event.open.is_positive else "dropped"}
    row |= {"followed_at": seen.recorded_at, "changed_at": seen.recorded_at}
    yield kept(seen, "items", {"item": event.item, "debtor": event.debtor}, row)
    before = {"item": event.item, "debtor": event.came_from}
    yield kept(seen, "items", before, {"moved_to": event.debtor})


def _adopted(seen: SeenEvent, event: ItemAdopted) -> Iterator[Kept]:
    brought, at = event.baggage, seen.recorded_at
    for one in brought.steps:
        row: Row = {"case": event.case, "taken_by": one.by, "at": at, "state": "taken"}
        row |= {"taken_on": one.taken_on, "way": one.way, "undone_reason": ""}
        yield kept(seen, "item_steps", _step(event, one.step), row)
    for one in brought.undone:
        row = {"case": event.case, "taken_by": one.by, "at": at, "state": "undone"}
        yield kept(seen, "item_steps", _step(event, one.step), row | {"undone_reason": "elsewhere"})
    for dispute in brought.disputes:
        identity = {"dispute": dispute.dispute, "debtor": event.debtor}
        yield kept(seen, "disputes", identity, _dispute(seen, event, dispute))
    if brought.claimed_until_on is not None:
        identity = {"item": event.item, "debtor": event.debtor}
        row = {"case": event.case, "creditor": event.creditor, "noted_at": at}
        row |= {"until_on": brought.claimed_until_on}
        yield kept(seen, "paid_claims", identity, row)
    if brought.is_withheld is not None:
        row = {"case": event.case, "creditor": event.creditor, "changed_at": at}
        row |= {"state": "withheld" if brought.is_withheld else "released"}
        row |= {"until_on": brought.withheld_until_on}
        row |= {"for_good": brought.withheld_until_on is None}
        yield kept(seen, "withheld", {"item": event.item, "debtor": event.debtor}, row)


def _step(event: ItemAdopted, step: str) -> Row:
    return {"item": event.item, "step": step, "debtor": event.debtor}


def _dispute(seen: SeenEvent, event: ItemAdopted, dispute: DisputeCarried) -> Row:
    row: Row = {"item": event.item, "case": event.case, "creditor": event.creditor}
    row |= money(dispute.amount) | {"due_on": dispute.due_on, "changed_at": seen.recorded_at}
    row |= {"state": "resolved" if dispute.resolution else "open"}
    return row | {"resolution": dispute.resolution}
