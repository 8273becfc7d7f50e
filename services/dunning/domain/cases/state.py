"""What decisions see of a case: a debtor in a currency."""

from dataclasses import dataclass, field
from datetime import date

from libs.kernel.money import Money, total
from services.dunning.domain.agreed_money import PromisedMoney, paid, paid_through
from services.dunning.domain.plans.state import Plan

KEPT_MAX = 20
"""Calls that are over, demands that were sent, promises that were judged: so many are kept."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of the demand without an outcome, as it was asked for."""

    asked: Money
    open: Money
    due_on: date
    step: str


@dataclass(frozen=True, slots=True)
class Pending:
    """The demand without an outcome: nothing outward is decided before it has one."""

    demand: str
    day_on: date
    total: Money
    items: dict[str, Asked]
    recalled: tuple[str, ...] = ()
    """Gates that recalled it, in order."""
    is_draft: bool = False
    """People have to approve it before it is proposed: nobody else knows of it."""
    approvals_needed: int = 0
    approvals: tuple[str, ...] = ()
    """Who has approved it, in order."""
    is_uncertain: bool = False
    """No attempt follows any more: a person has to say."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a gate was last said to hold: these items, or with none the whole case."""

    items: tuple[str, ...] = ()
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A call on the worklist, or one that is over."""

    items: tuple[str, ...]
    step: str
    log_until_on: date
    standing: str = "scheduled"
    """Then `logged`, `missed` or `dropped`."""


@dataclass(frozen=True, slots=True)
class Promise:
    """What the debtor promised."""

    items: tuple[str, ...]
    amount: Money
    judged_from_on: date
    """Money booked through this day is in time."""
    standing: str = "open"
    """Then `kept`, `broken` or `ended`; money that comes to light later may turn the first two."""
    money: dict[str, PromisedMoney] = field(default_factory=dict)
    """By `<source>#<item>`."""

    @property
    def paid(self) -> Money:
        return paid(self.money, self.amount.currency)

    @property
    def paid_in_time(self) -> Money:
        return paid_through(self.money, self.judged_from_on, self.amount.currency)


@dataclass(frozen=True, slots=True)
class CaseState:
    """A debtor chased in a currency; `creditor` is empty until something is recorded."""

    creditor: str = ""
    debtor: str = ""
    is_open: bool = False
    policy: str = ""
    policy_version: int = 0
    """The ladder that it was opened under."""
    credit: dict[str, Money] = field(default_factory=dict)
    """On account, by source; nothing is kept of a source that has nothing there."""
    check_on: date | None = None
    pending: Pending | None = None
    proposed_on: date | None = None
    attempts: int = 0
    """Drafts and proposals on that day."""
    failed_on: date | None = None
    """The day of the last demand that failed, or outlived it: it is decided anew on the next."""
    sent: dict[str, date] = field(default_factory=dict)
    """Demands that left, by their day; a bounce takes one out again."""
    held: dict[str, Held] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)

    @property
    def last_message_on(self) -> date | None:
        return max(self.sent.values(), default=None)

    @property
    def open_calls(self) -> dict[str, Call]:
        return {name: one for name, one in self.calls.items() if one.standing == "scheduled"}

    @property
    def open_promises(self) -> dict[str, Promise]:
        return {name: one for name, one in self.promises.items() if one.standing == "open"}

    @property
    def promised_items(self) -> frozenset[str]:
        return frozenset(item for one in self.open_promises.values() for item in one.items)

    @property
    def open_plans(self) -> dict[str, Plan]:
        """Those that were agreed and are kept so far."""
        return {name: one for name, one in self.plans.items() if one.standing == "agreed"}

    @property
    def planned_items(self) -> frozenset[str]:
        return frozenset(item for one in self.open_plans.values() for item in one.items)

    def on_account(self, currency: str) -> Money:
        return total(self.credit.values(), currency)
