"""Scenes of chasing in which one deliberate fault shows often: only what it takes, by hand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Final

from libs.events.contracts.dunning import PolicyFacts, PolicyStep
from libs.events.contracts.topology import TOPOLOGY
from libs.kernel.ids import IdSecret
from libs.testkit.interleave.mail.server import Temper
from libs.testkit.interleave.truth.bank import Bank
from libs.testkit.interleave.truth.chase import Chase, Said, Saying
from libs.testkit.interleave.truth.documents import FIRST_DAY, CreditNote, Invoice, invoice_of
from libs.testkit.interleave.truth.parties import Creditor, new_creditor
from libs.testkit.interleave.truth.remitting import Transfer
from libs.testkit.interleave.truth.scene import Scene, new_ids, with_certainty
from libs.testkit.interleave.truth.statements import Cutting, Uploads
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World

Booked = Callable[[Bank, Sequence[Invoice]], None]

_DAY: Final = timedelta(days=1)
_AMOUNTS: Final = ("41.01", "42.02", "43.03", "44.04", "45.05", "46.06")
_ONE_MAIL: Final = PolicyFacts(
    policy="short",
    title="Short",
    steps=(
        PolicyStep(
            step="reminder", anchor="after_due", offset_days=2, channel="email", template="reminder"
        ),
    ),
    message_every_days_min=0,
    settle_days=1,
)


def _scene(
    random: Random,
    booked: Booked | None,
    *,
    days_count: int = 4,
    credited: str = "",
    said: Saying | None = None,
    accounts_count: int = 1,
) -> Scene:
    """Two debtors with six invoices, asked for on the third day: what else happens is then.

    `booked`: what is paid; None: no statement ever comes.

    The first day's statement says that nothing came; of what is paid on the second day it is told
    on the third.
    """
    ids = new_ids(random)
    creditor = new_creditor(random, ids, accounts_count=accounts_count)
    debtors = tuple(replace(one, email="k@debtor.test") for one in creditor.debtors[:2])
    accounts = tuple(replace(one, covers=True) for one in creditor.accounts)
    creditor = replace(creditor, debtors=debtors, accounts=accounts)
    third = FIRST_DAY + 2 * _DAY
    invoices = _invoices(ids, creditor, issued_on=third - timedelta(days=32))
    bank = Bank(random, creditor)
    bank.end_day()
    if booked is not None:
        booked(bank, invoices)
    notes = tuple(_note(ids, one, credited) for one in invoices if credited)
    days = tuple(FIRST_DAY + n * _DAY for n in range(days_count))
    files = {}
    for account in accounts:
        cutting = Cutting(account, bank.entries, from_on=FIRST_DAY, to_on=days[-1] - _DAY)
        told = cutting.between(days) if booked is not None else ()
        files[account.identity] = Uploads(tuple(told))
    chase = Chase(
        policy=_ONE_MAIL,
        days=days,
        tail=(),
        feed="none" if booked is None else "required",
        said=tuple(Said(said, one, third, 1, False) for one in invoices) if said else (),
        entered_on={note.identity: third for note in notes},
        never_payers=frozenset(),
        haste=0.0,
        awaited_on=frozenset({third}),
    )
    scene = Scene(ids, creditor, invoices, tuple(bank.entries), files, notes)
    return replace(with_certainty(scene), chase=chase)


def _invoices(ids: IdSecret, creditor: Creditor, *, issued_on: date) -> tuple[Invoice, ...]:
    """In turns of one debtor and the other."""
    return tuple(
        replace(
            invoice_of(ids, creditor, creditor.debtors[place % 2], Decimal(amount), place),
            issued_on=issued_on,
        )
        for place, amount in enumerate(_AMOUNTS)
    )


def _note(ids: IdSecret, invoice: Invoice, credited: str) -> CreditNote:
    identity = ids.hashed("t", "note", invoice.number)
    number = invoice.number.replace("F", "G")
    amount = invoice.amount if credited == "whole" else Decimal(credited)
    return CreditNote(number, identity, invoice, invoice.debtor, amount)


def _nothing(bank: Bank, invoices: Sequence[Invoice]) -> None:
    pass


def paid_while_asked(random: Random) -> Scene:
    """The statement with all payments comes on the day on which all is asked for."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for invoice in invoices:
            bank.by_reference(invoice)

    return _scene(random, booked)


