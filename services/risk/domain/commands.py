"""What risk is asked by people, and what it asks of itself; all of it at a debtor's key.

The id of a limit and of an override is made from the command's id, so that the same command twice
is one of them; the answer tells it.
"""

from datetime import date

from libs.events.contracts.dunning import DisputeResolution, FreeText
from libs.events.contracts.model import Command, Erased, Field, Part
from libs.events.contracts.risk import Band
from libs.kernel.money import Money


class RequestLimit(Command, type="relance.risk.request_limit.v1"):
    """Ask for credit for a debtor; answers `limit`. A person grants or refuses it."""

    debtor: str
    amount: Money
    requested_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class GrantLimit(Command, type="relance.risk.grant_limit.v1"):
    """Grant what was asked for, or another amount, through a day; answers `amount`."""

    debtor: str
    limit: str
    amount: Money | None = None
    """None: as it was asked for."""
    expires_on: date
    granted_by: str


class RefuseLimit(Command, type="relance.risk.refuse_limit.v1"):
    """Do not grant what was asked for; a limit from before stays."""

    debtor: str
    limit: str
    refused_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class EndLimit(Command, type="relance.risk.end_limit.v1"):
    """End a limit before its day."""

    debtor: str
    limit: str
    ended_by: str


class OverrideBand(Command, type="relance.risk.override_band.v1"):
    """Say which band holds until the end of a day, whatever the score; answers `override`."""

    debtor: str
    band: Band
    until_on: date
    overridden_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class EndOverride(Command, type="relance.risk.end_override.v1"):
    """Let the score decide again."""

    debtor: str
    ended_by: str


class StartWatch(Command, type="relance.risk.start_watch.v1"):
    """Put a debtor on the watch list."""

    debtor: str
    started_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class EndWatch(Command, type="relance.risk.end_watch.v1"):
    """Take a debtor off the watch list."""

    debtor: str
    ended_by: str
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class ContestCarried(Part):
    """A dispute about an item that moved."""

    dispute: str
    amount: Money | None
    """None: the whole item."""
    resolution: DisputeResolution | None


class AdoptContests(Command, type="relance.risk.adopt_contests.v1"):
    """What was contested of an item where it had been before its debtor was merged."""

    creditor: str
    item: str
    contests: tuple[ContestCarried, ...]


class CheckKeys(Command, type="relance.risk.check_keys.v1"):
    """A chunk of a day's keys with something due: each is asked by itself."""

    day_on: date
    keys: tuple[str, ...] = Field(max_length=500)


class CheckDue(Command, type="relance.risk.check_due.v1"):
    """A day has begun on which something of this debtor may be due."""

    day_on: date


COMMANDS: tuple[type[Command], ...] = (
    RequestLimit,
    GrantLimit,
    RefuseLimit,
    EndLimit,
    OverrideBand,
    EndOverride,
    StartWatch,
    EndWatch,
    AdoptContests,
    CheckKeys,
    CheckDue,
)
