"""Scenes in which one deliberate fault shows often: only what it takes, by hand."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from libs.testkit.interleave.truth.bank import Bank
from libs.testkit.interleave.truth.documents import CreditNote, Invoice, invoice_of
from libs.testkit.interleave.truth.parties import Creditor, new_creditor
from libs.testkit.interleave.truth.scene import Scene, new_ids, with_certainty
from libs.testkit.interleave.truth.statements import Cutting, Uploads
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World

Booked = Callable[[Bank, Sequence[Invoice]], None]


def _scene(random: Random, amounts: Sequence[str], booked: Booked, *, credited: str = "") -> Scene:
    """One debtor with invoices of these amounts; a day is a statement.

    `credited`: the first invoice has a credit note of so much.
    """
    ids = new_ids(random)
    creditor = new_creditor(random, ids, accounts_count=1)
    debtor = creditor.debtors[0]
    invoices = tuple(
        invoice_of(ids, creditor, debtor, Decimal(amount), place)
        for place, amount in enumerate(amounts)
    )
    bank = Bank(random, creditor)
    booked(bank, invoices)
    notes = (_credit_note(creditor, invoices[0], credited, ids.hashed),) if credited else ()
    cutting = Cutting(creditor.accounts[0], bank.entries)
    files = {creditor.accounts[0].identity: Uploads(tuple(cutting.by_day()))}
    return with_certainty(Scene(ids, creditor, invoices, tuple(bank.entries), files, notes=notes))


def _credit_note(
    creditor: Creditor, invoice: Invoice, amount: str, hashed: Callable[..., str]
) -> CreditNote:
    number = "G2026-0900"
    identity = hashed(creditor.tenant, "document", creditor.identity, "credit_note", number)
    return CreditNote(number, identity, invoice, invoice.debtor, Decimal(amount))


def many_that_meet(random: Random) -> Scene:
    """Eight invoices and a payment of each, all at once."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for invoice in invoices:
            bank.by_reference(invoice)

    return _scene(random, [f"{n}1.0{n}" for n in range(1, 9)], booked)


def day_after_day(random: Random) -> Scene:
    """Eight days with a payment each: as many statements that come to rest."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        for invoice in invoices:
            bank.by_reference(invoice)
            bank.end_day()

    return _scene(random, [f"{n}1.0{n}" for n in range(1, 9)], booked)


def one_that_reopens(random: Random) -> Scene:
    """Paid and taken back; meanwhile somebody of the debtor's name has paid as much."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        bank.by_reference(invoices[0])
        bank.end_day()
        bank.by_name(invoices[0])
        bank.end_day()
        bank.take_back(bank.entries[0])

    return _scene(random, ["50.00"], booked)


def one_that_is_reduced(random: Random) -> Scene:
    """Somebody of the debtor's name has paid what is left once a part is paid."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        bank.by_name(invoices[0], Decimal("40.00"))
        bank.end_day()
        bank.by_reference(invoices[0], Decimal("10.00"))

    return _scene(random, ["50.00"], booked)


def paid_twice_without_a_word(random: Random) -> Scene:
    """An account that is known pays the same invoice twice at once."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        bank.by_reference(invoices[0], from_own_account=True)
        for invoice in invoices[1:]:
            bank.end_day()
            bank.by_account(invoice)
            bank.by_account(invoice)

    return _scene(random, ["61.00", "47.10", "33.20", "25.30"], booked)


def credited_before_it_opens(random: Random) -> Scene:
    """A credit note and its invoice, on their way at the same time."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        bank.by_reference(invoices[0], Decimal("10.00"))

    return _scene(random, ["50.00"], booked, credited="40.00")


def wiped(random: Random, world: World) -> Weather:
    """Databases are emptied again and again; nothing else happens."""
    return Weather(wipes=True, wipe_weight=8, acts_weight=random.randint(1, 8))


def poisoned(random: Random, world: World) -> Weather:
    """Keys crash for a long time; nothing else happens."""
    return Weather(poisons=True, heal_probability=0.02, acts_weight=random.randint(1, 8))


def dropping(random: Random, world: World) -> Weather:
    """Keys crash for a long time, and somebody drops what waits behind them."""
    return Weather(poisons=True, heal_probability=0.02, drops=0.2, acts_weight=random.randint(1, 8))


def calm(random: Random, world: World) -> Weather:
    """Nothing happens, and everybody acts at once."""
    return Weather(acts_weight=30)


def twins(random: Random) -> Scene:
    """One payment twice on a day."""

    def booked(bank: Bank, invoices: Sequence[Invoice]) -> None:
        bank.by_reference(invoices[0])
        bank.twin(bank.entries[0])

    return _scene(random, ["50.00"], booked)
