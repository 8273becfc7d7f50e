"""One life of a creditor: everything that happens to its money, from a seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from libs.simulator.answering import Answer, answers
from libs.simulator.booking import Booking
from libs.simulator.days import bank_days, months_later
from libs.simulator.entries import Entry
from libs.simulator.founding import new_creditor, new_debtors
from libs.simulator.invoices import CreditNote, Invoice
from libs.simulator.issuing import Issuer
from libs.simulator.looking_back import LookingBack
from libs.simulator.others import Others
from libs.simulator.parties import Creditor, Debtor
from libs.simulator.paying import Paying
from libs.simulator.reaching import with_unreached
from libs.simulator.reading import Reader
from libs.simulator.remittance import Speaker
from libs.simulator.statements import Statement, statements
from libs.simulator.truth import Truth


@dataclass(frozen=True, slots=True)
class Economy:
    seed: int
    starts_on: date
    ends_on: date
    creditor: Creditor
    debtors: tuple[Debtor, ...]
    invoices: tuple[Invoice, ...]
    credit_notes: tuple[CreditNote, ...]
    statements: tuple[Statement, ...]
    truth: Truth
    answers: tuple[Answer, ...]
    """What debtors say when they are asked, by day."""


def live(
    seed: int,
    *,
    invoices: int,
    debtors: int | None = None,
    bank_entries: int | None = None,
    starts_on: date,
    months: int = 3,
) -> Economy:
    """The same arguments are the same life, byte for byte.

    `debtors`: a fifth of the invoices unless given. `bank_entries`: five for four invoices unless
    given; entries that are nobody's payment fill up to it, so a life whose payments are more has
    more. Raises ValueError for a life without an invoice, a debtor or a month.
    """
    debtors = max(1, invoices // 5) if debtors is None else debtors
    if min(invoices, debtors, months) < 1:
        raise ValueError("a life needs at least one invoice, one debtor and one month")
    days = bank_days(starts_on, months_later(starts_on, months))
    creditor = new_creditor(_chance(seed, "creditor"), invoices)
    people = new_debtors(_chance(seed, "debtors"), debtors, creditor.address.country)
    issuer = Issuer(_chance(seed, "issuing"), creditor)
    people, issued = with_unreached(people, issuer.issue(people, invoices, days))
    credit_notes = issuer.credit(issued, days)
    entries = _entries(seed, creditor, issued, credit_notes, days)
    wanted = invoices * 5 // 4 if bank_entries is None else bank_entries
    others = Others(_chance(seed, "others"), creditor, days)
    entries += others.regular()
    entries += others.sweeps(entries)
    entries += others.suppliers(max(0, wanted - len(entries)))
    written = statements(_chance(seed, "statements"), creditor.accounts, entries, days)
    truth = LookingBack(issued, credit_notes, written).truth()
    return Economy(
        seed=seed,
        starts_on=starts_on,
        ends_on=days[-1],
        creditor=creditor,
        debtors=tuple(people),
        invoices=tuple(issued),
        credit_notes=tuple(credit_notes),
        statements=tuple(written),
        truth=truth,
        answers=tuple(answers(_chance(seed, "answers"), issued, truth, days)),
    )


def _chance(seed: int, what: str) -> Random:
    """A source of chance of its own for each part, so that one does not shift the others."""
    return Random(f"{seed} {what}")


def _entries(
    seed: int,
    creditor: Creditor,
    issued: Sequence[Invoice],
    credit_notes: Sequence[CreditNote],
    days: Sequence[date],
) -> list[Entry]:
    paying = Paying(_chance(seed, "paying"), creditor, credit_notes, days[0])
    payments = sorted(paying.payments(issued), key=lambda payment: payment.booked_on)
    speaker = Speaker(
        _chance(seed, "words"),
        Reader(invoice.number for invoice in issued),
        Reader({invoice.debtor.customer_number for invoice in issued}),
    )
    booking = Booking(_chance(seed, "booking"), creditor, speaker, days[-1])
    return list(booking.entries(payments))
