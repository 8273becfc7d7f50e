"""What callers send and are shown."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from libs.events.contracts.handoff import (
    ActionKind,
    CloseResult,
    FeeRule,
    ReactionKind,
    RecallReason,
    RecoveredItem,
    Registration,
)
from libs.kernel.money import Money

ITEMS_MAX: Final = 400
ALL_BASIS_POINTS: Final = 10_000
SIGNS_MIN: Final = 4
Identity = Annotated[str, Field(pattern=r"^[0-9a-z]{26}$", examples=["0k3w9xv2qpt5m1c8e7r4ya6nbd"])]
Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line, no control characters."""
Written = Annotated[str, Field(max_length=4_000, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-z]{26}$", description="The last id of the page before."),
]
Cursor = Annotated[
    int, Query(ge=0, le=2**53, description="The number of the last entry that was read; 0: none.")
]
Number = Annotated[int, Field(ge=1, le=2**31)]
"""Of a feed's entry, or of a secret."""
Stage = Literal[
    "proposed",
    "requested",
    "withdrawn",
    "offered",
    "accepted",
    "refused",
    "recalled",
    "closed",
]
DeliveryStage = Literal["waits", "taken", "dead"]
"""What became of an entry that is posted."""


def _no_more_than_all(fee: FeeRule) -> FeeRule:
    """Else what was recovered less its fee would be less than nothing."""
    if max(fee.recovered_basis_points, fee.direct_basis_points) > ALL_BASIS_POINTS:
        raise ValueError("an agency keeps 10000 basis points, which is all of it, at most")
    return fee


def _findable(reference: str) -> str:
    """Else the transfer is not known by it: a bank's text is searched for what may be a number."""
    signs = sum(letter.isalnum() for letter in reference)
    if signs < SIGNS_MIN or not any(letter.isdigit() for letter in reference):
        raise ValueError("a reference has at least four letters and digits, a digit among them")
    return reference


Fee = Annotated[FeeRule, AfterValidator(_no_more_than_all)]
Reference = Annotated[Text, AfterValidator(_findable)]


class Sent(BaseModel):
    """A body; what it does not know it refuses. Amounts are text, `"40.00 EUR"`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AgencySent(Sent):
    name: Text = Field(min_length=1)
    countries: tuple[Country, ...] = Field(default=(), max_length=50)
    creditors: tuple[Identity, ...] = Field(default=(), max_length=200)
    registrations: tuple[Registration, ...] = Field(default=(), max_length=50)
    answer_days: int = Field(default=5, ge=1, le=60)
    fee: Fee
    webhook_url: Text = Field(default="", pattern=r"^(https?://.+)?$")
    has_topic: bool = Field(
        default=False, description="Whether its feed is also written to a topic of its own."
    )
    topic_reader: str = Field(
        default="",
        max_length=200,
        pattern=r"^(User:[^,\s]+)?$",
        examples=["User:agency-north"],
        description="Kafka principal that alone may read that topic; empty: set it yourself.",
    )


class RotationSent(Sent):
    before_hours: int = Field(
        default=24, ge=0, le=720, description="How long the secret before signs as well."
    )


class RequestSent(Sent):
    debtor: Identity
    agency: Identity | None = Field(default=None, description="None: one that takes it.")
    items: tuple[Identity, ...] = Field(
        default=(),
        max_length=ITEMS_MAX,
        description="None: what is open of the debtor and not placed, at most 400, the oldest due.",
    )


class PlacingSent(Sent):
    agency: Identity | None = Field(default=None, description="None: one that takes it.")


class RecallSent(Sent):
    reason: RecallReason
    items: tuple[Identity, ...] = Field(
        default=(), max_length=ITEMS_MAX, description="None: the whole case."
    )


class ClosingSent(Sent):
    result: CloseResult


class AcceptanceSent(Sent):
    reference: Text = Field(default="", description="The agency's own name for the case.")


class RefusalSent(Sent):
    reason: Text = Field(min_length=1)


class ActionSent(Sent):
    kind: ActionKind
    done_on: date
    text: Written = ""


class ReactionSent(Sent):
    kind: ReactionKind
    said_on: date
    text: Written = ""


class RecoverySent(Sent):
    items: tuple[RecoveredItem, ...] = Field(min_length=1, max_length=ITEMS_MAX)
    received_on: date


class FeeSent(Sent):
    amount: Money
    what: Text = Field(min_length=1)


class RemittanceSent(Sent):
    creditor: Identity
    reference: Reference = Field(min_length=5, max_length=35, examples=["REM-2026-0042"])
    recoveries: tuple[Identity, ...] = Field(min_length=1, max_length=400)
    remitted_on: date


class PlacementQuery(BaseModel):
    """Which placements; what is left out does not matter."""

    debtor: Identity | None = None
    agency: Identity | None = None
    creditor: Identity | None = None
    stage: tuple[Stage, ...] = Field(default=(), max_length=8, description="May be repeated.")


class Listed(BaseModel):
    """A page of a list; `next` is what the next one is asked with, null at the end."""

    items: list[dict[str, Any]]
    next: str | None = None


class Entries(BaseModel):
    """A stretch of a feed; `cursor` is what the next one is asked with, also at the end."""

    entries: list[dict[str, Any]]
    cursor: int


def listed(items: list[dict[str, Any]], identity: str, limit: int) -> Listed:
    """A page whose rows are named by the field `identity`."""
    more = len(items) == limit and bool(items)
    return Listed(items=items, next=str(items[-1][identity]) if more else None)
