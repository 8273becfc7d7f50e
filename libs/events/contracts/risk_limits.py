"""What risk says of credit: limits asked for, granted, refused, ended; and what is owed."""

from datetime import date
from typing import Literal

from libs.events.contracts.dunning_people import FreeText
from libs.events.contracts.model import Erased, Event, Part
from libs.kernel.money import Money

LimitEnd = Literal["expired", "replaced", "person"]


class LimitRequested(Event, type="relance.risk.limit_requested.v1"):
    """Somebody asks for credit for a debtor; a person decides."""

    limit: str
    debtor: str
    creditor: str
    amount: Money
    requested_by: str
    requested_on: date
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class LimitGranted(Event, type="relance.risk.limit_granted.v1"):
    """A person grants credit through a day; it takes the place of the limit before."""

    limit: str
    debtor: str
    creditor: str
    amount: Money
    """Of this currency alone."""
    expires_on: date
    """The last day on which it holds."""
    granted_by: str
    granted_on: date


class LimitRefused(Event, type="relance.risk.limit_refused.v1"):
    """A person refuses what was asked for; a limit from before stays."""

    limit: str
    debtor: str
    creditor: str
    refused_by: str
    refused_on: date
    personal: FreeText | Erased

    def subject(self) -> str:
        return f"debtor/{self.debtor}"


class LimitEnded(Event, type="relance.risk.limit_ended.v1"):
    """A limit holds no more."""

    limit: str
    debtor: str
    creditor: str
    reason: LimitEnd
    ended_by: str
    """Empty: its last day was over."""
    ended_on: date


class LimitBreached(Event, type="relance.risk.limit_breached.v1"):
    """More is owed than the limit; said once, until it is below again."""

    limit: str
    debtor: str
    creditor: str
    amount: Money
    """The limit."""
    exposure: Money
    breached_on: date


class BreachEnded(Event, type="relance.risk.breach_ended.v1"):
    """What is owed is within the limit again."""

    limit: str
    debtor: str
    creditor: str
    amount: Money
    exposure: Money
    ended_on: date


class OwedOn(Part):
    """What is open of a debtor of the items that fall due on one day, in one currency."""

    due_on: date
    open: Money
    """Contested parts in it."""
    disputed: Money
    items_count: int
    """Of them those that are not wholly contested."""


class ExposureChanged(Event, type="relance.risk.exposure_changed.v1"):
    """What a debtor owes in a currency, told apart; the three parts are all of it."""

    debtor: str
    creditor: str
    not_due: Money
    overdue: Money
    disputed: Money
    """Contested and not resolved, due or not."""
    as_of_on: date | None
    """None: no day had begun there yet, so that nothing counts as overdue."""
    owed: tuple[OwedOn, ...]
    """The due days whose sums are others now."""


LIMIT_EVENTS: tuple[type[Event], ...] = (
    LimitRequested,
    LimitGranted,
    LimitRefused,
    LimitEnded,
    LimitBreached,
    BreachEnded,
    ExposureChanged,
)
