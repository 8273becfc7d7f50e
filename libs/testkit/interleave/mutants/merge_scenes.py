"""Scenes of merges in which one deliberate fault shows often: only what it takes, by hand."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from libs.events.contracts.topology import DUNNING, MATCHING, NOTIFICATIONS
from libs.testkit.interleave.mutants.chased_scenes import asked_only
from libs.testkit.interleave.truth.bank import Bank
from libs.testkit.interleave.truth.documents import FIRST_DAY, CreditNote, invoice_of
from libs.testkit.interleave.truth.parties import Creditor, new_creditor
from libs.testkit.interleave.truth.scene import Scene, new_ids, with_certainty
from libs.testkit.interleave.truth.statements import Cutting, Uploads
from libs.testkit.world.scheduler import Weather
from libs.testkit.world.world import World

_AMOUNTS = ("41.01", "42.02", "43.03", "44.04", "45.05", "46.06")


def _pair(random: Random) -> tuple[Scene, Bank]:
    """Two debtors with three invoices each, of which the first becomes the second."""
    ids = new_ids(random)
    creditor = new_creditor(random, ids, accounts_count=1)
    creditor = replace(creditor, debtors=creditor.debtors[:2])
    first, second = creditor.debtors
    invoices = tuple(
        invoice_of(ids, creditor, creditor.debtors[place % 2], Decimal(amount), place)
        for place, amount in enumerate(_AMOUNTS)
    )
    merges = ((first.identity, second.identity),)
    return Scene(ids, creditor, invoices, (), {}, merges=merges), Bank(random, creditor)


def _with_bank(scene: Scene, bank: Bank) -> Scene:
    cutting = Cutting(scene.creditor.accounts[0], bank.entries)
    files = {scene.creditor.accounts[0].identity: Uploads(tuple(cutting.by_day()))}
    return with_certainty(replace(scene, entries=tuple(bank.entries), uploads=files))


def paid_and_merged(random: Random) -> Scene:
    """All is paid, and some taken back, while the debtors are merged."""
    scene, bank = _pair(random)
    for invoice in scene.invoices:
        bank.by_reference(invoice)
    bank.end_day()
    bank.take_back(bank.entries[0])
    return _with_bank(scene, bank)


def credited_and_merged(random: Random) -> Scene:
    """Each invoice of the first debtor has a credit note, entered about when it is merged."""
    scene, bank = _pair(random)
    notes = tuple(
        CreditNote(
            one.number.replace("F", "G"),
            scene.ids.hashed("t", "document", scene.creditor.identity, "credit_note", one.number),
            one,
            one.debtor,
            Decimal("10.00"),
        )
        for one in scene.invoices[::2]
    )
    return _with_bank(replace(scene, notes=notes), bank)


def two_of_one_amount(random: Random) -> Scene:
    """One account pays for both debtors, and each owes the same amounts: none is certain."""
    ids = new_ids(random)
    creditor = _of_one_account(new_creditor(random, ids, accounts_count=1))
    pairs = (f"{n}3.{n}0" for n in range(1, 9))
    amounts = ("91.00", "92.00", *(amount for pair in pairs for amount in (pair, pair)))
    invoices = tuple(
        invoice_of(ids, creditor, creditor.debtors[place % 2], Decimal(amount), place)
        for place, amount in enumerate(amounts)
    )
    bank = Bank(random, creditor)
    for invoice in invoices[:2]:
        bank.by_reference(invoice, from_own_account=True)
    bank.end_day()
    for invoice in invoices[3::2]:
        bank.by_account(invoice)
    first, second = creditor.debtors
    merges = ((first.identity, second.identity),)
    scene = Scene(ids, creditor, invoices, (), {}, merges=merges, merged_after=3)
    return _with_bank(scene, bank)


def _of_one_account(creditor: Creditor) -> Creditor:
    first, second = creditor.debtors[:2]
    return replace(creditor, debtors=(first, replace(second, iban=first.iban)))


def crossing(random: Random) -> Scene:
    """Both are asked for: the first into the second, and the second into the first."""
    scene, bank = _pair(random)
    ((first, second),) = scene.merges or ()
    return _with_bank(replace(scene, merges=((first, second), (second, first))), bank)


def asked_while_merged(random: Random) -> Scene:
    """A debtor is asked for all it owes, and becomes one that is not asked for anything yet."""
    scene = asked_only(random)
    first, second = scene.creditor.debtors
    invoices = tuple(
        replace(one, issued_on=one.issued_on + timedelta(days=30)) if one.debtor == second else one
        for one in scene.invoices
    )
    merges, third = ((first.identity, second.identity),), FIRST_DAY + timedelta(days=2)
    return replace(scene, invoices=invoices, merges=merges, merged_on=third)


def late_takeovers(random: Random, world: World) -> Weather:
    """What matching asks of itself is taken late."""
    late = (MATCHING.name, MATCHING.inbox_topic)
    return Weather(slow_input=late, slow_input_from_step=random.randint(0, 300), acts_weight=30)


def demands_late(random: Random, world: World) -> Weather:
    """What dunning says comes late to notifications."""
    late = (NOTIFICATIONS.name, DUNNING.events_topic)
    return Weather(slow_input=late, slow_input_from_step=250, acts_weight=30)
