"""What decisions see of a debtor: what it owes, how it paid, its score, its limit."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from libs.events.contracts.risk import Band
from libs.kernel.money import Money
from services.risk.domain.values import NO_DAY, NO_MONEY

SETTLED_MAX: Final = 100
"""Paid items that a score looks at: the latest."""
COUNTED_MAX: Final = 50
"""Broken promises, returned payments and disputes that are remembered, of each the latest."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What is open of the items that fall due on one day."""

    open: Money
    disputed: Money
    items_count: int
    """Of them those that are not wholly contested."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is owed in a currency, told apart; together it is all."""

    not_due: Money
    overdue: Money
    disputed: Money

    @property
    def total(self) -> Money:
        return self.not_due + self.overdue + self.disputed


@dataclass(frozen=True, slots=True)
class Settlement:
    """A paid item: by how many days after its due date, and when."""

    item: str
    late_days: int
    settled_on: date


@dataclass(frozen=True, slots=True)
class Scored:
    """The last score that was said."""

    model: str
    late_percent: int
    late_days: int
    band: Band


@dataclass(frozen=True, slots=True)
class Override:
    """What a person says instead of the score, until the end of a day."""

    override: str
    band: Band
    until_on: date


@dataclass(frozen=True, slots=True)
class Request:
    """Credit that was asked for and waits for a person."""

    limit: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Limit:
    """Credit that was granted."""

    limit: str = ""
    amount: Money = NO_MONEY
    expires_on: date = NO_DAY
    is_breached: bool = False


@dataclass(frozen=True, slots=True)
class DebtorState:
    """A debtor; `creditor` is empty until anybody has spoken of it."""

    creditor: str = ""
    owed: dict[str, dict[str, Owed]] = field(default_factory=dict)
    """By currency and due day (ISO 8601); only what is open."""
    exposures: dict[str, Exposure] = field(default_factory=dict)
    """By currency, as it was said last."""
    settled: tuple[Settlement, ...] = ()
    """In the order of their days."""
    broken: dict[str, date] = field(default_factory=dict)
    """Broken promises, with the day of the verdict."""
    returned: dict[str, date | None] = field(default_factory=dict)
    disputes: dict[str, date] = field(default_factory=dict)
    """Those that speak against the debtor."""
    scored: Scored | None = None
    band: Band | None = None
    """The one that holds: the score's, or a person's."""
    override: Override | None = None
    is_watched: bool = False
    request: Request | None = None
    limit: Limit | None = None
    check_on: date | None = None

    def owed_on(self, currency: str, due_on: date) -> Owed:
        nothing = Owed(Money.zero(currency), Money.zero(currency), 0)
        return self.owed.get(currency, {}).get(due_on.isoformat(), nothing)
