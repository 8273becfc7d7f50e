"""The truth of one payment: its case, and whether it can be known."""

from libs.simulator.any_order import AnyOrder
from libs.simulator.booked import Booked
from libs.simulator.certainty import UNSURE, Verdict
from libs.simulator.day_by_day import DayVerdict
from libs.simulator.entries import NOBODYS, Kind
from libs.simulator.life import Life, Seen
from libs.simulator.payments import Case
from libs.simulator.transfers import PLAIN_CASES
from libs.simulator.truth import Certain, TruePart, TruePayment


def true_payment(
    booked: Booked, seen: Seen, any_order: AnyOrder, day: DayVerdict, life: Life
) -> TruePayment:
    first, payment = booked.transactions[0], booked.payments[0]
    whole = booked.entry.kind is Kind.BATCH_WHOLE
    always = UNSURE if whole else any_order.verdict(seen)
    certain, by = _certain(seen, always, UNSURE if whole else day.verdict)
    return TruePayment(
        key=booked.key,
        case=_case(booked, seen, day, life),
        kind=booked.entry.kind,
        certain=certain,
        certain_by=by,
        may_mislead=not whole and any_order.may_mislead(seen),
        split=tuple(
            TruePart(part.invoice.number, part.invoice.debtor.customer_number, part.amount)
            for p in booked.payments
            for part in p.parts
        ),
        wording=first.remittance.wording,
        spelling=first.remittance.spelling,
        payer=payment.payer.kind,
        arrives_on=booked.arrives_on,
        returned_on=payment.returned.booked_on if payment.returned and seen.returned_on else None,
    )


def _certain(seen: Seen, always: Verdict, day: Verdict) -> tuple[Certain, str]:
    if always.split == seen.meant:
        return True, always.by
    if day.split == seen.meant:
        return "order-dependent", day.by
    return False, ""


def _case(booked: Booked, seen: Seen, day: DayVerdict, life: Life) -> Case:
    payment = booked.payments[0]
    case = payment.case
    if booked.entry.kind is Kind.BATCH_WHOLE:
        return Case.BATCH_WHOLE
    if case is Case.RETURNED:
        return case if seen.returned_on else PLAIN_CASES[payment.wording]
    if booked.entry.kind is Kind.BATCH:
        return Case.BATCH_DETAIL
    is_early = life.is_late_for(seen)
    if case is Case.BEFORE_INVOICE and not is_early:
        return PLAIN_CASES[payment.wording]
    if case in PLAIN_CASES.values() and is_early:
        return Case.BEFORE_INVOICE
    if case is Case.NOTHING_UNKNOWN and day.payer_is_known:
        return Case.NOTHING_KNOWN
    return case


def not_a_payment(booked: Booked) -> TruePayment:
    entry = booked.entry
    return TruePayment(
        key=booked.key,
        case=Case.NOBODY if entry.kind in NOBODYS else Case.RETURN_ENTRY,
        kind=entry.kind,
        certain=entry.kind is not Kind.TAX_REFUND,
        certain_by="" if entry.kind is Kind.TAX_REFUND else "kind_of_entry",
        may_mislead=False,
        split=(),
        wording="",
        spelling="",
        payer="",
        arrives_on=booked.arrives_on,
    )
