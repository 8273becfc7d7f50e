"""What matching says of items is adopted: what a demand asks for changes with it, or ends."""

from libs.events.contracts.dunning import (
    DropReason,
    ItemChanged,
    ItemDropped,
    ItemFollowed,
    SuspicionNoted,
)
from libs.events.contracts.matching import (
    DueDateExtended,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    SettlementSuspected,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.kernel.keys import path_of
from services.dunning.domain.considering import is_waiting, open_case
from services.dunning.domain.file import File
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.recalling import recall, recall_item
from services.dunning.domain.review import Review
from services.dunning.domain.values import NO_DAY

SuspicionEvent = SettlementSuspected | SuspicionLifted | SuspicionExpired


def follow(file: File, opened: ItemOpened) -> None:
    """A new item: its case is opened, and looked at when the item's first step is due."""
    if file.item(opened.item).item:
        return
    currency = opened.amount.currency
    case = file.know_case(opened.creditor, currency)
    followed = ItemFollowed(
        **file.about(case),
        item=opened.item,
        kind=opened.kind,
        number=opened.number,
        amount=opened.amount,
        open=opened.amount,
        issued_on=opened.issued_on,
        due_on=opened.due_on,
    )
    file.on_item(opened.item, followed)
    now = file.now()
    if now is None:
        file.check_by(case, currency, NO_DAY)
        return
    review = Review(file, case, currency, now)
    if not review.case.is_open and not open_case(review):
        file.check_by(case, currency, NO_DAY)
        return
    _plan(review, file.item(opened.item))


def _plan(review: Review, item: ItemState) -> None:
    """Look at the case on the day of the item's next step; that has come: decide it now.

    Not when the case waits for something that wakes it anyway: an import of thousands of overdue
    items of one debtor asks for no decision each.
    """
    following = review.next_of(item)
    if following is None:
        return
    if following.day_on > review.today:
        known = review.case.check_on
        if known is None or known > following.day_on:
            step = following.step.step
            review.file.check_on(review.case_id, review.currency, following.day_on, step)
    elif not is_waiting(review.case, review.now.ledger):
        review.file.reconsider()


def change(file: File, event: ItemReduced | ItemReopened | DueDateExtended, cause: str) -> None:
    """What is open or due of an item is another now; a demand that asks for it is recalled."""
    item = file.item(event.item)
    if not item.item:
        return
    open_now = item.open if isinstance(event, DueDateExtended) else event.open
    due_on = event.due_on if isinstance(event, DueDateExtended) else item.due_on
    if (open_now, due_on) == (item.open, item.due_on):
        return
    now, is_credit = file.now(), False
    if isinstance(event, ItemReduced):
        is_credit = event.source_kind == "credit"
    changed = ItemChanged(
        **file.about(item.case),
        item=item.item,
        open=open_now,
        due_on=due_on,
        reopened=isinstance(event, ItemReopened),
        credited=item.open - open_now if is_credit else None,
        noted_on=now.today if now else NO_DAY,
        cause="" if isinstance(event, DueDateExtended) else cause,
    )
    file.on_item(item.item, changed)
    recall_item(file, file.item(item.item), cause)
    if isinstance(event, ItemReopened) or is_credit or _is_called(file, item):
        file.reconsider()


def drop(file: File, item_id: str, reason: DropReason, cause: str) -> None:
    """Nothing is asked for an item any more; its steps are kept, in case it reopens."""
    item = file.item(item_id)
    if not item.is_owed:
        return
    about = file.about(item.case)
    dropped = ItemDropped(**about, item=item.item, reason=reason, cause=cause)
    file.on_item(item.item, dropped)
    recall_item(file, file.item(item.item), cause)
    file.close_task("paid_claim", item.item)
    file.close_task("suspicion_expired", item.item)
    for dispute in item.disputes:
        file.close_task("dispute_due", dispute)
    if _is_called(file, item):
        file.reconsider()
    else:
        file.check_tomorrow(item.case, item.open.currency)


def _is_called(file: File, item: ItemState) -> bool:
    return any(item.item in call.items for call in file.case(item.case).open_calls.values())


def note_suspicion(file: File, event: SuspicionEvent) -> None:
    """A suspicion holds its item; lifted, or so old that it is a task, it holds no more."""
    item = file.item(event.item)
    holds, expired = isinstance(event, SettlementSuspected), isinstance(event, SuspicionExpired)
    if not item.item or holds == (event.by in item.suspicions):
        return
    noted = SuspicionNoted(
        **file.about(item.case),
        item=item.item,
        by=event.by,
        holds=holds,
        expired=expired,
        until_on=event.expires_on if isinstance(event, SettlementSuspected) else None,
    )
    file.on_item(item.item, noted)
    if expired:
        file.open_task("suspicion_expired", item.item, item.case)
    elif not holds:
        file.close_task("suspicion_expired", item.item)
    if isinstance(event, SettlementSuspected):
        _recall_suspected(file, item, event)
    if item.is_open and (not holds or _is_called(file, item)):
        file.reconsider()


def _recall_suspected(file: File, item: ItemState, event: SettlementSuspected) -> None:
    pending = file.case(item.case).pending
    if pending is not None and item.item in pending.items:
        kind = "payment" if event.by_kind == "payment" else "credit"
        cause = path_of(file.tenant, kind, event.by)
        recall(file, item.case, "suspected_items_wait", (item.item,), cause)
