"""What callers send and are shown, with examples."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field

from libs.events.contracts.risk import Band
from libs.kernel.money import Money

TEXT_MAX: Final = 4_000

Identity = Annotated[str, Field(pattern=r"^[0-9a-z]{26}$", examples=["0k3w9xv2qpt5m1c8e7r4ya6nbd"])]
Written = Annotated[
    str, Field(min_length=1, max_length=TEXT_MAX, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f]*$")
]
"""What somebody wrote, of any number of lines; sealed under the debtor's key."""
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-z]{26}$", description="The last id of the page before."),
]
Amount = Annotated[
    str,
    Query(
        pattern=r"^[0-9]{1,14}(\.[0-9]{1,4})? [A-Z]{3}$",
        description="What the order comes to.",
        examples=["120.00 EUR"],
    ),
]


class Sent(BaseModel):
    """A body; what it does not know it refuses. Amounts are text, `"40.00 EUR"`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LimitSent(Sent):
    debtor: Identity
    amount: Money
    reason: Written


class GrantSent(Sent):
    amount: Money | None = Field(default=None, description="None: as it was asked for.")
    expires_on: date = Field(description="The last day on which it holds.")


class ReasonSent(Sent):
    reason: Written


class OverrideSent(Sent):
    debtor: Identity
    band: Band
    until_on: date = Field(description="The last day on which it holds.")
    reason: Written


class WatchSent(Sent):
    debtor: Identity
    reason: Written


class DebtorQuery(BaseModel):
    """Which debtors; what is left out does not matter."""

    creditor: Identity | None = None
    band: Band | None = None
    watched: bool | None = None
    breached: bool | None = None


class LimitQuery(BaseModel):
    """Which limits; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    state: Literal["requested", "granted", "refused", "ended"] | None = None


class OverrideQuery(BaseModel):
    """Which overrides; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    state: Literal["holds", "ended"] | None = None


class WatchQuery(BaseModel):
    """Which watches; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    state: Literal["watched", "ended"] | None = None


class Listed(BaseModel):
    """A page of a list; `next` is what `after` asks the next one with, null at the end."""

    items: list[dict[str, Any]]
    next: str | None = None


def listed(items: list[dict[str, Any]], identity: str, limit: int) -> Listed:
    """A page whose rows are named by the field `identity`."""
    more = len(items) == limit and bool(items)
    return Listed(items=items, next=str(items[-1][identity]) if more else None)
