"""A case is to be placed: proposed by dunning's last step, asked for by a person."""

from collections.abc import Sequence
from typing import Final

from libs.events.contracts.dunning import PlacementProposed
from libs.events.contracts.handoff import (
    PlacementRequested,
    PlacementWithdrawn,
    ProposalNoted,
)
from libs.events.loop.decider import Decision
from services.handoff.domain.agencies import chosen
from services.handoff.domain.commands import RequestPlacement, WithdrawPlacement
from services.handoff.domain.folder import Folder
from services.handoff.domain.items import ItemState
from services.handoff.domain.placement import PlacementState, placement_stream
from services.handoff.domain.refusals import (
    AlreadyPlaced,
    DebtorUnknown,
    ItemUnknown,
    NothingToPlace,
    NotRunning,
    SeveralCurrencies,
)

ITEMS_MAX: Final = 400
"""In one placement, as in a proposal of dunning's: an offer names each of them in one record."""


def note_proposal(folder: Folder, proposed: PlacementProposed) -> None:
    """The ladder is at its end: one word of a person places the case. Each proposal once."""
    stream = placement_stream(folder.tenant, proposed.placement)
    known: PlacementState = folder.draft.of(stream)
    if known.stage != "unheard":
        return
    noted = ProposalNoted(
        placement=proposed.placement,
        creditor=proposed.creditor,
        debtor=proposed.debtor,
        case=proposed.case,
        items=tuple(one.item for one in proposed.items),
        total=proposed.total,
    )
    folder.on_placement(proposed.placement, noted)


def request(folder: Folder, command: RequestPlacement) -> Decision:
    """The case waits for its barrier from here on; what is open then is offered.

    One that runs is what it was asked for; one that has ended is not begun again.

    Raises DebtorUnknown, PlacementUnknown, NotRunning, ItemUnknown, NothingToPlace, AlreadyPlaced,
    SeveralCurrencies, DayUnknown, and what `chosen` raises.
    """
    if not folder.debtor.creditor:
        raise DebtorUnknown(debtor=folder.debtor_id)
    name = command.placement or folder.new_id("placement")
    known: PlacementState = folder.draft.of(placement_stream(folder.tenant, name))
    if known.is_running:
        return folder.decision({"placement": name, "agency": known.agency})
    if known.stage not in ("unheard", "proposed"):
        raise NotRunning(placement=name, stage=known.stage)
    wanted = _wanted(folder, command)
    _check_items(folder, wanted)
    agency = chosen(folder.agencies, command.agency, folder.debtor, folder.today())
    requested = PlacementRequested(
        placement=name,
        agency=agency.agency,
        creditor=folder.debtor.creditor,
        debtor=folder.debtor_id,
        items=tuple(item.item for item in wanted),
        requested_by=command.requested_by,
    )
    folder.on_placement(name, requested)
    return folder.decision({"placement": name, "agency": agency.agency})


def _wanted(folder: Folder, command: RequestPlacement) -> Sequence[ItemState]:
    """The items that are named, else what is open of the proposal's, else of all.

    Of all those that no other placement has, the oldest due first: of more than one takes the
    next are placed by asking again.
    """
    if command.items:
        return [_named(folder, item) for item in command.items]
    if not command.placement:
        taken = {item for placement in folder.running for item in placement.items}
        free = [item for item in folder.open_items if item.item not in taken]
        return (free or folder.open_items)[:ITEMS_MAX]
    proposal = folder.placement(command.placement)
    return [item for item in map(folder.item, proposal.items) if item.is_open]


def _named(folder: Folder, name: str) -> ItemState:
    item = folder.item(name)
    if item.debtor != folder.debtor_id:
        raise ItemUnknown(item=name, debtor=folder.debtor_id)
    return item


def _check_items(folder: Folder, wanted: Sequence[ItemState]) -> None:
    """Raises NothingToPlace, SeveralCurrencies, AlreadyPlaced."""
    if not any(item.is_open and item.placeable.is_positive for item in wanted):
        raise NothingToPlace(debtor=folder.debtor_id)
    currencies = sorted({item.open.currency for item in wanted})
    if len(currencies) > 1:
        raise SeveralCurrencies(currencies=", ".join(currencies))
    for placement in folder.running:
        for item in wanted:
            if item.item in placement.items:
                raise AlreadyPlaced(item=item.item, placement=placement.placement)


def withdraw(folder: Folder, command: WithdrawPlacement) -> Decision:
    """Only before it is an offer. Raises PlacementUnknown, NotRunning."""
    placement = folder.placement(command.placement)
    if placement.stage == "withdrawn":
        return folder.decision()
    if placement.stage not in ("proposed", "requested"):
        raise NotRunning(placement=command.placement, stage=placement.stage)
    withdrawn = PlacementWithdrawn(
        **folder.about(placement),
        items=placement.items,
        reason="by_person",
        withdrawn_by=command.withdrawn_by,
    )
    folder.on_placement(placement.placement, withdrawn)
    return folder.decision()
