"""An item that a person speaks of."""

from services.dunning.domain.file import File
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.refusals import ItemIsClosed, ItemUnknown


def open_item_of(file: File, item: str) -> ItemState:
    """An item of the debtor with something open; also one that has just left it, or is about to
    come. Raises ItemUnknown, ItemIsClosed."""
    state = file.item(item)
    if not state.item or state.debtor != file.debtor_id:
        raise ItemUnknown(debtor=file.debtor_id, item=item)
    if not state.is_owed:
        raise ItemIsClosed(item=item)
    return state
