"""What decisions at a payment's key see, and how it changes; total, never refuses."""

from dataclasses import dataclass, field, replace
from datetime import date

from libs.events.contracts.matching import (
    CollectionReceived,
    PayerAccountForgotten,
    PayerAccountLearned,
    PaymentIdentified,
    PaymentReceived,
    PaymentReturned,
    PaymentSuggested,
    PaymentUnidentified,
    RemittancePaid,
    RemittanceReleased,
    RemittanceReturned,
    ShareRecalled,
    ShareReleased,
)
from libs.events.contracts.model import Event
from libs.kernel.money import Money
from services.matching.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class SentShare:
    """A share on its way to its debtor, or booked there."""

    debtor: str
    item: str
    amount: Money
    recalled: str = ""
    """Why it was asked back, `undone` or `returned`; empty: it was not."""


@dataclass(frozen=True, slots=True)
class Says:
    """What a payment says of what it is for: references, and keyed hashes of the rest."""

    references: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    payer_account: str = ""
    payer_name: str = ""


@dataclass(frozen=True, slots=True)
class PaymentState:
    """A bank entry that is somebody's payment, or the return of one."""

    payment: str = ""
    """Empty until it is received."""
    kind: str = "credit"
    creditor: str = ""
    account: str = ""
    position: int = 0
    amount: Money = NO_MONEY
    free: Money = NO_MONEY
    booked_on: date = NO_DAY
    bank_reference: str = ""
    end_to_end_id: str = ""
    return_reason: str = ""
    says: Says = Says()
    shares: dict[str, SentShare] = field(default_factory=dict)
    shares_count: int = 0
    """How many shares it ever sent: their ids are made of it."""
    suggested: dict[str, str] = field(default_factory=dict)
    """Item that it suspects, to the debtor by whose route it does."""
    routes: dict[str, str] = field(default_factory=dict)
    """Item that it ever suspected, to the debtor where that was: every `Suspect` and `Unsuspect` of
    it goes this way, though it may have moved since. By two they could overtake each other."""
    undone: tuple[str, ...] = ()
    """Items that a person took this payment off: that pair never comes again."""
    taught: tuple[str, ...] = ()
    """Debtors that this payment taught its payer's account for."""
    is_touched: bool = False
    """A person has used it or undone a use: from then on it is only suggested."""
    is_unidentified: bool = False
    bounces_count: int = 0
    returned_by: str = ""
    remittance: str = ""
    """An agency's remittance that it is; empty: none."""
    remitted_by: str = ""
    """The agency."""
    not_remittances: tuple[str, ...] = ()
    """Remittances that another payment had settled before."""

    @property
    def can_be_used(self) -> bool:
        return self.kind == "credit" and self.free.is_positive and not self.returned_by


def evolve_payment(state: PaymentState, event: Event) -> PaymentState:
    match event:
        case PaymentReceived():
            return _received(event)
        case PaymentIdentified():
            return _identified(state, event)
        case PaymentSuggested():
            return _suggested(state, event)
        case PaymentUnidentified():
            return replace(state, is_unidentified=True)
        case PaymentReturned():
            nothing = Money.zero(state.free.currency)
            return replace(state, free=nothing, returned_by=event.by_return, suggested={})
        case PayerAccountLearned():
            return replace(state, taught=(*state.taught, event.debtor))
        case PayerAccountForgotten():
            return replace(state, taught=tuple(d for d in state.taught if d != event.debtor))
        case CollectionReceived() | RemittancePaid() | RemittanceReleased() | RemittanceReturned():
            return _evolve_clearing(state, event)
        case _:
            return _evolve_shares(state, event)


def _evolve_clearing(
    state: PaymentState,
    event: CollectionReceived | RemittancePaid | RemittanceReleased | RemittanceReturned,
) -> PaymentState:
    match event:
        case CollectionReceived():
            return _collected(event)
        case RemittancePaid():
            return replace(
                state,
                free=event.free,
                remittance=event.remittance,
                remitted_by=event.agency,
                suggested={},
                is_unidentified=False,
            )
        case RemittanceReturned():
            return replace(state, remittance="")
        case RemittanceReleased():
            before = (*state.not_remittances, event.remittance)
            free = state.free + event.amount
            return replace(state, free=free, remittance="", not_remittances=before)


def _received(event: PaymentReceived) -> PaymentState:
    said = event.evidence
    return PaymentState(
        payment=event.payment,
        kind=event.kind,
        creditor=event.creditor,
        account=event.account,
        position=event.position,
        amount=event.amount,
        free=event.amount,
        booked_on=event.booked_on,
        bank_reference=event.bank_reference,
        end_to_end_id=event.end_to_end_id,
        return_reason=event.return_reason,
        says=Says(
            said.references, said.numbers, said.customers, said.payer_account, said.payer_name
        ),
    )


def _collected(event: CollectionReceived) -> PaymentState:
    return PaymentState(
        payment=event.payment,
        creditor=event.creditor,
        amount=event.amount,
        free=event.amount,
        booked_on=event.received_on,
    )


def _suggested(state: PaymentState, event: PaymentSuggested) -> PaymentState:
    routes = {one.item: one.debtor for one in event.candidates} | state.routes
    suspected = {one.item: routes[one.item] for one in event.candidates}
    return replace(
        state, suggested=state.suggested | suspected, routes=routes, is_unidentified=False
    )


def _identified(state: PaymentState, event: PaymentIdentified) -> PaymentState:
    sent = {one.share: SentShare(one.debtor, one.item, one.amount) for one in event.shares}
    return replace(
        state,
        free=event.free,
        shares={**state.shares, **sent},
        shares_count=state.shares_count + len(sent),
        suggested={},
        is_touched=state.is_touched or bool(event.decided_by),
        is_unidentified=False,
    )


def _evolve_shares(state: PaymentState, event: Event) -> PaymentState:
    match event:
        case ShareRecalled() if event.share in state.shares:
            share = state.shares[event.share]
            recalled = {**state.shares, event.share: replace(share, recalled=event.reason)}
            undone = event.reason == "undone"
            return replace(
                state,
                shares=recalled,
                undone=(*state.undone, share.item) if undone and share.item else state.undone,
                is_touched=state.is_touched or undone,
            )
        case ShareReleased():
            left = {name: one for name, one in state.shares.items() if name != event.share}
            free = state.free if event.returned else state.free + event.amount
            bounces = state.bounces_count + (event.reason == "bounced")
            return replace(state, shares=left, free=free, bounces_count=bounces)
        case _:
            return state
