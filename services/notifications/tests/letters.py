"""Letters for tests of composing; they take what a test is about."""

from datetime import date, timedelta
from typing import Any

from libs.kernel.money import Money, total
from services.notifications.adapters.composing.composed import Envelope
from services.notifications.adapters.composing.letter import (
    Attached,
    Letter,
    Line,
    Payee,
    Sums,
)

DAY = date(2026, 4, 1)
PAYEE = Payee("De Bakker BV", "BE68539007547034")


def eur(text: str) -> Money:
    return Money.of(text, "EUR")


def a_line(
    number: str = "F-17", asked: str = "120.00", *, overdue_days: int = 12, reference: str = ""
) -> Line:
    due_on = DAY - timedelta(days=overdue_days)
    return Line(number, due_on - timedelta(days=30), due_on, overdue_days, eur(asked), reference)


def a_letter(template: str = "reminder", *lines: Line, **more: Any) -> Letter:
    """`more`: language, credit, to_name, debtor_name, payee, attached."""
    shown = lines or (a_line(),)
    sum_, credit = total((one.asked for one in shown), "EUR"), eur(more.pop("credit", "0.00"))
    attached: tuple[Attached, ...] = more.pop("attached", ())
    letter = Letter(
        template=template,
        language=more.pop("language", "en"),
        day_on=DAY,
        payee=more.pop("payee", PAYEE),
        to_name=more.pop("to_name", ""),
        debtor_name=more.pop("debtor_name", "Smith & Sons"),
        lines=shown,
        sums=Sums(sum_, credit, sum_ - credit),
        attached=attached,
    )
    assert not more, more
    return letter


def an_envelope(**more: Any) -> Envelope:
    """`more`: any field of it."""
    told: dict[str, Any] = {
        "message_id": "<0k3w9xv2qpt5m1c8e7r4ya6nbd.acme@relance.example>",
        "sender_name": "De Bakker BV",
        "sender_address": "reminders@relance.example",
        "reply_to": "",
        "to_name": "Ann Smith",
        "to_address": "ann@smith.example",
    }
    return Envelope(**told | more)
