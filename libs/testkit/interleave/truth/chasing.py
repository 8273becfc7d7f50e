"""What is true in a history in which debtors are chased: whose days, whose debts, who says what."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from libs.events.contracts.ingestion import Review
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.truth.bank import Bank, BankEntry
from libs.testkit.interleave.truth.chase import Chase, Said, Saying
from libs.testkit.interleave.truth.documents import (
    FIRST_DAY,
    CreditNote,
    Invoice,
    invoice_of,
    new_credit_note,
)
from libs.testkit.interleave.truth.ladders import drawn_policy
from libs.testkit.interleave.truth.parties import Creditor, new_creditor
from libs.testkit.interleave.truth.remitting import Transfer, new_transfers
from libs.testkit.interleave.truth.scene import Scene, new_ids, with_certainty
from libs.testkit.interleave.truth.statements import Cutting, Uploads

_SAYINGS: Final[tuple[Saying, ...]] = (
    "dispute",
    "part dispute",
    "promise",
    "promise",
    "pause",
    "paid claim",
    "note",
    "extension",
)
_TERM: Final = timedelta(days=30)
_TAIL_DAYS: Final = 11
"""What the longest ladder takes, with weekends in between."""


def new_chasing_scene(random: Random) -> Scene:
    ids = new_ids(random)
    creditor = _creditor(random, ids)
    never = frozenset({creditor.debtors[0].identity}) if random.random() < 0.5 else frozenset()
    invoices = _invoices(random, ids, creditor)
    days = _days(random)
    payable = [one for one in invoices if one.debtor.identity not in never]
    tail = _tail(random, days[-1]) if never else ()
    has_feed = random.random() < 0.6
    bank = Bank(random, creditor)
    if has_feed:
        _pay(random, bank, payable, len_days=(days[-1] - FIRST_DAY).days)
    notes = _notes(random, ids, creditor, payable)
    documents = [note.identity for note in notes] + [one.identity for one in invoices]
    chase = Chase(
        policy=drawn_policy(random),
        days=days,
        tail=tail,
        feed="required" if has_feed else "none",
        said=_said(random, payable, days),
        entered_on={name: random.choice(days) for name in documents},
        never_payers=never,
        haste=random.choice((0.003, 0.01, 0.03, 0.1)),
        awaited_on=frozenset(on for on in days if random.random() < 0.4),
        places=0.4,
        review=_review(creditor),
        transfers=_transfers(bank, invoices) if has_feed else (),
    )
    files = _statements(random, creditor, bank.entries, (*days, *tail) if has_feed else ())
    cancelled = frozenset(one.identity for one in payable if random.random() < 0.05)
    scene = Scene(ids, creditor, invoices, tuple(bank.entries), files, notes, cancelled)
    return replace(with_certainty(scene), chase=chase)


def _creditor(random: Random, ids: IdSecret) -> Creditor:
    """With up to three debtors, most of them with an address."""
    creditor = new_creditor(random, ids, accounts_count=2 if random.random() < 0.2 else 1)
    accounts = tuple(replace(one, covers=True) for one in creditor.accounts)
    debtors = tuple(
        replace(one, email=f"k{number}@debtor.test" if number == 0 or random.random() < 0.9 else "")
        for number, one in enumerate(creditor.debtors[: random.randint(1, 3)])
    )
    return replace(creditor, accounts=accounts, debtors=debtors)


def _review(creditor: Creditor) -> Review:
    """By its account, so that all else is drawn as in a history without a review."""
    drawn = Random(creditor.accounts[0].iban)
    return drawn.choice(("none", "none", "one", "two"))


def _invoices(random: Random, ids: IdSecret, creditor: Creditor) -> tuple[Invoice, ...]:
    """One to four, due shortly before or after the first day; each with a reference."""
    found = []
    for place in range(random.randint(len(creditor.debtors), 4)):
        debtor = creditor.debtors[place % len(creditor.debtors)]
        amount = Decimal(random.choice(("50.00", "50.00", "61.30", "72.45")))
        invoice = invoice_of(ids, creditor, debtor, amount, place)
        due_on = FIRST_DAY + timedelta(days=random.randint(-4, 2))
        found.append(replace(invoice, issued_on=due_on - _TERM))
    return tuple(found)


def _days(random: Random) -> tuple[date, ...]:
    """From the first day on, up to two weeks; mostly the next day, sometimes a leap."""
    days, at = [FIRST_DAY], FIRST_DAY
    for _ in range(random.randint(2, 6)):
        at += timedelta(days=random.choice((1, 1, 1, 2, 4)))
        days.append(at)
    return tuple(days)


def _tail(random: Random, last_on: date) -> tuple[date, ...]:
    count = _TAIL_DAYS if random.random() < 0.5 else 0
    return tuple(last_on + timedelta(days=n) for n in range(1, count + 1))


def _pay(random: Random, bank: Bank, invoices: Sequence[Invoice], *, len_days: int) -> None:
    """Some are paid, on some day, in full or in part, with a word or without."""
    planned: list[tuple[int, Callable[[], None]]] = []
    for invoice in invoices:
        if random.random() < 0.7:
            day = random.randint(0, max(len_days - 1, 0))
            planned.append((day, _payment(random.random(), bank, invoice)))
    at = 0
    for day, pay in sorted(planned, key=lambda one: one[0]):
        bank.end_day(day - at)
        at = day
        pay()
        if random.random() < 0.1:
            bank.take_back(bank.entries[-1])


def _payment(draw: float, bank: Bank, invoice: Invoice) -> Callable[[], None]:
    def pay() -> None:
        if draw < 0.5:
            bank.by_reference(invoice)
        elif draw < 0.65:
            bank.by_reference(invoice, Decimal("10.00"))
        elif draw < 0.8:
            bank.by_number(invoice, invoice.amount, invoice.debtor)
        else:
            bank.by_name(invoice)

    return pay


def _transfers(bank: Bank, invoices: Sequence[Invoice]) -> tuple[Transfer, ...]:
    """What an agency remits, by a chance of its own: all else is as it was without agencies."""
    chance = Random(f"transfers of {invoices[0].identity}")
    transfers = new_transfers(chance)
    for transfer in transfers:
        bank.remit(chance, transfer)
    return transfers


def _notes(
    random: Random, ids: IdSecret, creditor: Creditor, invoices: Sequence[Invoice]
) -> tuple[CreditNote, ...]:
    return tuple(
        replace(new_credit_note(random, ids, creditor, invoice, place), debtor=invoice.debtor)
        for place, invoice in enumerate(invoices)
        if random.random() < 0.15
    )


def _said(random: Random, invoices: Sequence[Invoice], days: Sequence[date]) -> tuple[Said, ...]:
    return tuple(
        Said(
            _or_plan(random.choice(_SAYINGS), invoice),
            invoice,
            random.choice(days),
            random.randint(1, 4),
            random.random() < 0.3,
        )
        for invoice in invoices
        for _ in range(random.choice((0, 1, 1, 2)))
    )


def _or_plan(what: Saying, invoice: Invoice) -> Saying:
    """Of some invoices a plan stands for a promise: by their ids, so that all else is drawn as if
    there were none."""
    return "plan" if what == "promise" and ord(invoice.identity[-1]) % 3 == 0 else what


def _statements(
    random: Random, creditor: Creditor, entries: Sequence[BankEntry], days: Sequence[date]
) -> dict[str, Uploads]:
    """Of each account one for the days between two played ones, empty ones too."""
    files = {}
    for account in creditor.accounts:
        if not days:
            files[account.identity] = Uploads(())
            continue
        cutting = Cutting(account, entries, from_on=FIRST_DAY, to_on=days[-1] - timedelta(days=1))
        cut = cutting.between(days)
        if len(cut) > 2 and random.random() < 0.15:
            place = random.randrange(1, len(cut) - 1)
            cut[place], cut[place + 1] = cut[place + 1], cut[place]
        files[account.identity] = Uploads(tuple(cut))
    return files
