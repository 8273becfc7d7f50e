"""What people and agencies ask of a case, and what handoff asks of itself.

All of a case goes to the debtor's key `<tenant>/debtor/<id>`; `agency_commands` has what goes to
an agency's. Ids of placements, actions and recoveries are made from the command's id, so that the
same command twice is one of them; the answer tells them.
"""

from datetime import date

from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.handoff import (
    ActionKind,
    CloseResult,
    HoldCause,
    ReactionKind,
    RecallReason,
    RecoveredItem,
)
from libs.events.contracts.model import Command, Erased, Field
from libs.kernel.money import Money


class RequestPlacement(Command, type="relance.handoff.request_placement.v1"):
    """Place what is open of a debtor; answers `placement`, `agency`."""

    debtor: str
    placement: str = ""
    """A proposal of dunning's; empty: it is a person's own idea."""
    agency: str = ""
    """Empty: the one agency that takes it, the first by its name of several."""
    items: tuple[str, ...] = Field(default=(), max_length=400)
    """Of one currency; empty: the proposal's, else what is open of the debtor and not placed."""
    requested_by: str


class WithdrawPlacement(Command, type="relance.handoff.withdraw_placement.v1"):
    """A request that is no offer yet is taken back."""

    debtor: str
    placement: str
    withdrawn_by: str


class StartOffer(Command, type="relance.handoff.start_offer.v1"):
    """The barrier was had: offer what is still open; answers `outcome`."""

    placement: str
    token: str
    began_at: str
    cut: dict[str, int]


class HoldOffer(Command, type="relance.handoff.hold_offer.v1"):
    """The barrier could not be had."""

    placement: str
    cause: HoldCause
    service: str


class ReportOffer(Command, type="relance.handoff.report_offer.v1"):
    """An offer has left by being recorded: there is nothing more to say of it."""

    placement: str


class AcceptPlacement(Command, type="relance.handoff.accept_placement.v1"):
    debtor: str
    placement: str
    agency: str
    reference: str = ""
    accepted_by: str


class RefusePlacement(Command, type="relance.handoff.refuse_placement.v1"):
    debtor: str
    placement: str
    agency: str
    reason: str
    refused_by: str


class ReportAction(Command, type="relance.handoff.report_action.v1"):
    """Answers `action`."""

    debtor: str
    placement: str
    agency: str
    kind: ActionKind
    done_on: date
    reported_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ReportReaction(Command, type="relance.handoff.report_reaction.v1"):
    """Answers `reaction`."""

    debtor: str
    placement: str
    agency: str
    kind: ReactionKind
    said_on: date
    reported_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ReportRecovery(Command, type="relance.handoff.report_recovery.v1"):
    """Answers `recovery`, `fee`."""

    debtor: str
    placement: str
    agency: str
    items: tuple[RecoveredItem, ...] = Field(min_length=1, max_length=400)
    received_on: date
    reported_by: str


class ReportFee(Command, type="relance.handoff.report_fee.v1"):
    """Answers `fee`."""

    debtor: str
    placement: str
    agency: str
    amount: Money
    what: str
    reported_by: str


class RecallItems(Command, type="relance.handoff.recall_items.v1"):
    """The creditor takes single items back."""

    debtor: str
    placement: str
    items: tuple[str, ...] = Field(min_length=1, max_length=400)
    reason: RecallReason
    recalled_by: str


class RecallPlacement(Command, type="relance.handoff.recall_placement.v1"):
    debtor: str
    placement: str
    reason: RecallReason
    recalled_by: str


class ClosePlacement(Command, type="relance.handoff.close_placement.v1"):
    """By the agency, or with `agency` empty by the creditor."""

    debtor: str
    placement: str
    agency: str
    result: CloseResult
    closed_by: str


class EscalatePlacement(Command, type="relance.handoff.escalate_placement.v1"):
    debtor: str
    placement: str
    escalated_by: str


class RecordDossier(Command, type="relance.handoff.record_dossier.v1"):
    """A dossier was made for the agency."""

    debtor: str
    placement: str
    agency: str
    content: str
    chain: str
    fetched_by: str


class HearOfMoved(Command, type="relance.handoff.hear_of_moved.v1"):
    """What happened to an item, or was agreed, at the debtor that its own was merged into."""

    item: str = ""
    """Of a build that told of one item alone."""
    kind: str
    """Type of the fact, `relance.matching.item_settled.v2`."""
    said: str
    """The fact as JSON, under the old debtor, without what says who a person is."""
    items: tuple[str, ...] = ()
    """Those of this debtor that it is about."""


class CheckKeys(Command, type="relance.handoff.check_keys.v1"):
    """Ask these keys what a day means to them."""

    day_on: date
    keys: tuple[str, ...]


class CheckDue(Command, type="relance.handoff.check_due.v1"):
    """A day has begun that something of this key waited for."""

    day_on: date


class FreeOffers(Command, type="relance.handoff.free_offers.v1"):
    """The books of the debtor's creditor may have come to rest."""

    debtor: str


REPORTS: tuple[type[Command], ...] = (ReportOffer,)
"""They tell what has happened, and are never dropped."""

CASE_COMMANDS: tuple[type[Command], ...] = (
    RequestPlacement,
    WithdrawPlacement,
    StartOffer,
    HoldOffer,
    ReportOffer,
    AcceptPlacement,
    RefusePlacement,
    ReportAction,
    ReportReaction,
    ReportRecovery,
    ReportFee,
    RecallItems,
    RecallPlacement,
    ClosePlacement,
    EscalatePlacement,
    RecordDossier,
    HearOfMoved,
    CheckKeys,
    CheckDue,
    FreeOffers,
)