def paid_and_taken_back(random: Random) -> Scene:
    """All is paid, and the bank takes one payment back."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for invoice in invoices:
            bank.by_reference(invoice)
        bank.end_day()
        bank.take_back(bank.entries[0])

    return _scene(random, booked)


def one_credited_while_asked(random: Random) -> Scene:
    """A credit note of one invoice alone, so that little else is on its way."""
    scene = credited_while_asked(random)
    return replace(scene, notes=scene.notes[:1])


def part_credited_while_asked(random: Random) -> Scene:
    """A part of each invoice is credited: what is asked for changes."""
    return _scene(random, None, credited="10.00")


def paid_without_a_word(random: Random) -> Scene:
    """Each payment could settle an item, and nobody is certain."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for invoice in invoices:
            bank.by_name(invoice)

    return _scene(random, booked)


def credited_while_asked(random: Random) -> Scene:
    """A credit note of each invoice is entered on the day on which it is asked for."""
    return _scene(random, None, credited="whole")


def disputed_while_asked(random: Random) -> Scene:
    return _scene(random, None, said="dispute")


def looked_at(random: Random) -> Scene:
    """Two people have to approve each demand, and nobody pays."""
    return _reviewed(asked_only(random))


def paid_while_looked_at(random: Random) -> Scene:
    """The statement with all payments comes while people look at what would leave."""
    return _reviewed(paid_while_asked(random))


def _reviewed(scene: Scene) -> Scene:
    assert scene.chase is not None
    chase = replace(
        scene.chase,
        review="two",
        is_withheld=False,
        awaited_on=frozenset(),
        haste=0.01,  # a day ends also when one person alone has looked at its drafts
    )
    return replace(scene, chase=chase)


def placed_while_disputed(random: Random) -> Scene:
    """Debtors are handed over while their items are disputed."""
    scene = disputed_while_asked(random)
    assert scene.chase is not None
    third = FIRST_DAY + 2 * _DAY
    return replace(scene, chase=replace(scene.chase, places=1.0, placed_from_on=third))


def placed_while_asked(random: Random) -> Scene:
    """Debtors are handed over on the day on which all is asked for."""
    scene = asked_only(random)
    assert scene.chase is not None
    third = FIRST_DAY + 2 * _DAY
    return replace(scene, chase=replace(scene.chase, places=1.0, placed_from_on=third))


def recovered_and_remitted(random: Random) -> Scene:
    """Debtors are handed over; of what the agency transfers the bank takes one back, and another
    comes twice."""
    transfers = (
        Transfer("REM-2026-0001", recoveries_count=1, is_taken_back=True),
        Transfer("REM-2026-0002", recoveries_count=2, comes_again=True),
    )

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for transfer in transfers:
            bank.remit(random, transfer)

    scene = _scene(random, booked)
    assert scene.chase is not None
    return replace(scene, chase=replace(scene.chase, places=1.0, transfers=transfers))


def promised_and_unpaid(random: Random) -> Scene:
    """Promised for the next day, and the statements that would tell come later."""
    return _scene(random, _nothing, said="promise", days_count=6)


def planned_and_unpaid(random: Random) -> Scene:
    """In instalments, from the next day on, and the statements that would tell come later."""
    return _scene(random, _nothing, said="plan", days_count=6)


def planned_while_asked(random: Random) -> Scene:
    return _scene(random, None, said="plan")


def one_account_behind(random: Random) -> Scene:
    """Of two accounts one is a day ahead of the other, again and again."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for invoice in invoices:
            bank.by_reference(invoice)
            bank.end_day()

    return _scene(random, booked, days_count=8, accounts_count=2)


def asked_only(random: Random) -> Scene:
    """Nobody pays and nobody says a word."""
    return _scene(random, None)


def documents_behind(random: Random, world: World) -> Weather:
    """What ingestion is asked is taken late."""
    return _late("ingestion", crashes=False)


def words_behind(random: Random, world: World) -> Weather:
    """What dunning is asked is taken late."""
    return _late("dunning", crashes=False)


def placements_behind(random: Random, world: World) -> Weather:
    """What hand-off is asked is taken late."""
    return _late("handoff", crashes=False)


def starts_behind(random: Random, world: World) -> Weather:
    """What notifications is asked is taken late, and owners die meanwhile."""
    return _late("notifications", crashes=True)


def _late(service: str, *, crashes: bool) -> Weather:
    late = (service, TOPOLOGY[service].inbox_topic)
    return Weather(slow_input=late, slow_input_from_step=250, acts_weight=30, crashes=crashes)


def unmarked(random: Random, world: World) -> Weather:
    """Markers of transactions come late."""
    return Weather(mark_weight=1, acts_weight=30)


def freezing(random: Random, world: World) -> Weather:
    """Processes stand still for longer than an attempt may be old."""
    return Weather(freezes=True, freeze_max_s=60.0, acts_weight=random.randint(4, 30))


def slow(_: Random) -> Temper:
    """A mail server that takes everything over, and its time."""
    return Temper(turns=15)
