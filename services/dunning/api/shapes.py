"""What callers send and are shown, with examples."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from libs.events.contracts.dunning import CallOutcome, DisputeReason, DisputeResolution, Gate
from libs.kernel.money import Money
from services.dunning.domain.plans.commands import INSTALMENTS_MAX

ITEMS_MAX: Final = 400
APPROVALS_MAX: Final = 500
TEXT_MAX: Final = 4_000

Identity = Annotated[str, Field(pattern=r"^[0-9a-z]{26}$", examples=["0k3w9xv2qpt5m1c8e7r4ya6nbd"])]
Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line, no control characters."""
Written = Annotated[str, Field(max_length=TEXT_MAX, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
"""What somebody wrote, of any number of lines."""
PolicyName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", examples=["four-steps"])]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-z]{26}$", description="The last id of the page before."),
]
AfterPolicy = Annotated[
    str | None,
    Query(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="The last name of the page before."),
]
Order = Annotated[
    Literal["asc", "desc"], Query(description="`desc`: the newest first; pages go on from there.")
]
Status = Literal[
    "to_approve",
    "proposed",
    "held",
    "recalled",
    "sent",
    "withdrawn",
    "failed",
    "uncertain",
    "bounced",
    "said_by_person",
]


class Sent(BaseModel):
    """A body; what it does not know it refuses. Amounts are text, `"40.00 EUR"`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class PromiseSent(Sent):
    debtor: Identity
    items: tuple[Identity, ...] = Field(
        default=(), max_length=ITEMS_MAX, description="None: all that is open of the debtor."
    )
    amount: Money | None = Field(default=None, description="None: all that is open of the items.")
    pay_by_on: date


class InstalmentSent(Sent):
    amount: Money = Field(examples=["40.00 EUR"])
    due_on: date


class PlanSent(Sent):
    debtor: Identity
    items: tuple[Identity, ...] = Field(
        default=(),
        max_length=ITEMS_MAX,
        description="In the order in which they are to be paid. None: all that is open.",
    )
    instalments: tuple[InstalmentSent, ...] = Field(
        min_length=1, max_length=INSTALMENTS_MAX, description="By their days."
    )


class DisputeSent(Sent):
    debtor: Identity
    item: Identity
    amount: Money | None = Field(default=None, description="None: the whole item.")
    reason: DisputeReason
    owner: Text = Field(default="", description="Who looks after it; empty: who says it.")
    due_on: date | None = None
    text: Written = ""


class ResolutionSent(Sent):
    resolution: DisputeResolution


class PauseSent(Sent):
    debtor: Identity
    until_on: date = Field(description="The last day on which nothing is asked.")
    reason: Text = Field(min_length=1, examples=["flooded, asks for time"])


class PaidClaimSent(Sent):
    debtor: Identity
    item: Identity


class NoteSent(Sent):
    debtor: Identity
    text: Written = Field(min_length=1)


class CallSent(Sent):
    outcome: CallOutcome
    text: Written = Field(default="", description="What was said; shown at the next call.")


class OutcomeSent(Sent):
    left: bool = Field(description="Whether the debtor has the message.")


class ApprovalsSent(Sent):
    demands: tuple[Identity, ...] = Field(min_length=1, max_length=APPROVALS_MAX)


class WithholdSent(Sent):
    items: tuple[Identity, ...] = Field(
        default=(), max_length=ITEMS_MAX, description="None: all of the demand."
    )
    for_good: bool = Field(
        default=False, description="Until they are released; else for today alone."
    )
    reason: Written = Field(min_length=1, examples=["the key account manager calls first"])


class CaseQuery(BaseModel):
    """Which cases; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    state: Literal["noted", "open", "closed"] | None = None
    gate: Gate | None = None


class DemandQuery(BaseModel):
    """Which demands; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    case: Identity | None = None
    status: Status | None = None
    day_on: date | None = None
    gate: Gate | None = Field(default=None, description="The gate that recalled it.")


class AgreedQuery(BaseModel):
    """Of whom; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    state: str | None = Field(default=None, max_length=20)


class GateQuery(BaseModel):
    """Of which creditor, in which days; what is left out does not matter."""

    creditor: Identity | None = None
    from_on: date | None = None
    through_on: date | None = None


class Listed(BaseModel):
    """A page of a list; `next` is what `after` asks the next one with, null at the end."""

    items: list[dict[str, Any]]
    next: str | None = None


def listed(items: list[dict[str, Any]], identity: str, limit: int) -> Listed:
    """A page whose rows are named by the field `identity`."""
    more = len(items) == limit and bool(items)
    return Listed(items=items, next=str(items[-1][identity]) if more else None)
