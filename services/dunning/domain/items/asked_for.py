"""Items that a person speaks of."""

from libs.kernel.money import Money, total
from services.dunning.domain.file import File
from services.dunning.domain.items.state import ItemState
from services.dunning.domain.refusals import (
    DebtorIsMerged,
    ItemIsClosed,
    ItemsOfSeveralCurrencies,
    ItemUnknown,
    NothingIsOpen,
)


def open_item_of(file: File, item: str) -> ItemState:
    """An item of the debtor with something open; also one that has just left it, or is about to
    come. Raises ItemUnknown, ItemIsClosed."""
    state = file.item(item)
    if not state.item or state.debtor != file.debtor_id:
        raise ItemUnknown(debtor=file.debtor_id, item=item)
    if not state.is_owed:
        raise ItemIsClosed(item=item)
    return state


def items_spoken_of(file: File, items: tuple[str, ...]) -> tuple[ItemState, ...]:
    """Open items of one currency; with none named all that is open of the debtor.

    Raises ItemUnknown, ItemIsClosed, NothingIsOpen, ItemsOfSeveralCurrencies, DebtorIsMerged.
    """
    if file.debtor.into and not items:
        raise DebtorIsMerged(debtor=file.debtor_id, into=file.debtor.into)
    if items:
        found = tuple(open_item_of(file, item) for item in dict.fromkeys(items))
    else:
        found = tuple(one for case in file.cases.values() for one in file.open_items(case))
    if not found:
        raise NothingIsOpen(debtor=file.debtor_id)
    currencies = sorted({item.open.currency for item in found})
    if len(currencies) > 1:
        raise ItemsOfSeveralCurrencies(currencies=" and ".join(currencies))
    return found


def open_together(items: tuple[ItemState, ...]) -> Money:
    """Of one currency."""
    return total((item.open for item in items), items[0].open.currency)
