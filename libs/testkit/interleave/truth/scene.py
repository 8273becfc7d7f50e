"""Everything that is true in one history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from libs.kernel.ids import IdSecret
from libs.testkit.interleave.truth.bank import BankEntry
from libs.testkit.interleave.truth.certainty import Certainty, certainties
from libs.testkit.interleave.truth.chase import Chase
from libs.testkit.interleave.truth.customers import Customers
from libs.testkit.interleave.truth.documents import (
    CreditNote,
    Invoice,
    new_credit_note,
    new_invoices,
)
from libs.testkit.interleave.truth.parties import Creditor, new_creditor
from libs.testkit.interleave.truth.statements import Uploads, uploads


@dataclass(frozen=True, slots=True)
class Scene:
    """What the generator knows and nobody else."""

    ids: IdSecret
    creditor: Creditor
    invoices: Sequence[Invoice]
    entries: Sequence[BankEntry]
    uploads: Mapping[str, Uploads]
    """By account, in the order in which somebody uploads them."""
    notes: Sequence[CreditNote] = ()
    cancelled: frozenset[str] = frozenset()
    """Invoices that the creditor withdraws, by id."""
    certain: Mapping[int, Certainty] = field(default_factory=dict)
    """What must become of payments that anybody can tell, by their place."""
    merges: Sequence[tuple[str, str]] | None = None
    """(debtor, into) as they are asked for, also such as are refused; None: drawn."""
    merged_after: int = 0
    """So many payments have come before debtors are merged."""
    merged_on: date | None = None
    """Where days are played: not before this one."""
    chase: Chase | None = None
    """How debtors are chased; None: nobody is, the ledger is all there is."""

    @property
    def withheld(self) -> frozenset[int]:
        """Places of entries whose statement never comes: somebody declares the gap."""
        return frozenset(e.place for files in self.uploads.values() for e in files.withheld)


def new_ids(random: Random) -> IdSecret:
    """Another secret: keys fall into other partitions."""
    return IdSecret(random.randbytes(32))


def new_scene(random: Random) -> Scene:
    ids = new_ids(random)
    creditor = new_creditor(random, ids)
    with_regular = random.random() < 0.35
    invoices = new_invoices(random, ids, creditor, amounts_alike=not with_regular)
    notes = tuple(
        new_credit_note(random, ids, creditor, invoice, place)
        for place, invoice in enumerate(invoices)
        if random.random() < 0.15
    )
    cancelled = frozenset(one.identity for one in invoices if random.random() < 0.04)
    entries = Customers(random, creditor, invoices, with_regular=with_regular).act()
    files = {one.identity: uploads(random, one, entries) for one in creditor.accounts}
    return with_certainty(
        Scene(ids, creditor, invoices, entries, files, notes=notes, cancelled=cancelled)
    )


def with_certainty(scene: Scene) -> Scene:
    """The scene, with what can be told of its payments."""
    found = certainties(scene.entries, scene.invoices, scene.notes)
    certain = {
        place: certainty
        for place, certainty in found.items()
        if place not in scene.withheld and not scene.cancelled & certainty.applied.keys()
    }
    return replace(scene, certain=certain)
