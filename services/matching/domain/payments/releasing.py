"""Shares come back to their payment: bounced, undone, or because the bank took it back."""

from libs.events.contracts.matching import PaymentReturned, ShareRecalled, ShareReleased
from libs.events.loop.decider import NOTHING, Decision
from libs.kernel.keys import path_of
from services.matching.domain.clearing.commands import TakeBackRemittance
from services.matching.domain.commands import (
    OriginalTaken,
    ReleaseShare,
    ReturnPayment,
    Search,
    TakeBackShare,
)
from services.matching.domain.payments.searching import Desk, lift_suspicions


class ReturnOfNothing(Exception):
    """A return was assigned to a payment that is not recorded, which is a bug."""


def return_payment(desk: Desk, asked: ReturnPayment) -> Decision:
    """What is free is gone at once; each share is asked back and goes to the bank, and what is an
    agency's remittance as well.

    Raises ReturnOfNothing.
    """
    payment = desk.state
    if not payment.payment:
        raise ReturnOfNothing(asked.payment)
    if payment.returned_by:
        if payment.returned_by != asked.by_return:
            taken = OriginalTaken(
                payment=asked.by_return, original=asked.payment, since_on=asked.since_on
            )
            desk.draft.send(asked.group, taken)
        return desk.draft.decision()
    lift_suspicions(desk)
    returned = PaymentReturned(
        payment=desk.payment,
        by_return=asked.by_return,
        free=payment.free,
        return_reason=asked.return_reason,
    )
    desk.draft.record(desk.stream, returned)
    if payment.remittance:
        owed = TakeBackRemittance(remittance=payment.remittance, payment=desk.payment)
        desk.draft.send(path_of(desk.tenant, "agency", payment.remitted_by), owed)
    for name, share in payment.shares.items():
        if not share.recalled:
            recalled = ShareRecalled(payment=desk.payment, share=name, reason="returned")
            desk.draft.record(desk.stream, recalled)
            back = TakeBackShare(
                share=name, payment=desk.payment, reason="returned", by_return=asked.by_return
            )
            desk.draft.send(desk.debtor_key(share.debtor), back)
    return desk.draft.decision()


def release_share(desk: Desk, asked: ReleaseShare) -> Decision:
    """A bounce is searched again with certainty once; what was undone is only suggested.

    After an undo the search matters too: what else the money could settle is suspected.
    """
    payment = desk.state
    if asked.share not in payment.shares:
        return NOTHING
    share = payment.shares[asked.share]
    released = ShareReleased(
        payment=desk.payment,
        share=asked.share,
        amount=share.amount,
        reason=asked.reason,
        returned=bool(payment.returned_by),
    )
    desk.draft.record(desk.stream, released)
    if not payment.returned_by:
        may_apply = asked.reason == "bounced" and not share.recalled and not payment.bounces_count
        again = Search(
            payment=desk.payment,
            mode="certain" if may_apply else "suggest",
            debtors=(share.debtor,),
            # A chain of bounces has to stay within the depth that the barrier counts.
            is_second=asked.reason == "bounced",
        )
        desk.draft.send(desk.stream, again)
    return desk.draft.decision()
