"""Everything that is true in one history."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from libs.kernel.ids import IdSecret
from libs.testkit.interleave.truth.bank import BankEntry, Booking
from libs.testkit.interleave.truth.certainty import Certainty, certainties
from libs.testkit.interleave.truth.documents import (
    CreditNote,
    Invoice,
    new_credit_note,
    new_invoices,
)
from libs.testkit.interleave.truth.parties import Creditor, new_creditor
from libs.testkit.interleave.truth.statements import Statement, uploads


@dataclass(frozen=True, slots=True)
class Scene:
    """What the generator knows and nobody else."""

    ids: IdSecret
    creditor: Creditor
    invoices: tuple[Invoice, ...]
    notes: tuple[CreditNote, ...]
    cancelled: frozenset[str]
    """Invoices that the creditor withdraws, by id."""
    entries: tuple[BankEntry, ...]
    uploads: Mapping[str, tuple[Statement, ...]]
    """By account, in the order in which somebody uploads them."""
    certain: Mapping[int, Certainty]
    withheld: frozenset[int]
    """Places of entries whose statement never comes: somebody declares the gap."""


def new_scene(random: Random) -> Scene:
    ids = IdSecret(random.randbytes(32))  # another secret: keys fall into other partitions
    creditor = new_creditor(random, ids)
    with_regular = random.random() < 0.35
    invoices = new_invoices(random, ids, creditor, amounts_alike=not with_regular)
    notes = tuple(
        new_credit_note(random, ids, creditor, invoice, place)
        for place, invoice in enumerate(invoices)
        if random.random() < 0.15
    )
    withdrawn = frozenset(one.identity for one in invoices if random.random() < 0.04)
    entries = Booking(random, creditor, invoices, with_regular=with_regular).book()
    files = {one.identity: uploads(random, one, entries) for one in creditor.accounts}
    withheld = frozenset(entry.place for one in files.values() for entry in one.withheld)
    return Scene(
        ids=ids,
        creditor=creditor,
        invoices=invoices,
        notes=notes,
        cancelled=withdrawn,
        entries=entries,
        uploads={name: one.files for name, one in files.items()},
        certain={
            place: certainty
            for place, certainty in certainties(entries, invoices, notes).items()
            if place not in withheld and not withdrawn & certainty.applied.keys()
        },
        withheld=withheld,
    )
