"""What handoff says of placements: asked for, offered behind the barrier, answered, ended."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.handoff_offers import PlacementOffered, PlacementWithdrawn
from libs.events.contracts.model import Event
from libs.kernel.money import Money

HoldCause = Literal["barrier", "parked", "silent_service", "books_open"]
"""Of the barrier; or the creditor's books are not at rest."""
CloseResult = Literal["recovered", "recovered_in_part", "uncollectable", "withdrawn_by_creditor"]
RecallReason = Literal["by_person", "disputed", "settled", "wrong_party"]
ChangeReason = Literal["paid", "credited", "recovered", "reopened", "cancelled", "extended"]


class ProposalNoted(Event, type="relance.handoff.proposal_noted.v1"):
    """Dunning's ladder is at its end: a person may place the case with one word."""

    placement: str
    creditor: str
    debtor: str
    case: str
    items: tuple[str, ...] = Field(min_length=1)
    total: Money


class PlacementRequested(Event, type="relance.handoff.placement_requested.v1"):
    """A case is to be placed; until it has ended nothing else asks for its items."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...] = Field(min_length=1)
    requested_by: str


class PlacementHeld(Event, type="relance.handoff.placement_held.v1"):
    """Its barrier could not be had, or the creditor's books are open. Said once a cause."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    cause: HoldCause
    service: str = ""


class PlacementFreed(Event, type="relance.handoff.placement_freed.v1"):
    """The creditor's books are at rest again: the offer takes its barrier."""

    placement: str
    agency: str
    creditor: str
    debtor: str


class PlacementAccepted(Event, type="relance.handoff.placement_accepted.v1"):
    """The agency took the case on."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    reference: str
    """The agency's own name for the case; empty: it gave none."""
    accepted_by: str


class PlacementRefused(Event, type="relance.handoff.placement_refused.v1"):
    """The agency does not take the case on: the creditor has it again."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    reason: str
    refused_by: str


class PlacedItemChanged(Event, type="relance.handoff.placed_item_changed.v1"):
    """What is open of a placed item is now this; the agency is told."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    item: str
    open: Money
    reason: ChangeReason
    amount: Money
    """How much more or less is open; what was paid is positive."""
    payment: str = ""
    fee: Money
    """What the contract gives the agency for it; zero: nothing."""


class ItemsRecalled(Event, type="relance.handoff.items_recalled.v1"):
    """The creditor takes single items back; the agency goes on with the rest."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...] = Field(min_length=1)
    reason: RecallReason
    recalled_by: str


class PlacementRecalled(Event, type="relance.handoff.placement_recalled.v1"):
    """The creditor has the whole case again; what was recovered before may still be reported."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    reason: RecallReason
    recalled_by: str


class PlacementClosed(Event, type="relance.handoff.placement_closed.v1"):
    """The case has ended, with this result."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    result: CloseResult
    recovered: Money
    """By the agency, in all."""
    fees: Money
    closed_by: str


class DossierHandedOut(Event, type="relance.handoff.dossier_handed_out.v1"):
    """The agency has the dossier as it was then."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    content: str
    """Object store hash of the ZIP, sealed under the debtor's data key."""
    chain: str
    """The last link of its manifest: proof of every file in it, and of their order."""
    fetched_by: str


class EscalatedToBailiff(Event, type="relance.handoff.escalated_to_bailiff.v1"):
    """From amicable to judicial: the agency is asked to have it enforced."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    escalated_by: str


class AnswerMissed(Event, type="relance.handoff.answer_missed.v1"):
    """An offer has no answer within the contract's days: a person has a task."""

    placement: str
    agency: str
    creditor: str
    debtor: str
    task: str
    answer_by_on: date


PLACEMENT_EVENTS: tuple[type[Event], ...] = (
    ProposalNoted,
    PlacementRequested,
    PlacementHeld,
    PlacementFreed,
    PlacementWithdrawn,
    PlacementOffered,
    PlacementAccepted,
    PlacementRefused,
    PlacedItemChanged,
    ItemsRecalled,
    PlacementRecalled,
    PlacementClosed,
    DossierHandedOut,
    EscalatedToBailiff,
    AnswerMissed,
)
