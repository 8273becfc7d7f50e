"""What callers send and are shown, with examples."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from libs.kernel.money import Money

Text = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""One line, no control characters."""
Identity = Annotated[str, Field(pattern=r"^[0-9a-z]{26}$", examples=["0k3w9xv2qpt5m1c8e7r4ya6nbd"])]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-z]{26}$", description="The last id of the page before."),
]
Order = Annotated[
    Literal["asc", "desc"], Query(description="`desc`: the newest first; pages go on from there.")
]
SHARES_MAX: Final = 100


class Sent(BaseModel):
    """A body; what it does not know it refuses. Amounts are text, `"40.00 EUR"`."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ShareSent(Sent):
    """A part of a payment: for an item, or on account of a debtor."""

    item: Identity | None = None
    debtor: Identity | None = Field(default=None, description="Only where no item is named.")
    amount: Money

    @model_validator(mode="after")
    def names_one_of_them(self) -> "ShareSent":
        if (self.item is None) == (self.debtor is None):
            raise ValueError("a share names an item, or a debtor on whose account it goes")
        return self


class ApplicationSent(Sent):
    shares: tuple[ShareSent, ...] = Field(min_length=1, max_length=SHARES_MAX)


class UndoSent(Sent):
    share: Identity


class ExtensionSent(Sent):
    due_on: date
    reason: Text = Field(min_length=1, examples=["agreed by phone"])


class DecisionSent(Sent):
    """What a person says of a statement that waits."""

    decision: Literal["new", "again", "drop"]
    entries: tuple[Annotated[int, Field(ge=0)], ...] | None = Field(
        default=None,
        max_length=50_000,
        description="Of `new`: positions of the new entries, where that can be read in two ways.",
    )
    reason: Text = ""


class RestartSent(Sent):
    """A gap is declared: the account goes on at this balance of the bank."""

    opening: Money
    reason: Text = Field(min_length=1, examples=["statement 14 is lost at the bank"])


class CoverSent(Sent):
    """Nothing more comes to this account through that day."""

    account: Identity
    through_on: date


class ItemQuery(BaseModel):
    """Which items; what is left out does not matter."""

    creditor: Identity | None = None
    debtor: Identity | None = None
    number: str | None = Field(default=None, max_length=100)
    state: Literal["open", "settled", "cancelled", "suspected"] | None = None


class PaymentQuery(BaseModel):
    """Which payments; what is left out does not matter."""

    creditor: Identity | None = None
    statement: Identity | None = None
    outcome: (
        Literal[
            "received",
            "applied",
            "suggested",
            "unidentified",
            "returned",
            "assigned",
            "waiting",
            "unassigned",
        ]
        | None
    ) = None


class StatementQuery(BaseModel):
    """Which statements; what is left out does not matter."""

    creditor: Identity | None = None
    account: Identity | None = None
    state: Literal["accepted", "waiting", "repeated", "dropped"] | None = None


class Listed(BaseModel):
    """A page of a list; `next` is what `after` asks the next one with, null at the end."""

    items: list[dict[str, Any]]
    next: str | None = None


def listed(items: list[dict[str, Any]], identity: str, limit: int) -> Listed:
    """A page whose rows are named by the field `identity`."""
    more = len(items) == limit and bool(items)
    return Listed(items=items, next=str(items[-1][identity]) if more else None)
