"""What callers of `/v1/parked` send and are told."""

from typing import Literal

from pydantic import BaseModel, Field

from libs.events.loop.parking import DroppedMessage
from libs.events.loop.provenance import Author

RetryEnd = Literal["freed", "parked", "pending"]
DropEnd = Literal["dropped", "freed", "pending"]

_KEY = "A routing key from the list."


class RetrySent(BaseModel):
    """Which key is to be retried, once what it crashed on is mended."""

    key: str = Field(max_length=300, description=_KEY)


class DropSent(BaseModel):
    """Which message is to be dropped, and why."""

    key: str = Field(max_length=300, description=_KEY)
    message: str = Field(max_length=300, description="Id of the first message behind the key.")
    reason: str = Field(
        min_length=1,
        max_length=300,
        description="Kept for ever, shown, and told to the caller: nothing personal.",
    )


class KeyTold(BaseModel):
    """One parked key."""

    key: str
    tenant: str | None = Field(
        description="Null when it cannot be read whose the message is: it holds every tenant."
    )
    partition: int
    reason: str
    waiting: int = Field(description="Messages that are parked and not decided yet.")


class Parked(BaseModel):
    """All parked keys; `next` is always null: there are few, or something is very wrong."""

    items: list[KeyTold]
    next: str | None = None


class WaitingTold(BaseModel):
    """One message that waits, by its headers alone: what it says may be personal."""

    id: str
    type: str
    topic: str = Field(description="Where it stood first.")
    offset: int = Field(description="Its place there.")
    written_at: str
    parked_on_offset: int = Field(description="Its place in the parking topic.")
    author: Author = Field(
        description="The `edge`, the `own` service, another one that was `heard`, or `nobody`."
    )
    can_drop: bool = Field(description="Once it is the first; the owner judges again when asked.")
    on_drop: str = Field(
        description="What is decided instead, or why it cannot be dropped; empty: its caller, if"
        " any, is told."
    )


class KeyWithWaiting(KeyTold):
    """A parked key with what waits behind it, in order."""

    messages: list[WaitingTold]


class RetryTold(BaseModel):
    """What came of a retry."""

    key: str
    outcome: RetryEnd
    reason: str = Field(description="Why it is still parked; empty otherwise.")
    waiting: int


class DropTold(BaseModel):
    """What came of a drop."""

    key: str
    message: str
    outcome: DropEnd
    waiting: int
    compensation: str = Field(description="What was decided instead; empty: nothing had to be.")


class AllDropped(BaseModel):
    """The latest that were dropped; `next` is always null: the log keeps all."""

    items: list[DroppedMessage]
    next: str | None = None
