"""What dunning says of cases, the items in them, and the demands that it decides."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.dunning_policies import SendWindow, Tone
from libs.events.contracts.matching_items import ItemKind
from libs.events.contracts.model import Event, Part
from libs.events.contracts.parties import ContactRole, CopyRole
from libs.kernel.money import Money

DropReason = Literal["settled", "cancelled", "moved"]
StepWay = Literal["sent", "logged", "missed", "placed", "said_by_person"]


class CaseOpened(Event, type="relance.dunning.case_opened.v1"):
    """A debtor is chased by a creditor in a currency, under one pinned ladder of steps."""

    case: str
    creditor: str
    debtor: str
    currency: str = Field(min_length=3, max_length=3)
    policy: str
    policy_version: int


class CaseClosed(Event, type="relance.dunning.case_closed.v1"):
    """Nothing of the case is open any more; a new item opens it again, under the newest ladder."""

    case: str
    creditor: str
    debtor: str


class ItemFollowed(Event, type="relance.dunning.item_followed.v1"):
    """An item that is open, as dunning knows it from here on."""

    item: str
    case: str
    creditor: str
    debtor: str
    kind: ItemKind
    number: str
    amount: Money
    open: Money
    issued_on: date
    due_on: date


class ItemChanged(Event, type="relance.dunning.item_changed.v1"):
    """What is open or due of a followed item is now this."""

    item: str
    case: str
    creditor: str
    debtor: str
    open: Money
    due_on: date
    reopened: bool = False
    """Money was taken away from it: it keeps its steps and has grace."""
    credited: Money | None = None
    """What a credit note took off it: it answers a dispute that waits for one."""
    noted_on: date
    cause: str = ""
    """Stream of the fact: the payment, or the credit note; empty: its due date moved."""


class ItemDropped(Event, type="relance.dunning.item_dropped.v1"):
    """A followed item asks for nothing any more; what it had of steps is kept."""

    item: str
    case: str
    creditor: str
    debtor: str
    reason: DropReason
    cause: str = ""
    """Stream of the fact: the payment, or the credit note."""


class SuspicionNoted(Event, type="relance.dunning.suspicion_noted.v1"):
    """Something may settle a followed item, or does no longer."""

    item: str
    case: str
    creditor: str
    debtor: str
    by: str
    holds: bool
    expired: bool = False
    """It became a task: it holds no more, though nobody has answered it."""
    until_on: date | None = None
    """The day on which it becomes a task; None: it does not by itself."""


class CreditNoted(Event, type="relance.dunning.credit_noted.v1"):
    """What of a source (a share, a credit note) lies on the debtor's account now."""

    case: str
    creditor: str
    debtor: str
    source: str
    on_account: Money


class CheckScheduled(Event, type="relance.dunning.check_scheduled.v1"):
    """When a case is looked at again, by what is known now; what happens meanwhile may wake it."""

    case: str
    creditor: str
    debtor: str
    currency: str = Field(min_length=3, max_length=3)
    check_on: date | None
    """None: nothing of it is due by itself. 0001-01-01: on the next day, whichever that is."""
    step: str = ""
    """The ladder's step that becomes due then; empty: the day is about something else."""


class DemandedItem(Part):
    """One item of a demand, with what is asked for it."""

    item: str
    number: str
    kind: ItemKind
    asked: Money
    """What is open of it, less what is disputed."""
    open: Money
    issued_on: date
    due_on: date
    overdue_days: int
    """Negative: it is not due yet."""
    step: str
    tone: Tone


class DemandProposed(Event, type="relance.dunning.demand_proposed.v1"):
    """Dunning decided to ask for these items today; only notifications knows whether it left."""

    demand: str
    case: str
    creditor: str
    debtor: str
    items: tuple[DemandedItem, ...] = Field(min_length=1)
    total: Money
    """Sum of what is asked for the items."""
    credit: Money
    """On account, not set against anything."""
    net: Money
    """total less credit."""
    step: str
    """The highest step of its items: gives the tone and the template."""
    tone: Tone
    template: str
    channel: Literal["email"] = "email"
    policy: str
    policy_version: int
    day_on: date
    """In the creditor's zone: it is valid for this day."""
    zone: str
    send_window: SendWindow | None
    """None where days are played: it may leave at any hour."""
    to: tuple[ContactRole, ...] = ()
    """As its step says: the first of these roles that has an address."""
    copy_to: tuple[CopyRole, ...] = ()
    """Roles whose every contact has a copy."""
    attempt: int = Field(default=1, ge=1)
    """Which proposal of the case on that day it is; at most three follow a recall."""


class DemandEnded(Event, type="relance.dunning.demand_ended.v1"):
    """What notifications reported of a demand, adopted: it has its outcome."""

    demand: str
    case: str
    creditor: str
    debtor: str
    outcome: Literal["sent", "withdrawn", "failed", "uncertain", "bounced", "said_by_person"]
    message: str
    crossed: bool = False
    """It was sent after it had been recalled: the two crossed."""
    reason: str = ""


class StepTaken(Event, type="relance.dunning.step_taken.v1"):
    """An item has had a step of its ladder."""

    item: str
    case: str
    creditor: str
    debtor: str
    step: str
    taken_on: date
    way: StepWay
    by: str
    """The demand, the call or the placement that took it."""


class StepUndone(Event, type="relance.dunning.step_undone.v1"):
    """A step did not happen after all: withdrawn, failed or bounced; the day decides anew."""

    item: str
    case: str
    creditor: str
    debtor: str
    step: str
    by: str
    reason: str


class PlacementProposed(Event, type="relance.dunning.placement_proposed.v1"):
    """The ladder is at its end: the case is for an agency, or for a person, to go on with."""

    placement: str
    case: str
    creditor: str
    debtor: str
    items: tuple[DemandedItem, ...] = Field(min_length=1)
    total: Money
    policy: str
    policy_version: int
    day_on: date


class PlacementNoted(Event, type="relance.dunning.placement_noted.v1"):
    """An item is on its way to an agency, or with one, or is not any more."""

    item: str
    case: str
    creditor: str
    debtor: str
    placement: str
    is_out: bool


DEMAND_EVENTS: tuple[type[Event], ...] = (
    CaseOpened,
    CaseClosed,
    ItemFollowed,
    ItemChanged,
    ItemDropped,
    SuspicionNoted,
    CreditNoted,
    CheckScheduled,
    DemandProposed,
    DemandEnded,
    StepTaken,
    StepUndone,
    PlacementProposed,
    PlacementNoted,
)
