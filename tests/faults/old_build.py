"""A service from before `matching.item_settled.v2`: it knows and writes the first version alone.

`python -m tests.faults.old_build matching --role all`. The contract is exchanged before anything
that uses it is imported; all else is `tests.faults.entry`.
"""

from importlib import import_module
from typing import Any, ClassVar

from libs.events.contracts import matching_items


class ItemSettled(matching_items.ItemSettledV1, type=matching_items.ItemSettledV1.TYPE):
    """The newest version there is."""

    settled_on: ClassVar[None] = None

    def upcast(self) -> Any:
        return self


def _as_it_was(*, payment: str | None, settled_on: object, **said: Any) -> ItemSettled:
    """What this code says of an item, in the words of that time."""
    return ItemSettled(payment=payment or "", **said)


def main() -> None:
    newest = matching_items.ItemSettled
    vars(matching_items)["ItemSettled"] = ItemSettled
    vars(matching_items)["ITEM_EVENTS"] = tuple(
        ItemSettled if event is newest else event for event in matching_items.ITEM_EVENTS
    )
    vars(import_module("services.matching.domain.items.books"))["ItemSettled"] = _as_it_was
    import_module("tests.faults.entry").main()


if __name__ == "__main__":
    main()
