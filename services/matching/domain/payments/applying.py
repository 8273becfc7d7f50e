"""A person says what a payment is for, or takes a use of it back."""

from collections.abc import Iterable

from libs.events.contracts.matching import PayerAccountForgotten, ShareIntent, ShareRecalled
from libs.events.loop.decider import NOTHING, Decision, Found, Lookup
from libs.kernel.money import total
from services.matching.domain.commands import Apply, SharePlan, TakeBackShare, Undo
from services.matching.domain.lookups import (
    DebtorSeen,
    ItemSeen,
    debtor_by_id,
    debtor_of_payer,
    item_by_id,
)
from services.matching.domain.payments.searching import Desk, learn, send_shares, suggest_the_rest
from services.matching.domain.payments.state import PaymentState
from services.matching.domain.refusals import (
    AmountNotPositive,
    AmountOverFree,
    CurrencyDiffers,
    DebtorUnknown,
    ItemNamedTwice,
    ItemUnknown,
    OtherCreditor,
    PaymentHasNothingFree,
    PaymentUnknown,
    PaymentWasReturned,
    ShareUnknown,
)


def plan_lookups(tenant: str, payment: PaymentState, asked: Apply) -> tuple[Lookup, ...]:
    """What has to be known of the items and debtors that a person names."""
    named = [
        item_by_id(tenant, plan.item) if plan.item else debtor_by_id(tenant, plan.debtor)
        for plan in asked.shares
    ]
    payer = payment.says.payer_account
    if payer:
        named.append(debtor_of_payer(tenant, payment.creditor, payer))
    return tuple(named)


def apply_by_person(desk: Desk, asked: Apply, found: Found) -> Decision:
    """Several shares, also over debtors and on account; what is left over is suggested.

    Raises the refusals of `services.matching.domain.refusals` on payments, items and amounts.
    """
    payment = _usable(desk)
    _check_amounts(payment, asked.shares)
    shares = tuple(_intent(desk, plan, number, found) for number, plan in enumerate(asked.shares))
    send_shares(desk, shares, "person", candidates_count=len(shares), decided_by=asked.decided_by)
    learn(desk, shares, _known_debtors(desk, found))
    suggest_the_rest(desk)
    names = ",".join(one.share for one in shares)
    free = str(desk.state.free)
    return desk.draft.decision({"outcome": "accepted", "shares": names, "free": free})


def _usable(desk: Desk) -> PaymentState:
    payment = desk.state
    if not payment.payment or payment.kind != "credit":
        raise PaymentUnknown(payment=desk.payment)
    if payment.returned_by:
        raise PaymentWasReturned(payment=desk.payment)
    if not payment.free.is_positive:
        raise PaymentHasNothingFree(payment=desk.payment)
    return payment


def _check_amounts(payment: PaymentState, plans: Iterable[SharePlan]) -> None:
    plans = tuple(plans)
    currency = payment.free.currency
    for plan in plans:
        if plan.amount.currency != currency:
            raise CurrencyDiffers(wanted=plan.amount, currency=currency)
        if not plan.amount.is_positive:
            raise AmountNotPositive(wanted=plan.amount)
    items = [plan.item for plan in plans if plan.item]
    for item in items:
        if items.count(item) > 1:
            raise ItemNamedTwice(item=item)
    wanted = total((plan.amount for plan in plans), currency)
    if wanted > payment.free:
        raise AmountOverFree(wanted=wanted, free=payment.free, payment=payment.payment)


def _intent(desk: Desk, plan: SharePlan, number: int, found: Found) -> ShareIntent:
    item = _item(desk, plan, found) if plan.item else None
    debtor = item.debtor if item else _debtor(desk, plan, found)
    return ShareIntent(
        share=desk.share_id(desk.state.shares_count + number),
        debtor=debtor,
        item=plan.item,
        number=item.number if item else "",
        amount=plan.amount,
        evidence="person",
    )


def _item(desk: Desk, plan: SharePlan, found: Found) -> ItemSeen:
    entries = found.entries(item_by_id(desk.tenant, plan.item))
    if not entries:
        raise ItemUnknown(item=plan.item)
    item: ItemSeen = entries[0].value
    if item.creditor != desk.state.creditor:
        raise OtherCreditor(named=f"item {plan.item}", payment=desk.payment)
    if item.amount.currency != plan.amount.currency:
        raise CurrencyDiffers(wanted=plan.amount, currency=item.amount.currency)
    return item


def _debtor(desk: Desk, plan: SharePlan, found: Found) -> str:
    entries = found.entries(debtor_by_id(desk.tenant, plan.debtor))
    if not entries:
        raise DebtorUnknown(debtor=plan.debtor)
    debtor: DebtorSeen = entries[0].value
    if debtor.creditor != desk.state.creditor:
        raise OtherCreditor(named=f"debtor {plan.debtor}", payment=desk.payment)
    return plan.debtor


def _known_debtors(desk: Desk, found: Found) -> tuple[str, ...]:
    payer = desk.state.says.payer_account
    if not payer:
        return ()
    entries = found.entries(debtor_of_payer(desk.tenant, desk.state.creditor, payer))
    return tuple(entry.value.debtor for entry in entries)


def undo(desk: Desk, asked: Undo) -> Decision:
    """The share is asked back by the route that it was sent; the pair never comes again.

    Raises PaymentUnknown, PaymentWasReturned, ShareUnknown.
    """
    payment = desk.state
    if not payment.payment:
        raise PaymentUnknown(payment=desk.payment)
    if asked.share not in payment.shares:
        raise ShareUnknown(payment=desk.payment, share=asked.share)
    share = payment.shares[asked.share]
    if share.recalled == "undone":
        return NOTHING
    if payment.returned_by:
        raise PaymentWasReturned(payment=desk.payment)
    recalled = ShareRecalled(
        payment=desk.payment, share=asked.share, reason="undone", recalled_by=asked.decided_by
    )
    desk.draft.record(desk.stream, recalled)
    _forget(desk, share.debtor)
    back = TakeBackShare(share=asked.share, payment=desk.payment, reason="undone")
    desk.draft.send(desk.debtor_key(share.debtor), back)
    return desk.draft.decision({"outcome": "accepted", "share": asked.share})


def _forget(desk: Desk, debtor: str) -> None:
    """What the payment taught of a debtor goes with the last use of it there."""
    payment = desk.state
    used_there = any(one.debtor == debtor and not one.recalled for one in payment.shares.values())
    if debtor not in payment.taught or used_there:
        return
    forgotten = PayerAccountForgotten(
        payment=desk.payment,
        creditor=payment.creditor,
        debtor=debtor,
        payer_account=payment.says.payer_account,
    )
    desk.draft.record(desk.stream, forgotten)
