"""Disputes: an item, or a part of its amount, waits until somebody has resolved it."""

from datetime import timedelta

from libs.events.contracts.dunning import DisputeOpened, DisputeResolved
from libs.events.loop.decider import Decision
from libs.kernel.keys import path_of
from services.dunning.domain.commands import OpenDispute, ResolveDispute
from services.dunning.domain.file import File, near
from services.dunning.domain.items.asked_for import open_item_of
from services.dunning.domain.recalling import recall
from services.dunning.domain.refusals import (
    AmountNotPositive,
    AmountOverOpen,
    CurrencyDiffers,
    DisputeIsResolved,
    DisputeUnknown,
)
from services.dunning.domain.review import Review


def open_dispute(file: File, command: OpenDispute) -> Decision:
    """Raises ItemUnknown, ItemIsClosed, CurrencyDiffers, AmountNotPositive, AmountOverOpen,
    DayUnknown, DayTooFar."""
    item = open_item_of(file, command.item)
    amount = command.amount
    if amount is not None:
        if amount.currency != item.open.currency:
            raise CurrencyDiffers(amount=amount, currency=item.open.currency)
        if not amount.is_positive:
            raise AmountNotPositive(amount=amount)
        if amount > item.open:
            raise AmountOverOpen(amount=amount, open=item.open)
    dispute = file.ids.hashed(file.tenant, "dispute", file.message.id)
    now = file.day()
    if command.due_on is not None:
        near(command.due_on, now)
    opened = DisputeOpened(
        **file.about(item.case),
        dispute=dispute,
        item=item.item,
        amount=None if amount == item.open else amount,
        reason=command.reason,
        owner=command.owner,
        due_on=command.due_on,
        opened_on=now.today,
        opened_by=command.opened_by,
        personal=command.personal,
    )
    file.on_item(item.item, opened)
    pending = file.case(item.case).pending
    if pending is not None and item.item in pending.items:
        cause = path_of(file.tenant, "dispute", dispute)
        recall(file, item.case, "disputed_items_wait", (item.item,), cause)
    file.reconsider()
    return file.decision({"dispute": dispute, "item": item.item, "case": item.case})


def resolve_dispute(file: File, command: ResolveDispute) -> Decision:
    """`valid` and `credit_note_expected` go on waiting; after `refused` nothing more is said.

    Raises DisputeUnknown, DisputeIsResolved.
    """
    item = file.item(command.item)
    known = item.disputes.get(command.dispute)
    if known is None or item.debtor != file.debtor_id:
        raise DisputeUnknown(item=command.item, dispute=command.dispute)
    if known.resolution == command.resolution:
        return file.decision()
    if known.resolution == "refused":
        raise DisputeIsResolved(dispute=command.dispute, resolution=known.resolution)
    resolved = DisputeResolved(
        **file.about(item.case),
        dispute=command.dispute,
        item=item.item,
        resolution=command.resolution,
        resolved_by=command.resolved_by,
    )
    file.on_item(item.item, resolved)
    file.close_task("dispute_due", command.dispute)
    file.reconsider()
    return file.decision({"case": item.case})


def look_at_disputes(review: Review) -> None:
    """A dispute that nobody resolved by its day is a task."""
    for item in review.file.open_items(review.case_id):
        for name, dispute in item.disputes.items():
            if dispute.resolution or dispute.due_on is None:
                continue
            if review.today > dispute.due_on:
                review.file.open_task("dispute_due", name, review.case_id, again=False)
            else:
                review.look_on(dispute.due_on + timedelta(days=1))
