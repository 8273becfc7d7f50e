"""Behind the barrier: what is still open becomes an offer, or nothing does.

An offer leaves by being recorded. What the agency reads, its feed and its webhook, only repeats
what stands there, so there is no moment at which nobody knows whether it left.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from libs.events.contracts.handoff import (
    HeldItem,
    PlacedItem,
    PlacementFreed,
    PlacementHeld,
    PlacementOffered,
    PlacementWithdrawn,
)
from libs.events.effects.effect import OUTCOME, STARTED
from libs.events.loop.decider import Decision
from libs.kernel.money import total
from services.handoff.domain.commands import HoldOffer, StartOffer
from services.handoff.domain.folder import Folder
from services.handoff.domain.gates import gate_of
from services.handoff.domain.items import ItemState
from services.handoff.domain.placement import BOOKS, PlacementState
from services.handoff.domain.refusals import OtherProcess


def start(folder: Folder, command: StartOffer) -> Decision:
    """Decided on the state as of the barrier, or a fresher one.

    Raises PlacementUnknown, OtherProcess, DayUnknown.
    """
    placement = folder.placement(command.placement)
    if command.token != folder.message.process:
        raise OtherProcess(what=command.placement)
    asked = (command.token, command.began_at)
    if placement.stage == "offered" and asked == (placement.token, placement.began_at):
        return folder.decision({OUTCOME: STARTED})
    if placement.stage != "requested":
        return folder.decision({OUTCOME: placement.stage})
    if folder.is_booking:
        return _wait(folder, placement)
    today = folder.today()
    items = [folder.item(name) for name in placement.items]
    gates = {item.item: gate_of(item, folder.debtor, today) for item in items}
    held = tuple(HeldItem(item=name, gate=gate) for name, gate in gates.items() if gate)
    offered = [item for item in items if gates[item.item] is None]
    if not offered:
        return _withdraw(folder, placement, held)
    return _offer(folder, command, _Offer(placement, tuple(_placed(offered)), held, today))


def _wait(folder: Folder, placement: PlacementState) -> Decision:
    """What is in bulk may hold the debtor's payment: a new barrier, once all is at rest."""
    if not placement.waits_for_books:
        held = PlacementHeld(**folder.about(placement), cause=BOOKS)
        folder.on_placement(placement.placement, held)
    return folder.decision({OUTCOME: "held"})


def free(folder: Folder) -> None:
    """The creditor's books have come to rest, perhaps."""
    for placement in folder.running:
        if placement.waits_for_books and not folder.is_booking:
            folder.on_placement(placement.placement, PlacementFreed(**folder.about(placement)))


class _Offer:
    """What is offered, and on which day."""

    def __init__(
        self,
        placement: PlacementState,
        items: tuple[PlacedItem, ...],
        held: tuple[HeldItem, ...],
        today: date,
    ) -> None:
        self.placement, self.items, self.held, self.today = placement, items, held, today


def _offer(folder: Folder, command: StartOffer, offer: _Offer) -> Decision:
    placement = offer.placement
    answer_days = folder.agency(placement.agency).answer_days
    offered = PlacementOffered(
        **folder.about(placement),
        items=offer.items,
        held=offer.held,
        total=total((one.placed for one in offer.items), offer.items[0].placed.currency),
        offered_on=offer.today,
        answer_by_on=offer.today + timedelta(days=answer_days),
        token=command.token,
        began_at=command.began_at,
        cut=command.cut,
    )
    folder.on_placement(placement.placement, offered)
    said = {"total": offered.total, "answer_by_on": offered.answer_by_on}
    folder.tell(placement, "placement_offered", **said, items_count=len(offer.items))
    return folder.decision({OUTCOME: STARTED})


def _placed(items: list[ItemState]) -> Iterator[PlacedItem]:
    for item in items:
        yield PlacedItem.model_validate(
            {
                "item": item.item,
                "number": item.number,
                "kind": item.kind,
                "placed": item.placeable,
                "open": item.open,
                "issued_on": item.issued_on,
                "due_on": item.due_on,
            }
        )


def _withdraw(folder: Folder, placement: PlacementState, held: tuple[HeldItem, ...]) -> Decision:
    withdrawn = PlacementWithdrawn(
        **folder.about(placement), items=placement.items, reason="nothing_to_place", held=held
    )
    folder.on_placement(placement.placement, withdrawn)
    return folder.decision({OUTCOME: "withdrawn"})


def hold(folder: Folder, command: HoldOffer) -> Decision:
    """Said once per change of cause. Raises PlacementUnknown."""
    placement = folder.placement(command.placement)
    is_news = (placement.held, placement.held_by) != (command.cause, command.service)
    if placement.stage == "requested" and is_news:
        held = PlacementHeld(
            **folder.about(placement), cause=command.cause, service=command.service
        )
        folder.on_placement(placement.placement, held)
    return folder.decision()
