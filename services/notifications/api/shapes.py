"""What callers send and are shown."""

from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, Field

Identity = Annotated[str, Field(pattern=r"^[0-9a-z]{26}$", examples=["0k3w9xv2qpt5m1c8e7r4ya6nbd"])]
Limit = Annotated[int, Query(ge=1, le=500, description="How many at most.")]
After = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-z]{26}$", description="The last id of the page before."),
]
Order = Annotated[
    Literal["asc", "desc"], Query(description="`desc`: the newest first; pages go on from there.")
]
Status = Literal[
    "to_compose",
    "ready",
    "held",
    "started",
    "sent",
    "withdrawn",
    "failed",
    "uncertain",
    "bounced",
]


class MessageQuery(BaseModel):
    """Which messages; what is left out does not matter."""

    debtor: Identity | None = None
    demand: str | None = Field(default=None, max_length=60, pattern=r"^[0-9a-z-]+$")
    status: Status | None = None


class Listed(BaseModel):
    """A page of a list; `next` is what `after` asks the next one with, null at the end."""

    items: list[dict[str, Any]]
    next: str | None = None


def listed(items: list[dict[str, Any]], limit: int) -> Listed:
    more = len(items) == limit and bool(items)
    return Listed(items=items, next=str(items[-1]["message"]) if more else None)
