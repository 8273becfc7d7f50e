"""A merged debtor and its items leave: nothing is asked for here any more."""

from libs.events.contracts.dunning import (
    CallDropped,
    CreditNoted,
    DebtorLeft,
    Gate,
    ItemDropped,
    ItemLeft,
)
from libs.events.contracts.matching import DebtorClosed
from libs.kernel.money import Money
from services.dunning.domain.file import File
from services.dunning.domain.recalling import recall_item

_MOVED: Gate = "paid_items_are_not_demanded"
"""What is not owed here any more, whether it was paid or went elsewhere, is not asked for here."""


def leave(file: File, closed: DebtorClosed) -> None:
    """Money on its account went along, and what it was to be called for."""
    if file.debtor.into:
        return
    creditor = file.debtor.creditor or closed.creditor
    file.on_debtor(DebtorLeft(creditor=creditor, debtor=file.debtor_id, into=closed.into))
    for case in file.cases.values():
        state = file.case(case)
        for source, money in state.credit.items():
            nothing = Money.zero(money.currency)
            file.on_case(case, CreditNoted(**file.about(case), source=source, on_account=nothing))
        for call in state.open_calls:
            file.on_case(case, CallDropped(**file.about(case), call=call, gate=_MOVED))
        file.close_task("message_failed", case)
        file.close_task("ladder_ended", case)
        for promise in state.promises:
            file.close_task("promise_not_judged", promise)
            file.close_task("promise_broken", promise)
    file.close_task("address_missing", file.debtor_id)
    file.close_task("message_bounced", file.debtor_id)
    if file.cases:
        file.reconsider()


def leave_item(file: File, name: str, into: str, cause: str) -> None:
    """A demand for it is recalled; its outcome still counts, and goes after it.

    An item that only passed through is remembered, for what is on its way to it.
    """
    item = file.item(name)
    if item.into:
        return
    left = ItemLeft(
        item=name,
        case=item.case,
        creditor=file.debtor.creditor,
        debtor=file.debtor_id,
        into=into,
    )
    if not item.item:
        file.on_arriving_item(name, left)
        return
    if item.is_owed:
        dropped = ItemDropped(**file.about(item.case), item=name, reason="moved")
        file.on_item(name, dropped)
    file.on_item(name, left)
    recall_item(file, file.item(name), cause)
    file.close_task("paid_claim", name)
    file.close_task("suspicion_expired", name)
    for dispute in item.disputes:
        file.close_task("dispute_due", dispute)
