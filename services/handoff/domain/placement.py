"""A placement as its next decision needs it, and how it changes by what was recorded."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from libs.events.contracts.handoff import (
    AnswerMissed,
    DossierHandedOut,
    EscalatedToBailiff,
    FeeReported,
    ItemsRecalled,
    PlacementAccepted,
    PlacementClosed,
    PlacementFreed,
    PlacementHeld,
    PlacementOffered,
    PlacementRecalled,
    PlacementRefused,
    PlacementRequested,
    PlacementWithdrawn,
    ProposalNoted,
    RecoveryReported,
)
from libs.events.contracts.model import Event
from libs.kernel.keys import path_of
from libs.kernel.money import Money
from services.handoff.domain.values import NO_MONEY

Stage = Literal[
    "unheard",
    "proposed",
    "requested",
    "withdrawn",
    "offered",
    "accepted",
    "refused",
    "recalled",
    "closed",
]
RUNNING: Final = frozenset({"requested", "offered", "accepted"})
"""Nothing else asks for its items."""
BOOKS: Final = "books_open"
"""The cause of a hold that ends when the creditor's books are at rest."""
OUT: Final = frozenset({"offered", "accepted"})
"""The agency knows of it, and is told what happens."""


@dataclass(frozen=True, slots=True)
class PlacementState:
    """Stream `<tenant>/placement/<id>`, key: the debtor's."""

    placement: str = ""
    agency: str = ""
    creditor: str = ""
    debtor: str = ""
    stage: Stage = "unheard"
    items: tuple[str, ...] = ()
    """Asked for; from the offer on those that are with the agency."""
    currency: str = ""
    token: str = ""
    began_at: str = ""
    """Of the offer: whose barrier, and when it began."""
    held: str = ""
    held_by: str = ""
    answer_by_on: date | None = None
    is_late: bool = False
    """The task that an answer is missing was opened."""
    is_escalated: bool = False
    chain: str = ""
    """Of the dossier that the agency had last."""
    recoveries: tuple[str, ...] = ()
    recovered: Money = NO_MONEY
    fees: Money = NO_MONEY

    @property
    def waits_for_books(self) -> bool:
        """What is in bulk may hold a payment of its debtor."""
        return self.stage == "requested" and self.held == BOOKS

    @property
    def is_running(self) -> bool:
        return self.stage in RUNNING

    @property
    def is_out(self) -> bool:
        return self.stage in OUT


def placement_stream(tenant: str, placement: str) -> str:
    return path_of(tenant, "placement", placement)


def running_index(tenant: str, debtor: str) -> str:
    """Index of a debtor's placements that run."""
    return path_of(tenant, "running", debtor)


def evolve_placement(state: PlacementState, event: Event) -> PlacementState:
    match event:
        case ProposalNoted():
            return PlacementState(
                placement=event.placement,
                creditor=event.creditor,
                debtor=event.debtor,
                stage="proposed",
                items=event.items,
                currency=event.total.currency,
            )
        case PlacementRequested():
            return PlacementState(
                placement=event.placement,
                agency=event.agency,
                creditor=event.creditor,
                debtor=event.debtor,
                stage="requested",
                items=event.items,
            )
        case PlacementHeld():
            return replace(state, held=event.cause, held_by=event.service)
        case PlacementFreed():
            return replace(state, held="", held_by="")
        case PlacementOffered():
            return _offered(state, event)
        case AnswerMissed():
            return replace(state, is_late=True)
        case PlacementAccepted():
            return replace(state, stage="accepted", answer_by_on=None)
        case DossierHandedOut():
            return replace(state, chain=event.chain)
        case EscalatedToBailiff():
            return replace(state, is_escalated=True)
        case _:
            return _reported(state, event)


def _offered(state: PlacementState, event: PlacementOffered) -> PlacementState:
    zero = Money.zero(event.total.currency)
    return replace(
        state,
        stage="offered",
        items=tuple(one.item for one in event.items),
        currency=event.total.currency,
        token=event.token,
        began_at=event.began_at,
        held="",
        held_by="",
        answer_by_on=event.answer_by_on,
        recovered=zero,
        fees=zero,
    )


def _reported(state: PlacementState, event: Event) -> PlacementState:
    match event:
        case RecoveryReported():
            return replace(
                state,
                recoveries=(*state.recoveries, event.recovery),
                recovered=state.recovered + event.amount,
                fees=state.fees + event.fee,
            )
        case FeeReported():
            return replace(state, fees=state.fees + event.amount)
        case ItemsRecalled():
            left = tuple(item for item in state.items if item not in event.items)
            return replace(state, items=left)
        case PlacementWithdrawn():
            return replace(state, stage="withdrawn", held="", held_by="")
        case PlacementRefused():
            return replace(state, stage="refused", answer_by_on=None)
        case PlacementRecalled():
            return replace(state, stage="recalled", answer_by_on=None)
        case PlacementClosed():
            return replace(state, stage="closed", answer_by_on=None)
        case _:
            return state
