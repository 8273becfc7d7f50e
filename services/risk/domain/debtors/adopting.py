"""What others say of a debtor is adopted: what it owes, how it paid, what speaks against it."""

from datetime import date

from libs.events.contracts.dunning import (
    DisputeOpened,
    DisputeResolved,
    PromiseBroken,
    PromiseKept,
)
from libs.events.contracts.ingestion import DebtorRegistered
from libs.events.contracts.matching import (
    DueDateExtended,
    ItemCancelled,
    ItemForwarded,
    ItemMovedIn,
    ItemMovedOut,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    ShareTakenBack,
)
from libs.events.contracts.risk import (
    ContestNoted,
    DebtorNoted,
    DisputeCounted,
    ItemNoted,
    PromiseNoted,
    ReturnNoted,
    SettlementNoted,
)
from libs.kernel.money import Money
from services.risk.domain.debtors.file import File
from services.risk.domain.debtors.moving import arrive, leave, pass_through, send_after

ItemFact = ItemOpened | ItemReduced | ItemSettled | ItemReopened | ItemCancelled | DueDateExtended
Fact = (
    DebtorRegistered
    | ItemFact
    | ItemForwarded
    | ItemMovedOut
    | ItemMovedIn
    | ShareTakenBack
    | PromiseBroken
    | PromiseKept
    | DisputeOpened
    | DisputeResolved
)
"""What is heard at a debtor's key."""


def adopt(file: File, fact: Fact) -> None:
    """Heard again it is no news."""
    match fact:
        case DebtorRegistered():
            if not file.debtor.creditor:
                file.on_debtor(DebtorNoted(**file.about))
        case ShareTakenBack():
            _note_return(file, fact)
        case PromiseBroken() | PromiseKept():
            _note_promise(file, fact)
        case DisputeOpened() | DisputeResolved():
            _note_dispute(file, fact)
        case ItemMovedOut():
            leave(file, fact)
        case ItemMovedIn():
            arrive(file, fact)
        case ItemForwarded():
            pass_through(file, fact)
        case _:
            _adopt_item(file, fact)


def _adopt_item(file: File, fact: ItemFact) -> None:
    known = file.item(fact.item)
    if isinstance(fact, ItemOpened):
        if not known.item:
            opened = ItemNoted(
                **file.about, item=fact.item, open=fact.amount, due_on=fact.due_on, credited=None
            )
            file.on_item(fact.item, opened, is_new=True)
        return
    if not known.item:
        return
    match fact:
        case ItemReduced():
            credited = fact.amount if fact.source_kind == "credit" else None
            _note_item(file, fact.item, fact.open, known.due_on, credited)
        case ItemSettled():
            _settle(file, fact)
        case ItemReopened():
            _note_item(file, fact.item, fact.open, known.due_on)
            _unsettle(file, fact.item)
        case ItemCancelled():
            _note_item(file, fact.item, Money.zero(known.open.currency), known.due_on)
            _unsettle(file, fact.item)
        case DueDateExtended():
            _note_item(file, fact.item, known.open, fact.due_on)


def _note_item(
    file: File, item: str, open_now: Money, due_on: date, credited: Money | None = None
) -> None:
    known = file.item(item)
    if known.item and (known.open, known.due_on) == (open_now, due_on):
        return
    noted = ItemNoted(**file.about, item=item, open=open_now, due_on=due_on, credited=credited)
    file.on_item(item, noted)


def _settle(file: File, fact: ItemSettled) -> None:
    """What a credit note settled tells nothing of how the debtor pays."""
    known = file.item(fact.item)
    if not known.is_open:
        return
    _note_item(file, fact.item, Money.zero(known.open.currency), known.due_on)
    settled_on = fact.settled_on or file.today
    if fact.source_kind == "credit" or settled_on is None:
        return
    late_days = (settled_on - known.due_on).days
    noted = SettlementNoted(
        **file.about, item=fact.item, late_days=late_days, settled_on=settled_on
    )
    file.on_debtor(noted)


def _unsettle(file: File, item: str) -> None:
    if any(one.item == item for one in file.debtor.settled):
        undone = SettlementNoted(**file.about, item=item, late_days=None, settled_on=None)
        file.on_debtor(undone)


def _note_return(file: File, fact: ShareTakenBack) -> None:
    """One payment is one return, over however many items it went."""
    if fact.by_return and fact.payment not in file.debtor.returned:
        noted = ReturnNoted(**file.about, payment=fact.payment, returned_on=file.today)
        file.on_debtor(noted)


def _note_promise(file: File, fact: PromiseBroken | PromiseKept) -> None:
    is_broken = isinstance(fact, PromiseBroken)
    if is_broken == (fact.promise in file.debtor.broken):
        return
    judged_on = fact.judged_on if isinstance(fact, PromiseBroken) else None
    noted = PromiseNoted(**file.about, promise=fact.promise, broken=is_broken, judged_on=judged_on)
    file.on_debtor(noted)


def _note_dispute(file: File, fact: DisputeOpened | DisputeResolved) -> None:
    known = file.item(fact.item).contests.get(fact.dispute)
    resolution = fact.resolution if isinstance(fact, DisputeResolved) else None
    if known is not None and known.resolution == (resolution or ""):
        return
    if isinstance(fact, DisputeOpened):
        if known is not None:
            return
        amount = fact.amount
    else:
        amount = known.amount if known is not None else None
    noted = ContestNoted(
        **file.about,
        dispute=fact.dispute,
        item=fact.item,
        amount=amount,
        resolution=resolution,
    )
    file.on_item(fact.item, noted)
    send_after(file, fact.item, fact.dispute)
    _count_dispute(file, fact)


def _count_dispute(file: File, fact: DisputeOpened | DisputeResolved) -> None:
    """It speaks against the debtor until the creditor has found it valid."""
    if isinstance(fact, DisputeOpened):
        counted = DisputeCounted(
            **file.about, dispute=fact.dispute, counts=True, opened_on=fact.opened_on
        )
        file.on_debtor(counted)
    elif fact.resolution != "refused" and fact.dispute in file.debtor.disputes:
        lifted = DisputeCounted(**file.about, dispute=fact.dispute, counts=False, opened_on=None)
        file.on_debtor(lifted)
