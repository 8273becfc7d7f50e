"""What could settle an open item suspects it, and nothing else does."""

from collections.abc import Mapping

from libs.events.contracts.matching import CollectionReceived
from libs.testkit.interleave.checks.books import Books
from libs.testkit.interleave.checks.items_told import Item
from libs.testkit.interleave.checks.payments_told import Payment
from libs.testkit.interleave.checks.wrong import must
from libs.testkit.interleave.truth.bank import BankEntry
from libs.testkit.interleave.truth.scene import Scene


def check_suspicions(scene: Scene, books: Books, found: Mapping[int, str]) -> None:
    """Raises Wrong with the payment and the item."""
    names = {one.identity: one.debtor.name for one in scene.invoices}
    for entry in scene.entries:
        payment = books.payments.get(found.get(entry.place, ""))
        if payment is None or not payment.is_credit:
            continue
        for identity, item in books.items.items():
            if item.open == 0 or item.is_cancelled:
                continue
            name = found[entry.place]
            if _is_due(entry, payment, identity, item, books, names[identity]):
                must(
                    name in item.suspected_by,
                    "suspicion",
                    f"{name} could settle {identity} and does not suspect it",
                    name,
                    identity,
                )
            elif name in item.suspected_by:
                must(
                    payment.free > 0 and identity in payment.candidates,
                    "suspicion",
                    f"{name} suspects {identity}, for which it is not suggested any more",
                    name,
                    identity,
                )
    _check_notes(scene, books)


def _check_notes(scene: Scene, books: Books) -> None:
    """Beside payments only credit notes suspect: of that number, written to another debtor."""
    notes = {one.identity: one for one in scene.notes}
    for identity, item in books.items.items():
        for by in item.suspected_by - books.payments.keys():
            must(
                by in notes and notes[by].names.identity == identity,
                "suspicion",
                f"{by} suspects {identity}",
                by,
                identity,
            )


def _is_due(
    entry: BankEntry, payment: Payment, identity: str, item: Item, books: Books, debtor_name: str
) -> bool:
    """Whether it must be suspected, whatever the order in which things came in."""
    if payment.free == 0 or identity in payment.undone:
        return False
    if any(s.item == identity and s.place == "booked" for s in payment.shares.values()):
        return False
    intent = entry.intent
    if intent.manner in ("reference", "references", "number", "numbers") and identity in {
        invoice.identity for invoice, _ in intent.meant
    }:
        return True
    if item.open != payment.free:
        return False
    if entry.content.counterparty_name == debtor_name:
        return True
    if isinstance(payment.event, CollectionReceived):
        return False
    payer = payment.event.evidence.payer_account
    known_at = [books.learned.get((payer, debtor)) for debtor in item.debtors]
    return any(at is not None and at < payment.received_at for at in known_at)
