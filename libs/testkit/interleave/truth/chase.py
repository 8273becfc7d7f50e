"""What chasing adds to what is true in a history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from libs.events.contracts.dunning import PolicyFacts
from libs.events.contracts.ingestion import Review
from libs.testkit.interleave.truth.documents import Invoice
from libs.testkit.interleave.truth.remitting import Transfer

Saying = Literal[
    "dispute", "part dispute", "promise", "plan", "pause", "paid claim", "note", "extension"
]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody has dunning note, on a day or later."""

    what: Saying
    invoice: Invoice
    on: date
    days: int
    """For how long: until a promise or an instalment is due, a pause over, a dispute resolved."""
    is_taken_back: bool


@dataclass(frozen=True, slots=True)
class Chase:
    """What chasing adds to a scene."""

    policy: PolicyFacts
    days: tuple[date, ...]
    """Played one after the other, some of them leaps."""
    tail: tuple[date, ...]
    """Played behind them, when nothing disturbs any more: enough for every step of the ladder."""
    feed: Literal["required", "none"]
    said: tuple[Said, ...]
    entered_on: Mapping[str, date]
    """From which day on a credit note or a cancellation may be entered, by the document."""
    never_payers: frozenset[str]
    """Debtors that do nothing and of whom nobody says anything, by id."""
    haste: float
    """How soon, at each look, a day follows while something of the last one is under way."""
    awaited_on: frozenset[date]
    """Days on which all that happens waits, if it can, until a message is about to leave,
    or waits to be approved."""
    places: float = 0.0
    """How likely it is that debtors are handed over to an agency."""
    placed_from_on: date | None = None
    """The first day on which they are; None: from the beginning."""
    review: Review = "none"
    """How many people approve each demand before it leaves."""
    is_withheld: bool = True
    """Whether people who look at demands take some out."""
    transfers: tuple[Transfer, ...] = ()
    """What the agency remits, if what it is meant to bring was recovered."""

    @property
    def feed_days_max(self) -> int | None:
        return 3 if self.feed == "required" else None
