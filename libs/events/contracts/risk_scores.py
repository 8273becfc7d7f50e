"""What risk says of how a debtor pays: scores, bands, a person's override, the watch list."""

from datetime import date
from typing import Literal

from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.model import Erased, Event, Part

Band = Literal["A", "B", "C", "D", "E"]
"""A pays in time, E most likely does not."""
BandCause = Literal["score", "override", "override_ended"]
ReasonCode = Literal[
    "no_history",
    "paid_in_time",
    "paid_late",
    "paid_ever_later",
    "days_late",
    "long_overdue",
    "overdue_share",
    "promises_broken",
    "payments_returned",
    "disputes_open",
]


class ScoreReason(Part):
    """Why a score is what it is: a code, and the figures of its sentence."""

    code: ReasonCode
    figure: int
    """Items, promises, payments, disputes, days or percent, as the code says."""
    of: int | None
    """Of how many items, or what it was before; None where there is no such thing."""


class DebtorScored(Event, type="relance.risk.debtor_scored.v1"):
    """How likely and how late the debtor pays, as its own history tells; said when it changes."""

    debtor: str
    creditor: str
    model: str
    """Name and version of what made it of its inputs."""
    inputs_hash: str
    """SHA-256 of what the model saw, hex."""
    late_percent: int
    """Probability of paying more than 30 days late, in percent."""
    late_days: int
    """Days after the due date on which it is expected to pay."""
    band: Band
    reasons: tuple[ScoreReason, ...]
    scored_on: date


class BandChanged(Event, type="relance.risk.band_changed.v1"):
    """The band that holds for a debtor is another now: by its score, or because a person says."""

    debtor: str
    creditor: str
    band: Band
    was: Band | None
    """None: the debtor is new."""
    cause: BandCause
    reasons: tuple[ScoreReason, ...]
    """Of the score; also where a person overrides it."""
    changed_on: date


class BandOverridden(Event, type="relance.risk.band_overridden.v1"):
    """A person says which band holds until the end of a day, whatever the score."""

    override: str
    debtor: str
    creditor: str
    band: Band
    until_on: date
    overridden_by: str
    overridden_on: date
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class OverrideEnded(Event, type="relance.risk.override_ended.v1"):
    """The score decides again, or another override."""

    override: str
    debtor: str
    creditor: str
    reason: Literal["day", "person", "replaced"]
    ended_by: str
    """Empty: its day was over."""


class WatchStarted(Event, type="relance.risk.watch_started.v1"):
    """The debtor is on the watch list: nothing is shipped before a person has looked."""

    debtor: str
    creditor: str
    started_by: str
    started_on: date
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class WatchEnded(Event, type="relance.risk.watch_ended.v1"):
    """The debtor is off the watch list."""

    debtor: str
    creditor: str
    ended_by: str
    ended_on: date
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


SCORE_EVENTS: tuple[type[Event], ...] = (
    DebtorScored,
    BandChanged,
    BandOverridden,
    OverrideEnded,
    WatchStarted,
    WatchEnded,
)
