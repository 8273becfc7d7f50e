"""How items, shares and credit notes change by what was recorded; total, never refuses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    CreditMovedIn,
    DebtorClosed,
    DueDateExtended,
    ItemArrived,
    ItemCancelled,
    ItemMovedIn,
    ItemMovedOut,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    SetAgainst,
    SettlementSuspected,
    ShareBooked,
    ShareBounced,
    ShareMovedIn,
    ShareTakenBack,
    SuspicionExpired,
    SuspicionLifted,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money
from services.matching.domain.items.state import (
    CreditState,
    DebtorState,
    ItemState,
    ShareState,
    Suspicion,
)

Source = TypeVar("Source", ShareState, CreditState)


def evolve_item(state: ItemState, event: Event) -> ItemState:
    match event:
        case ItemOpened():
            return _named(event)
        case ItemReduced():
            source = f"{event.source_kind}/{event.source}"
            sources = _changed(state.sources, source, event.amount)
            return replace(state, open=event.open, sources=sources)
        case ItemSettled():
            source = f"{event.source_kind}/{event.source}"
            sources = _changed(state.sources, source, event.amount)
            return replace(state, open=Money.zero(event.amount.currency), sources=sources)
        case ItemReopened():
            source = f"{event.source_kind}/{event.source}"
            sources = _changed(state.sources, source, -event.amount)
            return replace(state, open=event.open, sources=sources)
        case ItemCancelled():
            nothing = Money.zero(state.amount.currency)
            return replace(state, open=nothing, sources={}, is_cancelled=True)
        case DueDateExtended():
            return replace(state, due_on=event.due_on)
        case ItemMovedIn() | ItemMovedOut() | ItemArrived():
            return _evolve_moves(state, event)
        case _:
            return _evolve_suspicions(state, event)


def evolve_debtor(state: DebtorState, event: Event) -> DebtorState:
    if not isinstance(event, DebtorClosed):
        return state
    return DebtorState(event.debtor, event.into, event.creditor)


def _evolve_moves(state: ItemState, event: ItemMovedIn | ItemMovedOut | ItemArrived) -> ItemState:
    match event:
        case ItemMovedIn():
            return _moved_in(event)
        case ItemMovedOut():
            return replace(state, into=event.into)
        case ItemArrived():
            return replace(state, has_arrived=True)


def _moved_in(event: ItemMovedIn) -> ItemState:
    carried = event.suspicions
    return replace(
        _named(event),
        open=event.open,
        sources={f"{one.source_kind}/{one.source}": one.amount for one in event.settled_by},
        suspicions={
            one.by: Suspicion(one.since_on, one.expires_on, one.is_expired) for one in carried
        },
        is_cancelled=event.is_cancelled,
        formerly=event.formerly,
    )


def _named(event: ItemOpened | ItemMovedIn) -> ItemState:
    return ItemState(
        item=event.item,
        kind=event.kind,
        creditor=event.creditor,
        debtor=event.debtor,
        number=event.number,
        amount=event.amount,
        open=event.amount,
        issued_on=event.issued_on,
        due_on=event.due_on,
        references=event.names.references,
        number_hash=event.names.number,
        number_length=event.names.number_length,
        customer=event.names.customer,
        debtor_name=event.names.debtor_name,
    )


def _evolve_suspicions(state: ItemState, event: Event) -> ItemState:
    match event:
        case SettlementSuspected():
            suspicion = Suspicion(event.since_on, event.expires_on)
            return replace(state, suspicions={**state.suspicions, event.by: suspicion})
        case SuspicionLifted():
            left = {by: one for by, one in state.suspicions.items() if by != event.by}
            return replace(state, suspicions=left)
        case SuspicionExpired() if event.by in state.suspicions:
            expired = replace(state.suspicions[event.by], is_expired=True)
            return replace(state, suspicions={**state.suspicions, event.by: expired})
        case _:
            return state


def evolve_share(state: ShareState, event: Event) -> ShareState:
    match event:
        case ShareBooked():
            return _share_booked(event)
        case ShareMovedIn():
            return _share_moved_in(event)
        case ShareBounced():
            return replace(
                state, share=event.share, payment=event.payment, debtor=event.debtor,
                creditor=event.creditor, item=event.item, amount=event.amount, status="bounced",
                on_account=Money.zero(event.amount.currency),
            )  # fmt: skip
        case ShareTakenBack():
            nothing = Money.zero(state.amount.currency)
            return replace(
                state,
                on_account=nothing,
                allocated={},
                status="taken_back",
                returned_by=event.by_return,
            )
        case _:
            return _evolve_allocations(state, event)


def _share_booked(event: ShareBooked) -> ShareState:
    return ShareState(
        share=event.share,
        payment=event.payment,
        creditor=event.creditor,
        debtor=event.debtor,
        item=event.item,
        amount=event.amount,
        booked_on=event.booked_on,
        on_account=event.amount,
        status="booked",
    )


def _share_moved_in(event: ShareMovedIn) -> ShareState:
    return ShareState(
        share=event.share,
        payment=event.payment,
        creditor=event.creditor,
        debtor=event.debtor,
        item=event.item,
        amount=event.amount,
        booked_on=event.booked_on,
        on_account=event.on_account,
        allocated=_by_item(event.set_against),
        status="booked",
    )


def _by_item(set_against: tuple[SetAgainst, ...]) -> dict[str, Money]:
    return {one.item: one.amount for one in set_against}


def evolve_credit(state: CreditState, event: Event) -> CreditState:
    match event:
        case CreditBooked():
            return _credit_booked(event)
        case CreditMovedIn():
            return replace(
                _credit_booked(event),
                on_account=event.on_account,
                allocated=_by_item(event.set_against),
            )
        case _:
            return _evolve_allocations(state, event)


def _credit_booked(event: CreditBooked | CreditMovedIn) -> CreditState:
    return CreditState(
        credit=event.credit,
        creditor=event.creditor,
        debtor=event.debtor,
        number=event.number,
        item=event.item,
        amount=event.amount,
        booked_on=event.issued_on,
        on_account=event.amount,
    )


def _evolve_allocations(state: Source, event: Event) -> Source:
    match event:
        case PaymentAllocated():
            allocated = _changed(state.allocated, event.item, event.amount)
        case AllocationReversed():
            allocated = _changed(state.allocated, event.item, -event.amount)
        case _:
            return state
    return replace(state, on_account=event.on_account, allocated=allocated)


def _changed(amounts: Mapping[str, Money], name: str, by: Money) -> dict[str, Money]:
    """`amounts` with `by` added under `name`; nothing is kept under a name that comes to zero."""
    now = amounts[name] + by if name in amounts else by
    rest = {one: amount for one, amount in amounts.items() if one != name}
    return rest if now.is_zero else {**rest, name: now}
