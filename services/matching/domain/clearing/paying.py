"""Payments that are an agency's: what it recovered, and what it remits."""

from typing import Final

from libs.events.contracts.handoff import RecoveryReported
from libs.events.contracts.matching import (
    CollectionReceived,
    RemittancePaid,
    RemittanceReleased,
    RemittanceReturned,
    ShareIntent,
)
from libs.events.loop.decider import NOTHING, Decision, Found, Lookup, Send
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from services.matching.domain.clearing.commands import (
    BookRemittance,
    ReceiveCollection,
    ReleaseRemittance,
)
from services.matching.domain.commands import Search
from services.matching.domain.lookups import FEW, RemittanceSeen, words
from services.matching.domain.payments.returning import find_original, waiting_returns
from services.matching.domain.payments.searching import Desk, lift_suspicions, send_shares
from services.matching.domain.payments.state import PaymentState

RULE: Final = "reported_by_agency"


def hear_recovery(tenant: str, heard: RecoveryReported) -> Decision:
    """It is a payment of the debtor's, at a key of its own."""
    command = ReceiveCollection(
        payment=heard.recovery,
        agency=heard.agency,
        placement=heard.placement,
        creditor=heard.creditor,
        debtor=heard.debtor,
        items=heard.items,
        amount=heard.amount,
        received_on=heard.received_on,
    )
    return Decision(sends=(Send(path_of(tenant, "payment", heard.recovery), command),))


def receive_collection(desk: Desk, asked: ReceiveCollection) -> Decision:
    """The agency says what it is for, so its shares go out at once."""
    if desk.state.payment:
        return NOTHING
    said = asked.model_dump(exclude={"items"})
    desk.draft.record(desk.stream, CollectionReceived(**said))
    shares = tuple(
        ShareIntent(
            share=desk.share_id(number),
            debtor=asked.debtor,
            item=one.item,
            amount=one.amount,
            evidence="person",
        )
        for number, one in enumerate(asked.items)
    )
    send_shares(desk, shares, RULE, candidates_count=len(shares), decided_by=asked.agency)
    return desk.draft.decision()


def remittance_key(tenant: str, creditor: str, net: Money) -> str:
    return words(tenant, creditor, str(net))


def remittance_lookups(tenant: str, payment: PaymentState) -> tuple[Lookup, ...]:
    """Remittances of exactly what is free of it."""
    if not payment.can_be_used or payment.free != payment.amount:
        return ()
    key = remittance_key(tenant, payment.creditor, payment.free)
    return (Lookup("remittance_expected", key, FEW),)


def pay_remittance(desk: Desk, found: Found) -> bool:
    """Whether the payment is a remittance: it names one, with exactly its amount."""
    payment = desk.state
    seen: list[RemittanceSeen] = [
        entry.value
        for lookup in remittance_lookups(desk.tenant, payment)
        for entry in found.entries(lookup)
        if entry.value.number in payment.says.numbers
        and entry.value.remittance not in payment.not_remittances
    ]
    if len(seen) != 1 or payment.is_touched:
        return False
    one = seen[0]
    for waiting in waiting_returns(payment, desk.tenant, desk.ids, found):
        desk.draft.send(*find_original(waiting))
    lift_suspicions(desk)
    paid = RemittancePaid(
        payment=desk.payment,
        remittance=one.remittance,
        agency=one.agency,
        creditor=payment.creditor,
        amount=payment.free,
        free=Money.zero(payment.free.currency),
    )
    desk.draft.record(desk.stream, paid)
    book = BookRemittance(
        remittance=one.remittance, agency=one.agency, payment=desk.payment, amount=paid.amount
    )
    desk.draft.send(path_of(desk.tenant, "agency", one.agency), book)
    return True


def release_remittance(desk: Desk, asked: ReleaseRemittance) -> Decision:
    """It came second: its money is free again, and only suggested from now on. Of a payment that
    the bank took back it is gone."""
    payment = desk.state
    if payment.remittance != asked.remittance:
        return NOTHING
    if payment.returned_by:
        returned = RemittanceReturned(
            payment=desk.payment, remittance=asked.remittance, amount=payment.amount
        )
        desk.draft.record(desk.stream, returned)
        return desk.draft.decision()
    released = RemittanceReleased(
        payment=desk.payment, remittance=asked.remittance, amount=payment.amount
    )
    desk.draft.record(desk.stream, released)
    desk.draft.send(desk.stream, Search(payment=desk.payment, mode="suggest"))
    return desk.draft.decision()
