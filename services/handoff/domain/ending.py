"""A case comes back: item by item, as a whole, or because it has ended."""

from libs.events.contracts.handoff import (
    EscalatedToBailiff,
    ItemsRecalled,
    PlacementClosed,
    PlacementRecalled,
)
from libs.events.loop.decider import Decision
from libs.kernel.money import Money
from services.handoff.domain.commands import (
    ClosePlacement,
    EscalatePlacement,
    RecallItems,
    RecallPlacement,
)
from services.handoff.domain.folder import Folder
from services.handoff.domain.placement import PlacementState
from services.handoff.domain.refusals import ItemUnknown, NotAccepted, NotRunning
from services.handoff.domain.values import NO_MONEY


def recall_items(folder: Folder, command: RecallItems) -> Decision:
    """The last of its items: the whole case. Raises PlacementUnknown, NotRunning, ItemUnknown."""
    placement = _out(folder, command.placement)
    items = tuple(dict.fromkeys(command.items))
    for item in items:
        if item not in placement.items:
            raise ItemUnknown(item=item, debtor=placement.debtor)
    if set(items) == set(placement.items):
        whole = RecallPlacement(
            debtor=command.debtor,
            placement=command.placement,
            reason=command.reason,
            recalled_by=command.recalled_by,
        )
        return recall(folder, whole)
    recalled = ItemsRecalled(
        **folder.about(placement),
        items=items,
        reason=command.reason,
        recalled_by=command.recalled_by,
    )
    folder.on_placement(placement.placement, recalled)
    folder.tell(placement, "items_recalled", items=" ".join(items), reason=command.reason)
    return folder.decision()


def recall(folder: Folder, command: RecallPlacement) -> Decision:
    """Raises PlacementUnknown, NotRunning."""
    known = folder.placement(command.placement)
    if known.stage == "recalled":
        return folder.decision()
    placement = _out(folder, command.placement)
    recalled = PlacementRecalled(
        **folder.about(placement),
        items=placement.items,
        reason=command.reason,
        recalled_by=command.recalled_by,
    )
    folder.on_placement(placement.placement, recalled)
    folder.tell(placement, "placement_recalled", reason=command.reason)
    return folder.decision()


def close(folder: Folder, command: ClosePlacement) -> Decision:
    """By the agency that has the case, or by the creditor. Raises PlacementUnknown, NotRunning."""
    placement = folder.placement(command.placement, command.agency)
    if placement.stage == "closed":
        return folder.decision()
    if placement.stage not in ("accepted", "recalled"):
        raise NotRunning(placement=command.placement, stage=placement.stage)
    zero = Money.zero(placement.currency)
    closed = PlacementClosed(
        **folder.about(placement),
        items=placement.items,
        result=command.result,
        recovered=zero if placement.recovered == NO_MONEY else placement.recovered,
        fees=zero if placement.fees == NO_MONEY else placement.fees,
        closed_by=command.closed_by,
    )
    folder.on_placement(placement.placement, closed)
    folder.tell(placement, "placement_closed", result=command.result)
    return folder.decision()


def escalate(folder: Folder, command: EscalatePlacement) -> Decision:
    """From amicable to judicial, once. Raises PlacementUnknown, NotAccepted."""
    placement = folder.placement(command.placement)
    if placement.stage != "accepted":
        raise NotAccepted(placement=command.placement, stage=placement.stage)
    if placement.is_escalated:
        return folder.decision()
    escalated = EscalatedToBailiff(**folder.about(placement), escalated_by=command.escalated_by)
    folder.on_placement(placement.placement, escalated)
    folder.tell(placement, "escalated_to_bailiff")
    return folder.decision()


def _out(folder: Folder, name: str) -> PlacementState:
    placement = folder.placement(name)
    if not placement.is_out:
        raise NotRunning(placement=name, stage=placement.stage)
    return placement
