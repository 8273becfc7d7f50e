"""Why risk does not do what a person asks.

Refusal
├── DebtorUnknown
├── DayUnknown
├── DayHasPassed
├── DayTooFar
├── AmountNotPositive
├── RequestWaits
├── RequestIsNotWaiting
├── LimitIsNotHeld
├── NothingIsOverridden
├── IsWatchedAlready
└── IsNotWatched
"""

from typing import ClassVar

from libs.events.loop.decider import Refusal


class DebtorUnknown(Refusal):
    """There is no debtor {debtor}."""

    RULE: ClassVar[str] = "debtor_unknown"


class DayUnknown(Refusal):
    """No day has begun yet for creditor {creditor}; try again in a moment."""

    RULE: ClassVar[str] = "day_unknown"


class DayHasPassed(Refusal):
    """{day_on} lies before today, {today_on}."""

    RULE: ClassVar[str] = "day_has_passed"


class DayTooFar(Refusal):
    """{day_on} is too far from today, {today_on}, to be meant."""

    RULE: ClassVar[str] = "day_too_far"


class AmountNotPositive(Refusal):
    """{amount} is no credit; it has to be more than zero."""

    RULE: ClassVar[str] = "amount_not_positive"


class RequestWaits(Refusal):
    """A request for {amount} waits already; grant or refuse it first."""

    RULE: ClassVar[str] = "request_waits"


class RequestIsNotWaiting(Refusal):
    """No request {limit} of debtor {debtor} waits for a decision."""

    RULE: ClassVar[str] = "request_is_not_waiting"


class LimitIsNotHeld(Refusal):
    """Debtor {debtor} does not hold a limit {limit}."""

    RULE: ClassVar[str] = "limit_is_not_held"


class NothingIsOverridden(Refusal):
    """No person says anything else of debtor {debtor} than its score."""

    RULE: ClassVar[str] = "nothing_is_overridden"


class IsWatchedAlready(Refusal):
    """Debtor {debtor} is on the watch list already."""

    RULE: ClassVar[str] = "is_watched_already"


class IsNotWatched(Refusal):
    """Debtor {debtor} is not on the watch list."""

    RULE: ClassVar[str] = "is_not_watched"
