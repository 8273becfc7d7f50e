"""Money and credit notes on a debtor's account: they lower what is net due, and keep promises."""

from typing import Final

from libs.events.contracts.dunning import CreditNoted, Gate
from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    CreditMovedIn,
    PaymentAllocated,
    ShareBooked,
    ShareMovedIn,
    ShareTakenBack,
)
from libs.kernel.money import Money
from services.dunning.domain.agreed_money import PromisedMoney
from services.dunning.domain.commands import CheckGates
from services.dunning.domain.file import File
from services.dunning.domain.promises import note_money

SMALL: Final[Gate] = "small_net_due_waits"
Came = ShareMovedIn | CreditMovedIn
CreditEvent = (
    ShareBooked | ShareTakenBack | PaymentAllocated | AllocationReversed | CreditBooked | Came
)


def note_credit(file: File, event: CreditEvent, cause: str) -> None:
    """What of a source lies on account now, and what of it promises were waiting for."""
    source, on_account = _source_of(event)
    case = file.know_case(event.creditor, event.amount.currency)
    before = file.case(case).credit.get(source, Money.zero(on_account.currency))
    if on_account != before:
        noted = CreditNoted(**file.about(case), source=source, on_account=on_account)
        file.on_case(case, noted)
    if on_account > before and file.case(case).pending is not None:
        # One decision later: what is booked on account here is mostly set against an item next.
        file.send(CheckGates(debtor=file.debtor_id, gate=SMALL, cause=cause))
    if on_account < before and SMALL in file.case(case).held:
        file.reconsider()
    if isinstance(event, PaymentAllocated | AllocationReversed):
        _note_allocation(file, event, source)


def _note_allocation(file: File, event: PaymentAllocated | AllocationReversed, source: str) -> None:
    item = file.item(event.item)
    if not item.item:
        return
    if isinstance(event, PaymentAllocated):
        note_money(file, item, source, PromisedMoney(event.amount, event.booked_on))
    else:
        note_money(file, item, source, PromisedMoney(-event.amount, None))


def _source_of(event: CreditEvent) -> tuple[str, Money]:
    match event:
        case ShareBooked():
            return f"share/{event.share}", event.amount
        case ShareTakenBack():
            return f"share/{event.share}", Money.zero(event.amount.currency)
        case CreditBooked():
            return f"credit/{event.credit}", event.amount
        case ShareMovedIn():
            return f"share/{event.share}", event.on_account
        case CreditMovedIn():
            return f"credit/{event.credit}", event.on_account
        case PaymentAllocated() | AllocationReversed():
            return f"{event.source_kind}/{event.source}", event.on_account
