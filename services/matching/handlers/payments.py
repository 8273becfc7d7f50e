"""Payments: what their decisions have to see, and where they are found again."""

from collections.abc import Iterator, Mapping
from typing import Any

from libs.events.contracts.model import Contract, Event
from libs.events.loop.decider import (
    Decision,
    Found,
    Message,
    Needs,
    Placement,
    States,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import path_of, tenant_of
from services.matching.domain.clearing.commands import ReceiveCollection, ReleaseRemittance
from services.matching.domain.clearing.paying import (
    pay_remittance,
    receive_collection,
    release_remittance,
    remittance_lookups,
)
from services.matching.domain.commands import (
    Apply,
    ReceivePayment,
    ReleaseShare,
    ReturnPayment,
    Search,
    Undo,
)
from services.matching.domain.lookups import (
    FreeSeen,
    OriginalSeen,
    PayerSeen,
    original_key,
    tellable,
    words,
)
from services.matching.domain.payments.applying import apply_by_person, plan_lookups, undo
from services.matching.domain.payments.receiving import receive
from services.matching.domain.payments.releasing import release_share, return_payment
from services.matching.domain.payments.returning import return_lookups, return_seen
from services.matching.domain.payments.searching import Desk, search
from services.matching.domain.payments.state import PaymentState, evolve_payment
from services.matching.domain.search.sight import search_lookups

Entries = Iterator[tuple[str, str, Any]]


class Payments:
    """Messages of a payment's key."""

    takes: tuple[type[Contract], ...] = (
        ReceivePayment,
        Search,
        Apply,
        Undo,
        ReleaseShare,
        ReturnPayment,
        ReceiveCollection,
        ReleaseRemittance,
    )
    state_types: Mapping[str, type] = {"payment": PaymentState}

    def __init__(self, ids: IdSecret) -> None:
        self._ids = ids

    def needs(self, message: Message, states: States) -> Needs:
        tenant, body = tenant_of(message.key), message.body
        stream = path_of(tenant, "payment", _payment_of(body))
        if not isinstance(body, Search | Apply) or not states.seen(stream):
            return Needs(streams=(stream,))
        payment: PaymentState = states.of(stream)
        if not payment.can_be_used:
            return Needs(streams=(stream,))
        if isinstance(body, Apply):
            return Needs(streams=(stream,), lookups=plan_lookups(tenant, payment, body))
        lookups = search_lookups(tenant, payment, body.debtors)
        returns = return_lookups(payment, tenant, self._ids)
        remittances = remittance_lookups(tenant, payment)
        return Needs(streams=(stream,), lookups=(*lookups, *returns, *remittances))

    def decide(self, message: Message, states: States, found: Found) -> Decision:
        body = message.body
        desk = Desk.at(states, tenant_of(message.key), _payment_of(body), self._ids)
        match body:
            case ReceivePayment():
                return receive(desk, body)
            case Search():
                if pay_remittance(desk, found):
                    return desk.draft.decision()
                return search(desk, body, found)
            case Apply():
                return apply_by_person(desk, body, found)
            case Undo():
                return undo(desk, body)
            case ReleaseShare():
                return release_share(desk, body)
            case ReturnPayment():
                return return_payment(desk, body)
            case _:
                return _clear(desk, body)

    def evolve(self, state: PaymentState, event: Event) -> PaymentState:
        return evolve_payment(state, event)

    def place(self, stream: str, state: PaymentState) -> Placement:
        tenant = tenant_of(stream)
        if state.kind == "return":
            return Placement(entries=tuple(_of_return(tenant, state, self._ids)))
        return Placement(
            entries=(
                *_of_free_money(tenant, state),
                *_of_what_it_taught(tenant, state),
                *_of_an_original(tenant, state, self._ids),
            )
        )


def _clear(desk: Desk, body: Contract) -> Decision:
    match body:
        case ReceiveCollection():
            return receive_collection(desk, body)
        case ReleaseRemittance():
            return release_remittance(desk, body)
        case _:
            raise TypeError(f"no payment decides on {type(body).__name__}")


def _payment_of(body: Contract) -> str:
    payment: str = getattr(body, "payment", "")
    return payment


def _of_free_money(tenant: str, state: PaymentState) -> Entries:
    if not state.can_be_used:
        return
    says, creditor, amount = state.says, state.creditor, str(state.free)
    seen = FreeSeen(state.payment, state.booked_on, says.payer_account)
    for name in dict.fromkeys(says.references):
        yield "free_by_reference", words(tenant, creditor, name), seen
    for name in dict.fromkeys(says.numbers):
        yield "free_by_number", words(tenant, creditor, name), seen
    for name in dict.fromkeys(says.customers):
        yield "free_by_customer", words(tenant, creditor, name), seen
    yield "free_by_amount", words(tenant, creditor, amount), seen
    if says.payer_account:
        key = words(tenant, creditor, says.payer_account, amount)
        yield "free_by_payer_and_amount", key, seen
    if says.payer_name:
        key = words(tenant, creditor, says.payer_name, amount)
        yield "free_by_name_and_amount", key, seen


def _of_what_it_taught(tenant: str, state: PaymentState) -> Entries:
    for debtor in dict.fromkeys(state.taught):
        seen = PayerSeen(state.says.payer_account, debtor)
        yield "debtor_of_payer", words(tenant, state.creditor, seen.payer_account), seen
        yield "payer_of_debtor", words(tenant, debtor), seen


def _of_an_original(tenant: str, state: PaymentState, ids: IdSecret) -> Entries:
    if not state.payment:
        return
    seen = OriginalSeen(state.payment, state.booked_on, state.position, state.returned_by)
    for told in tellable(state.bank_reference, state.end_to_end_id):
        yield "original", original_key(ids, tenant, state.account, state.amount, told), seen


def _of_return(tenant: str, state: PaymentState, ids: IdSecret) -> Entries:
    seen = return_seen(state, tenant, ids)
    yield "return", words(tenant, state.payment), seen
    for told in tellable(state.bank_reference, state.end_to_end_id):
        yield "return_for", original_key(ids, tenant, state.account, state.amount, told), seen
