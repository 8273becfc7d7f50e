"""What an agency reports of a case that it took on."""

from collections.abc import Sequence

from libs.events.contracts.handoff import (
    ActionReported,
    FeeReported,
    ReactionReported,
    RecoveredItem,
    RecoveryReported,
)
from libs.events.loop.decider import Decision
from libs.kernel.money import Money, total
from services.handoff.domain.agencies import agency_key, fee_of
from services.handoff.domain.agency_commands import NoteRecovery
from services.handoff.domain.commands import (
    ReportAction,
    ReportFee,
    ReportReaction,
    ReportRecovery,
)
from services.handoff.domain.folder import Folder
from services.handoff.domain.placement import PlacementState, Stage
from services.handoff.domain.refusals import (
    AmountNotPositive,
    CurrencyDiffers,
    ItemUnknown,
    NotAccepted,
    RecoveredMoreThanPlaced,
)


def report_action(folder: Folder, command: ReportAction) -> Decision:
    """Raises PlacementUnknown, NotAccepted."""
    placement = _accepted(folder, command.placement, command.agency)
    action = folder.new_id("action")
    reported = ActionReported(
        **folder.about(placement),
        action=action,
        kind=command.kind,
        done_on=command.done_on,
        reported_by=command.reported_by,
        personal=command.personal,
    )
    folder.on_placement(placement.placement, reported)
    return folder.decision({"action": action})


def report_reaction(folder: Folder, command: ReportReaction) -> Decision:
    """Raises PlacementUnknown, NotAccepted."""
    placement = _accepted(folder, command.placement, command.agency)
    reaction = folder.new_id("reaction")
    reported = ReactionReported(
        **folder.about(placement),
        reaction=reaction,
        kind=command.kind,
        said_on=command.said_on,
        reported_by=command.reported_by,
        personal=command.personal,
    )
    folder.on_placement(placement.placement, reported)
    return folder.decision({"reaction": reaction})


def report_recovery(folder: Folder, command: ReportRecovery) -> Decision:
    """Also of a case that was recalled or ended meanwhile: the agency has the debtor's money.

    Raises PlacementUnknown, NotAccepted, ItemUnknown, AmountNotPositive, CurrencyDiffers,
    RecoveredMoreThanPlaced.
    """
    also: tuple[Stage, ...] = ("recalled", "closed")
    placement = _accepted(folder, command.placement, command.agency, also=also)
    for item in dict.fromkeys(one.item for one in command.items):
        _check_recovered(folder, placement, [one for one in command.items if one.item == item])
    recovery = folder.new_id("recovery")
    amount = total((one.amount for one in command.items), placement.currency)
    fee = fee_of(amount, folder.agency(placement.agency).recovered_basis_points)
    reported = RecoveryReported(
        **folder.about(placement),
        recovery=recovery,
        items=command.items,
        amount=amount,
        fee=fee,
        received_on=command.received_on,
        reported_by=command.reported_by,
    )
    folder.on_placement(placement.placement, reported)
    noted = NoteRecovery(
        agency=placement.agency,
        recovery=recovery,
        placement=placement.placement,
        creditor=placement.creditor,
        gross=amount,
        fee=fee,
    )
    folder.draft.send(agency_key(folder.tenant, placement.agency), noted)
    return folder.decision({"recovery": recovery, "amount": str(amount), "fee": str(fee)})


def _check_recovered(
    folder: Folder, placement: PlacementState, parts: Sequence[RecoveredItem]
) -> None:
    """`parts`: all that is reported of one item."""
    for one in parts:
        _check_amount(placement, one.amount)
    item, name = folder.item(parts[0].item), parts[0].item
    if item.debtor != folder.debtor_id:
        raise ItemUnknown(item=name, debtor=folder.debtor_id)
    amount = total((one.amount for one in parts), placement.currency)
    if amount > item.open:
        raise RecoveredMoreThanPlaced(item=name, amount=amount, open=item.open)


def report_fee(folder: Folder, command: ReportFee) -> Decision:
    """Raises PlacementUnknown, NotAccepted, AmountNotPositive, CurrencyDiffers."""
    placement = _accepted(folder, command.placement, command.agency, also=("recalled",))
    _check_amount(placement, command.amount)
    fee = folder.new_id("fee")
    reported = FeeReported(
        **folder.about(placement),
        fee=fee,
        amount=command.amount,
        what=command.what,
        reported_by=command.reported_by,
    )
    folder.on_placement(placement.placement, reported)
    return folder.decision({"fee": fee})


def _check_amount(placement: PlacementState, amount: Money) -> None:
    if amount.currency != placement.currency:
        raise CurrencyDiffers(currency=placement.currency, amount=amount)
    if not amount.is_positive:
        raise AmountNotPositive(amount=amount)


def _accepted(
    folder: Folder, name: str, agency: str, *, also: tuple[Stage, ...] = ()
) -> PlacementState:
    placement = folder.placement(name, agency)
    if placement.stage not in ("accepted", *also):
        raise NotAccepted(placement=name, stage=placement.stage)
    return placement
