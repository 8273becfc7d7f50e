"""What agencies report: what they did, what the debtor said, what they recovered and remitted."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.model import Erased, Event, Part
from libs.kernel.money import Money

ActionKind = Literal["letter", "email", "sms", "call", "visit", "other"]
ReactionKind = Literal["promise", "dispute", "refusal", "unreachable", "insolvent", "other"]


class RecoveredItem(Part):
    """What of a recovery is for one item."""

    item: str
    amount: Money


class RemittedRecovery(Part):
    """One recovery in a remittance."""

    recovery: str
    placement: str
    gross: Money
    fee: Money


class ActionReported(Event, type="relance.handoff.action_reported.v1"):
    """The agency did something in a case."""

    action: str
    placement: str
    agency: str
    creditor: str
    debtor: str
    kind: ActionKind
    done_on: date
    reported_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ReactionReported(Event, type="relance.handoff.reaction_reported.v1"):
    """What the debtor said or did about it."""

    reaction: str
    placement: str
    agency: str
    creditor: str
    debtor: str
    kind: ReactionKind
    said_on: date
    reported_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class RecoveryReported(Event, type="relance.handoff.recovery_reported.v1"):
    """The agency has money of the debtor's: the debt is less, and the agency owes it."""

    recovery: str
    placement: str
    agency: str
    creditor: str
    debtor: str
    items: tuple[RecoveredItem, ...] = Field(min_length=1)
    amount: Money
    """Sum of the items'."""
    fee: Money
    """What the contract lets the agency keep of it."""
    received_on: date
    reported_by: str


class FeeReported(Event, type="relance.handoff.fee_reported.v1"):
    """A fee beside the contract's share, such as an advance to a bailiff."""

    fee: str
    placement: str
    agency: str
    creditor: str
    debtor: str
    amount: Money
    what: str
    reported_by: str


class RecoveryNoted(Event, type="relance.handoff.recovery_noted.v1"):
    """A recovery waits for its remittance, under the agency's key."""

    recovery: str
    placement: str
    agency: str
    creditor: str
    gross: Money
    fee: Money


class RecoveryRemitted(Event, type="relance.handoff.recovery_remitted.v1"):
    """A recovery is in a remittance, and in no other."""

    recovery: str
    agency: str
    remittance: str


class RemittanceReported(Event, type="relance.handoff.remittance_reported.v1"):
    """The agency transfers what it recovered, net of its fees, under this reference."""

    remittance: str
    agency: str
    creditor: str
    reference: str
    """As it stands in the transfer."""
    recoveries: tuple[RemittedRecovery, ...] = Field(min_length=1)
    gross: Money
    fees: Money
    net: Money
    """gross less fees: the amount of the transfer."""
    remitted_on: date
    reported_by: str


REPORT_EVENTS: tuple[type[Event], ...] = (
    ActionReported,
    ReactionReported,
    RecoveryReported,
    FeeReported,
    RecoveryNoted,
    RecoveryRemitted,
    RemittanceReported,
)
