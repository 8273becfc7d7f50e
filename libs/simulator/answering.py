"""What debtors say when they are asked to pay: promises, disputes, "paid already"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from libs.simulator.days import bank_day_after, bank_day_from
from libs.simulator.habits import Manner
from libs.simulator.invoices import Invoice
from libs.simulator.parties import Reach
from libs.simulator.truth import TruePayment, Truth


class Kind(StrEnum):
    PROMISE = "promise"
    DISPUTE = "dispute"
    RESOLUTION = "resolution"
    """The creditor's word on a dispute of before."""
    PAID_ALREADY = "paid_already"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of one invoice on one day, and what it leads to."""

    day: date
    debtor: str
    """Customer number."""
    invoice: str
    kind: Kind
    pay_by: date | None
    """Of a promise."""
    reason: str
    """Of a dispute, and of its resolution: as dunning's contracts have them."""
    words: str
    leads_to: str
    """`kept` or `broken`; `asked again` or `waits for its credit note`; `true` or `not true`."""


_HUNDRED: Final = 100
"""One answer of each sort in so many invoices."""
_ASKED_AFTER_DAYS: Final = (13, 14, 15)
"""After the due date, when the first mail of a usual ladder has been read."""
_LATER_BANK_DAYS: Final = 8
_UNPAID_SORTS: Final = ("broken", "refused", "granted", "not true")
_PAID_SORTS: Final = ("kept", "late", "true")
_MANNERS: Final = (Manner.EACH, Manner.PARTS, Manner.LUMP)


def answers(
    rng: Random, invoices: Sequence[Invoice], truth: Truth, days: Sequence[date]
) -> list[Answer]:
    """By day; none in a life of less than a hundred invoices. Those who never pay stay silent."""
    asked = [invoice for invoice in invoices if _is_asked(invoice, days[-1])]
    each = len(invoices) // _HUNDRED
    unpaid = rng.sample(never := _unpaid(asked, truth), min(len(never), each * len(_UNPAID_SORTS)))
    paid = _paid_late(asked, truth)
    found = [
        answer
        for place, invoice in enumerate(unpaid)
        for answer in _of_unpaid(invoice, _UNPAID_SORTS[place % len(_UNPAID_SORTS)], rng)
    ]
    for sort in _PAID_SORTS:
        fitting = [one for one in paid if _fits(sort, *one)]
        for chosen in rng.sample(fitting, min(len(fitting), each)):
            paid.remove(chosen)
            found.append(_of_paid(*chosen, sort))
    return sorted(
        (answer for answer in found if answer.day <= days[-1]),
        key=lambda answer: (answer.day, answer.invoice),
    )


def _is_asked(invoice: Invoice, ends_on: date) -> bool:
    is_talker = invoice.debtor.habit.manner in _MANNERS and invoice.debtor.reach is Reach.READS
    return is_talker and invoice.due_on + timedelta(days=_ASKED_AFTER_DAYS[-1] + 10) <= ends_on


def _unpaid(asked: Sequence[Invoice], truth: Truth) -> list[Invoice]:
    meant = {part.invoice for payment in truth.payments for part in payment.split}
    credited = {one.number for one in truth.invoices if not one.credited.is_zero}
    return [invoice for invoice in asked if invoice.number not in meant | credited]


def _paid_late(asked: Sequence[Invoice], truth: Truth) -> list[tuple[Invoice, TruePayment]]:
    """Those that one payment settles whole, in a way that anybody can know."""
    payments: dict[str, list[TruePayment]] = {}
    for payment in truth.payments:
        for part in payment.split:
            payments.setdefault(part.invoice, []).append(payment)
    whole = {one.number for one in truth.invoices if one.open.is_zero and one.credited.is_zero}
    return [
        (invoice, payment)
        for invoice in asked
        if invoice.number in whole and len(payments.get(invoice.number, ())) == 1
        for payment in payments[invoice.number]
        if payment.certain is True and len(payment.split) == 1 and not payment.returned_on
    ]


def _fits(sort: str, invoice: Invoice, payment: TruePayment) -> bool:
    """Whether its payment comes at the time that the answer needs."""
    asked_on = _asked_on(invoice, 0)
    came_on = payment.key.booked_on
    if sort == "late":
        return came_on > bank_day_after(asked_on, _LATER_BANK_DAYS)
    return asked_on < came_on


def _asked_on(invoice: Invoice, place: int) -> date:
    return bank_day_from(invoice.due_on + timedelta(days=_ASKED_AFTER_DAYS[place % 3]))


def _of_paid(invoice: Invoice, payment: TruePayment, sort: str) -> Answer:
    day, came_on = _asked_on(invoice, 0), payment.key.booked_on
    match sort:
        case "kept":
            words = f"We pay {invoice.number} by {came_on}."
            return _answer(invoice, day, Kind.PROMISE, (came_on, "", words), "kept")
        case "late":
            pay_by = bank_day_after(day, 3)
            words = f"You will have it by {pay_by}."
            return _answer(invoice, day, Kind.PROMISE, (pay_by, "", words), "broken")
        case _:
            words = "It left our account already."
            return _answer(invoice, day, Kind.PAID_ALREADY, (None, "", words), "true")


def _of_unpaid(invoice: Invoice, sort: str, rng: Random) -> Iterator[Answer]:
    day = _asked_on(invoice, rng.randrange(3))
    later = bank_day_after(day, _LATER_BANK_DAYS)
    match sort:
        case "broken":
            pay_by = bank_day_after(day, 5)
            words = f"We are waiting for money ourselves; by {pay_by} at the latest."
            yield _answer(invoice, day, Kind.PROMISE, (pay_by, "", words), "broken")
        case "refused":
            words = "These hours were never agreed on."
            leads_to = "asked again"
            yield _answer(invoice, day, Kind.DISPUTE, (None, "wrong_price", words), leads_to)
            words = "The order is signed; it stays as it is."
            yield _answer(invoice, later, Kind.RESOLUTION, (None, "refused", words), leads_to)
        case "granted":
            words = "It came broken, we sent it back."
            leads_to = "waits for its credit note"
            yield _answer(invoice, day, Kind.DISPUTE, (None, "damaged", words), leads_to)
            said = (None, "credit_note_expected", "It did come back.")
            yield _answer(invoice, later, Kind.RESOLUTION, said, leads_to)
        case _:
            words = "Paid, surely; I will look it up."
            yield _answer(invoice, day, Kind.PAID_ALREADY, (None, "", words), "not true")


def _answer(
    invoice: Invoice, day: date, kind: Kind, said: tuple[date | None, str, str], leads_to: str
) -> Answer:
    customer = invoice.debtor.customer_number
    return Answer(day, customer, invoice.number, kind, *said, leads_to)
