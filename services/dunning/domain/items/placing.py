"""What handoff says of placements is adopted: what is out is not asked for, what is back is."""

from libs.events.contracts.dunning import PlacementNoted
from libs.events.contracts.handoff import (
    ItemsRecalled,
    PlacementClosed,
    PlacementOffered,
    PlacementRecalled,
    PlacementRefused,
    PlacementRequested,
    PlacementWithdrawn,
)
from services.dunning.domain.file import File
from services.dunning.domain.recalling import recall_item

Back = PlacementWithdrawn | PlacementRefused | ItemsRecalled | PlacementRecalled | PlacementClosed
PlacementEvent = PlacementRequested | PlacementOffered | Back


def items_of(event: PlacementEvent) -> tuple[str, ...]:
    """The items that change hands: of an offer those that are not in it, though asked for."""
    if isinstance(event, PlacementOffered):
        return tuple(one.item for one in event.held)
    return event.items


def note_placement(file: File, event: PlacementEvent, cause: str) -> None:
    """From the request on nothing is asked for its items; a demand that does is recalled.

    A placement may be heard before the ledger has told of its items: it waits for them here.
    """
    is_out = isinstance(event, PlacementRequested)
    for name in items_of(event):
        item = file.item(name)
        has_it = item.out_by == event.placement
        if is_out == has_it:
            continue
        about = file.about(item.case) | {"creditor": event.creditor}
        noted = PlacementNoted(**about, item=name, placement=event.placement, is_out=is_out)
        if not item.item:
            file.on_arriving_item(name, noted)
            continue
        file.on_item(name, noted)
        if is_out:
            recall_item(file, file.item(name), cause)
        elif file.item(name).is_open:
            file.reconsider()
