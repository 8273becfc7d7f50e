"""The agency reads a case, and answers its offer or does not."""

from libs.events.contracts.handoff import (
    AnswerMissed,
    DossierHandedOut,
    PlacementAccepted,
    PlacementRefused,
)
from libs.events.loop.decider import Decision
from services.handoff.domain.commands import AcceptPlacement, RecordDossier, RefusePlacement
from services.handoff.domain.folder import Folder
from services.handoff.domain.placement import PlacementState
from services.handoff.domain.refusals import DossierNotHandedOut, NotOffered


def accept(folder: Folder, command: AcceptPlacement) -> Decision:
    """Also when the contract's days are over, as long as the offer stands.

    Raises PlacementUnknown, NotOffered.
    """
    placement = folder.placement(command.placement, command.agency)
    if placement.stage == "accepted":
        return folder.decision()
    _check(placement)
    accepted = PlacementAccepted(
        **folder.about(placement), reference=command.reference, accepted_by=command.accepted_by
    )
    folder.on_placement(placement.placement, accepted)
    folder.tell(placement, "placement_accepted")
    return folder.decision()


def refuse(folder: Folder, command: RefusePlacement) -> Decision:
    """Raises PlacementUnknown, NotOffered."""
    placement = folder.placement(command.placement, command.agency)
    if placement.stage == "refused":
        return folder.decision()
    _check(placement)
    refused = PlacementRefused(
        **folder.about(placement),
        items=placement.items,
        reason=command.reason,
        refused_by=command.refused_by,
    )
    folder.on_placement(placement.placement, refused)
    folder.tell(placement, "placement_refused")
    return folder.decision()


def record_dossier(folder: Folder, command: RecordDossier) -> Decision:
    """Each content once in a row, as long as the agency has the case or its offer: what is said of
    the debtor afterwards is none of its business. Raises PlacementUnknown, DossierNotHandedOut."""
    placement = folder.placement(command.placement, command.agency)
    if not placement.is_out:
        raise DossierNotHandedOut(placement=command.placement, stage=placement.stage)
    if placement.chain != command.chain:
        handed_out = DossierHandedOut(
            **folder.about(placement),
            content=command.content,
            chain=command.chain,
            fetched_by=command.fetched_by,
        )
        folder.on_placement(placement.placement, handed_out)
    return folder.decision({"chain": command.chain})


def _check(placement: PlacementState) -> None:
    if placement.stage != "offered":
        raise NotOffered(placement=placement.placement, stage=placement.stage)


def check_answers(folder: Folder) -> None:
    """A day has begun somewhere: an offer without an answer within its days, as the creditor's
    calendar has them, is a task, once."""
    for placement in folder.running:
        by = placement.answer_by_on
        is_open = placement.stage == "offered" and not placement.is_late
        if is_open and by is not None and by < folder.today():
            task = folder.ids.hashed(folder.tenant, "task", "answer", placement.placement)
            missed = AnswerMissed(**folder.about(placement), task=task, answer_by_on=by)
            folder.on_placement(placement.placement, missed)
