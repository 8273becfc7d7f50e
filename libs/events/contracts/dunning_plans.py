"""What dunning says of plans: items that are paid in instalments, as long as these are kept."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.model import Event, Part
from libs.kernel.money import Money


class Instalment(Part):
    """A part of a plan's sum, and its day."""

    amount: Money
    due_on: date
    judged_from_on: date
    """The ledger has to be covered through this day; without a feed: the day itself."""


class PlanProposed(Event, type="relance.dunning.plan_proposed.v1"):
    """A plan was drawn up for a debtor; it holds nothing before it is agreed."""

    plan: str
    case: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    """In the order in which they are to be paid."""
    instalments: tuple[Instalment, ...] = Field(min_length=1)
    """By their days; together all that was open of the items."""
    total: Money
    proposed_on: date
    proposed_by: str


class PlanAgreed(Event, type="relance.dunning.plan_agreed.v1"):
    """The debtor agreed: as long as its instalments are kept its items are left alone."""

    plan: str
    case: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    total: Money
    until_on: date
    """Day of its last instalment."""
    agreed_on: date
    noted_by: str


class PlanMoneyNoted(Event, type="relance.dunning.plan_money_noted.v1"):
    """Money was set against an item of a plan since it was agreed, or taken off it again."""

    plan: str
    case: str
    creditor: str
    debtor: str
    item: str
    source: str
    """`share/<id>` or `credit/<id>`."""
    amount: Money
    """Negative: taken off."""
    booked_on: date | None
    """By the bank; None: it was taken off, or nobody said."""


class InstalmentKept(Event, type="relance.dunning.instalment_kept.v1"):
    """All that was to be paid through an instalment's day was booked in time."""

    plan: str
    case: str
    creditor: str
    debtor: str
    number: int = Field(ge=1)
    """Of the instalment, from 1."""
    paid: Money
    """Of the plan so far, in time for this instalment."""


class PlanMended(Event, type="relance.dunning.plan_mended.v1"):
    """Money came to light that had been in time: a plan that was broken goes on."""

    plan: str
    case: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    total: Money
    until_on: date
    """Day of its last instalment."""


class PlanKept(Event, type="relance.dunning.plan_kept.v1"):
    """Its last instalment was kept."""

    plan: str
    case: str
    creditor: str
    debtor: str
    paid: Money


class PlanBroken(Event, type="relance.dunning.plan_broken.v1"):
    """The ledger is known far enough, and an instalment is not there: one missed breaks it."""

    plan: str
    case: str
    creditor: str
    debtor: str
    number: int = Field(ge=1)
    """Of the instalment that was missed, from 1."""
    paid: Money
    missing: Money
    judged_on: date


class PlanEnded(Event, type="relance.dunning.plan_ended.v1"):
    """A person took a plan back, another one about its items was agreed, or its debtor was merged:
    what is left of it goes on as a promise at the debtor that it was merged into."""

    plan: str
    case: str
    creditor: str
    debtor: str
    reason: Literal["replaced", "taken_back", "merged"]
    ended_by: str
    """Empty for a merge."""


PLAN_EVENTS: tuple[type[Event], ...] = (
    PlanProposed,
    PlanAgreed,
    PlanMoneyNoted,
    InstalmentKept,
    PlanMended,
    PlanKept,
    PlanBroken,
    PlanEnded,
)
