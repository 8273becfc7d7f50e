"""What becomes of a request behind its barrier: what is offered, and what keeps an item out."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from pydantic import Field

from libs.events.contracts.matching_items import ItemKind
from libs.events.contracts.model import Event, Part, fields_of
from libs.kernel.money import Money

PlacementGateV1 = Literal[
    "paid_items_are_not_placed",
    "disputed_items_are_not_placed",
    "promised_items_are_not_placed",
    "suspected_items_are_not_placed",
    "claimed_items_are_not_placed",
    "paused_debtors_are_not_placed",
]
PlacementGate = Literal[
    "paid_items_are_not_placed",
    "disputed_items_are_not_placed",
    "promised_items_are_not_placed",
    "suspected_items_are_not_placed",
    "claimed_items_are_not_placed",
    "withheld_items_are_not_placed",
    "paused_debtors_are_not_placed",
]
"""A named rule that keeps an item out of an offer."""

_IN_V1: Final[Mapping[str, str]] = {
    "withheld_items_are_not_placed": "claimed_items_are_not_placed",
}
"""For readers of the version before: the gate of theirs whose reason is the most alike."""


class PlacedItem(Part):
    """One item as it is placed."""

    item: str
    number: str
    kind: ItemKind
    placed: Money
    """Open at the barrier, less what is disputed."""
    open: Money
    issued_on: date
    due_on: date


class HeldItemV1(Part):
    """As it was first written: without what a person withholds."""

    item: str
    gate: PlacementGateV1


class HeldItem(Part):
    """An item that is not placed, and the rule that keeps it out."""

    item: str
    gate: PlacementGate


class PlacementWithdrawnV1(Event, type="relance.handoff.placement_withdrawn.v1"):
    """As it was first written: without what a person withholds."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    reason: Literal["nothing_to_place", "by_person"]
    held: tuple[HeldItemV1, ...] = ()
    """Of nothing to place: what kept each item out."""
    withdrawn_by: str = ""

    def upcast(self) -> "PlacementWithdrawn":
        return PlacementWithdrawn(**fields_of(self) | {"held": _newest(self.held)})


class PlacementWithdrawn(
    Event, type="relance.handoff.placement_withdrawn.v2", older=(PlacementWithdrawnV1,)
):
    """It never became an offer."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    reason: Literal["nothing_to_place", "by_person"]
    held: tuple[HeldItem, ...] = ()
    """Of nothing to place: what kept each item out."""
    withdrawn_by: str = ""

    def downcast(self) -> PlacementWithdrawnV1:
        return PlacementWithdrawnV1(**fields_of(self) | {"held": _first(self.held)})


class PlacementOfferedV1(Event, type="relance.handoff.placement_offered.v1"):
    """As it was first written: without what a person withholds."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[PlacedItem, ...] = Field(min_length=1)
    held: tuple[HeldItemV1, ...] = ()
    """Asked for, and not offered."""
    total: Money
    offered_on: date
    answer_by_on: date
    token: str
    """Of the process that had the barrier."""
    began_at: str
    """When its barrier began; UTC, RFC 3339."""
    cut: dict[str, int]
    """Rounds that each service on the list took, and what of the own inputs was passed."""

    def upcast(self) -> "PlacementOffered":
        return PlacementOffered(**fields_of(self) | {"held": _newest(self.held)})


class PlacementOffered(
    Event, type="relance.handoff.placement_offered.v2", older=(PlacementOfferedV1,)
):
    """The barrier was had: amounts are what was open at it."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[PlacedItem, ...] = Field(min_length=1)
    held: tuple[HeldItem, ...] = ()
    """Asked for, and not offered."""
    total: Money
    offered_on: date
    answer_by_on: date
    token: str
    """Of the process that had the barrier."""
    began_at: str
    """When its barrier began; UTC, RFC 3339."""
    cut: dict[str, int]
    """Rounds that each service on the list took, and what of the own inputs was passed."""

    def downcast(self) -> PlacementOfferedV1:
        return PlacementOfferedV1(**fields_of(self) | {"held": _first(self.held)})


def _newest(held: tuple[HeldItemV1, ...]) -> tuple[HeldItem, ...]:
    return tuple(HeldItem(item=one.item, gate=one.gate) for one in held)


def _first(held: tuple[HeldItem, ...]) -> tuple[HeldItemV1, ...]:
    return tuple(
        HeldItemV1.model_validate({"item": one.item, "gate": _IN_V1.get(one.gate, one.gate)})
        for one in held
    )
