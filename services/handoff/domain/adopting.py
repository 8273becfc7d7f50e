"""What matching and ingestion say of a debtor is adopted; what concerns a placed item is told."""

from libs.events.contracts.handoff import (
    ChangeReason,
    DebtorNoted,
    DisputeNoted,
    ItemNoted,
    OpenNoted,
    PlacedItemChanged,
    SuspicionNoted,
)
from libs.events.contracts.ingestion import DebtorChanged, DebtorRegistered
from libs.events.contracts.matching import (
    DueDateExtended,
    ItemCancelled,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    SettlementSuspected,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.kernel.money import Money, smaller
from services.handoff.domain.agencies import fee_of
from services.handoff.domain.folder import Folder
from services.handoff.domain.items import ItemState
from services.handoff.domain.placement import PlacementState

OpenEvent = ItemReduced | ItemSettled | ItemReopened | ItemCancelled | DueDateExtended
SuspicionEvent = SettlementSuspected | SuspicionLifted | SuspicionExpired


def note_debtor(folder: Folder, heard: DebtorRegistered | DebtorChanged) -> None:
    known = folder.debtor
    said = (heard.creditor, heard.country, heard.kind)
    if said != (known.creditor, known.country, known.kind):
        noted = DebtorNoted(
            debtor=heard.debtor, creditor=heard.creditor, country=heard.country, kind=heard.kind
        )
        folder.on_debtor(noted)


def note_item(folder: Folder, opened: ItemOpened) -> None:
    if not folder.item(opened.item).item:
        noted = ItemNoted(
            item=opened.item,
            creditor=opened.creditor,
            debtor=opened.debtor,
            kind=opened.kind,
            number=opened.number,
            open=opened.amount,
            issued_on=opened.issued_on,
            due_on=opened.due_on,
        )
        folder.on_item(opened.item, noted, is_new=True)


def note_open(folder: Folder, heard: OpenEvent) -> None:
    """What is open or due of an item is another now; an agency that has it is told."""
    item = folder.item(heard.item)
    if not item.item:
        return
    open_now = _open_after(heard, item)
    due_on = heard.due_on if isinstance(heard, DueDateExtended) else item.due_on
    if (open_now, due_on) == (item.open, item.due_on):
        return
    noted = OpenNoted(
        item=item.item, creditor=item.creditor, debtor=item.debtor, open=open_now, due_on=due_on
    )
    folder.on_item(item.item, noted)
    if isinstance(heard, ItemReduced) and heard.source_kind == "credit":
        _answer_disputes(folder, item, item.open - open_now)
    for placement in folder.running:
        if placement.is_out and item.item in placement.items:
            _tell_change(folder, placement, item, heard)


def _open_after(heard: OpenEvent, item: ItemState) -> Money:
    match heard:
        case ItemReduced() | ItemReopened():
            return heard.open
        case DueDateExtended():
            return item.open
        case _:
            return Money.zero(item.open.currency)


def _answer_disputes(folder: Folder, item: ItemState, credited: Money) -> None:
    """A credit note answers what is contested of an amount, the oldest dispute first.

    What is left of one may be nothing: it is known until it is refused.
    """
    left = credited
    for name, amount in item.disputes.items():
        if amount is None or not (amount.is_positive and left.is_positive):
            continue
        answered = smaller(left, amount)
        noted = DisputeNoted(
            item=item.item,
            creditor=item.creditor,
            debtor=item.debtor,
            dispute=name,
            amount=amount - answered,
            waits=True,
        )
        folder.on_item(item.item, noted)
        left = left - answered


def _tell_change(
    folder: Folder, placement: PlacementState, before: ItemState, heard: OpenEvent
) -> None:
    """A payment to the creditor earns the agency what its contract says of such."""
    payment = getattr(heard, "payment", "") or ""
    reason = _reason(heard, payment, placement)
    after = folder.item(before.item)
    amount = before.open - after.open
    direct = folder.agency(placement.agency).direct_basis_points
    changed = PlacedItemChanged(
        **folder.about(placement),
        item=before.item,
        open=after.open,
        reason=reason,
        amount=amount,
        payment=payment,
        fee=fee_of(amount, direct if reason == "paid" else 0),
    )
    folder.on_placement(placement.placement, changed)
    said = {"item": before.item, "number": before.number, "open": after.open, "amount": amount}
    until = {"due_on": after.due_on} if reason == "extended" else {}
    folder.tell(placement, "item_changed", **said, reason=reason, fee=changed.fee, **until)


def _reason(heard: OpenEvent, payment: str, placement: PlacementState) -> ChangeReason:
    match heard:
        case ItemCancelled():
            return "cancelled"
        case DueDateExtended():
            return "extended"
        case ItemReopened():
            return "reopened"
        case _ if payment in placement.recoveries:
            return "recovered"
        case _:
            return "credited" if heard.source_kind == "credit" else "paid"


def note_suspicion(folder: Folder, heard: SuspicionEvent) -> None:
    """Holds no longer when it is lifted, or so old that it is a task."""
    item, holds = folder.item(heard.item), isinstance(heard, SettlementSuspected)
    if holds != (heard.by in item.suspicions):
        noted = SuspicionNoted(
            item=heard.item,
            creditor=heard.creditor,
            debtor=heard.debtor,
            by=heard.by,
            holds=holds,
        )
        folder.on_item(heard.item, noted)
