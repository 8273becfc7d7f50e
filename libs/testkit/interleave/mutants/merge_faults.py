"""Deliberate faults of merges, each with what it leaves out."""

from libs.events.contracts.model import Contract
from libs.events.loop.decider import NOTHING, Decision, Placement
from libs.testkit.interleave.history import Setting
from libs.testkit.interleave.mutants.directed import calm
from libs.testkit.interleave.mutants.fault import Fault, Patch
from libs.testkit.interleave.mutants.merge_scenes import (
    asked_while_merged,
    credited_and_merged,
    crossing,
    demands_late,
    late_takeovers,
    paid_and_merged,
    two_of_one_amount,
)
from services.dunning.domain.file import File
from services.dunning.domain.items.state import ItemState as DunnedItem
from services.matching.domain.items.books import Books
from services.matching.domain.items.opening import book_credit
from services.matching.domain.items.state import ItemState
from services.matching.domain.moves.commands import BookCredit
from services.matching.domain.moves.forwarding import forward
from services.matching.handlers.item_places import place_item

_ITEMS = "services.matching.handlers.items"
_PLAIN = Setting(bytes_every=0, chased_every=0)


def _nothing_sent_on(books: Books, body: Contract) -> Decision:
    return NOTHING


def _credit_notes_stay(books: Books, body: Contract) -> Decision:
    return book_credit(books, body) if isinstance(body, BookCredit) else forward(books, body)


def _gone_at_once(tenant: str, state: ItemState) -> Placement:
    placed = place_item(tenant, state)
    return Placement(index=placed.index) if state.is_moving else placed


def _whatever_is_under_way(file: File, item: DunnedItem) -> bool:
    return False


def _every_merge(debtor: str, into: str, merged: object) -> None:
    """Nobody looks at those that were decided before."""


MERGE_FAULTS: tuple[Fault, ...] = (
    Fault(
        "no_forwarding",
        "what comes to a merged debtor is not sent on",
        _PLAIN,
        (Patch(_ITEMS, "forward", _nothing_sent_on),),
        scene=paid_and_merged,
        weather=late_takeovers,
    ),
    Fault(
        "credit_note_stays",
        "a credit note that comes to a merged debtor is booked there",
        _PLAIN,
        (Patch(_ITEMS, "forward", _credit_notes_stay),),
        scene=credited_and_merged,
        weather=calm,
    ),
    Fault(
        "moving_unseen",
        "an item that moves is no candidate at its old address",
        _PLAIN,
        (Patch(_ITEMS, "place_item", _gone_at_once),),
        scene=two_of_one_amount,
        weather=late_takeovers,
    ),
    Fault(
        "crossing_merges",
        "two debtors may be merged into each other",
        _PLAIN,
        (Patch("services.ingestion.domain.merges", "_refuse_a_wrong_merge", _every_merge),),
        scene=crossing,
        weather=calm,
    ),
    Fault(
        "leaves_with_a_demand",
        "what an item has had leaves while a demand for it is under way",
        Setting(bytes_every=0, chased_every=1),
        (
            Patch(
                "services.dunning.domain.moves.handing_on", "_is_asked_for", _whatever_is_under_way
            ),
        ),
        scene=asked_while_merged,
        weather=demands_late,
    ),
)
