"""What dunning says of demands that people look at before they leave: the morning review."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.dunning_demands import DemandedItem
from libs.events.contracts.dunning_gates import Gate
from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.dunning_policies import Tone
from libs.events.contracts.model import Erased, Event
from libs.events.contracts.parties import ContactRole, CopyRole
from libs.kernel.money import Money


class DemandDrafted(Event, type="relance.dunning.demand_drafted.v1"):
    """What would be asked today waits for people to approve it; nobody composes or sends it yet.

    Approved, it is proposed under the same id.
    """

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
    """In the creditor's zone: it can be approved on this day."""
    to: tuple[ContactRole, ...] = ()
    """As its step says: the first of these roles that has an address."""
    copy_to: tuple[CopyRole, ...] = ()
    """Roles whose every contact has a copy."""
    approvals_needed: int = Field(ge=1, le=2)
    """How many people have to approve it, each another one."""
    attempt: int = Field(default=1, ge=1)
    """Which draft or proposal of the case on that day it is."""


class DemandApproved(Event, type="relance.dunning.demand_approved.v1"):
    """A person approved a draft; with the last approval it is proposed in the same transaction."""

    demand: str
    case: str
    creditor: str
    debtor: str
    approved_by: str
    approvals: tuple[str, ...]
    """Who has approved it so far, in order, this one the last."""
    approvals_left: int = Field(ge=0)


class DraftDropped(Event, type="relance.dunning.draft_dropped.v1"):
    """A draft can be approved no more: a gate closed, or its day is over. It never left dunning."""

    demand: str
    case: str
    creditor: str
    debtor: str
    gate: Gate | None
    """None: its day is over."""
    items: tuple[str, ...]
    cause: str
    """Stream of the fact that closed the gate; empty: none did."""


class ItemWithheld(Event, type="relance.dunning.item_withheld.v1"):
    """A person takes an item out of what leaves, for today or until somebody releases it."""

    item: str
    case: str
    creditor: str
    debtor: str
    demand: str
    """In which it stood."""
    until_on: date | None
    """The day on which it may be asked for again; None: not before it is released."""
    withheld_on: date
    withheld_by: str
    personal: FreeText | Erased
    """Why."""

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ItemReleased(Event, type="relance.dunning.item_released.v1"):
    """What a person withheld may be asked for again."""

    item: str
    case: str
    creditor: str
    debtor: str
    released_by: str


REVIEW_EVENTS: tuple[type[Event], ...] = (
    DemandDrafted,
    DemandApproved,
    DraftDropped,
    ItemWithheld,
    ItemReleased,
)
