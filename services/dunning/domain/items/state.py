"""What decisions see of an item."""

from dataclasses import dataclass, field
from datetime import date

from libs.kernel.money import Money, smaller
from services.dunning.domain.agreed_money import PromisedMoney
from services.dunning.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that an item has had, and what took it."""

    on: date
    by: str
    way: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """An objection to an item; `amount` None: to all of it."""

    amount: Money | None
    due_on: date | None
    resolution: str = ""
    """Empty until somebody resolves it; only `refused` lets the amount be asked for again."""

    @property
    def waits(self) -> bool:
        return self.resolution != "refused" and (self.amount is None or self.amount.is_positive)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A person took it out of what leaves, until a day; None: until somebody releases it."""

    until_on: date | None


@dataclass(frozen=True, slots=True)
class ItemState:
    """An open position as dunning follows it; `item` is empty until it is heard of."""

    item: str = ""
    case: str = ""
    creditor: str = ""
    debtor: str = ""
    kind: str = "invoice"
    number: str = ""
    open: Money = NO_MONEY
    issued_on: date = NO_DAY
    due_on: date = NO_DAY
    reopened_on: date | None = None
    steps: dict[str, Taken] = field(default_factory=dict)
    suspicions: dict[str, date | None] = field(default_factory=dict)
    """Those that hold: by what, and the day on which it becomes a task."""
    disputes: dict[str, Dispute] = field(default_factory=dict)
    claimed_until_on: date | None = None
    withheld: Withheld | None = None
    out_by: str = ""
    """The placement that has it; empty: none."""
    has_come: bool = False
    """It is here: what matching says of it is said here."""
    has_baggage: bool = False
    """All that was known of it where it came from is known here."""
    into: str = ""
    """The debtor that it left for; empty: none."""
    is_handed_on: bool = False
    """Of an item that left: whether what is known of it was sent after it."""
    money: dict[str, PromisedMoney] = field(default_factory=dict)
    """By source, what was set against it before what it brings along was here."""
    credited: Money | None = None
    """What credit notes took off it until then: they answer disputes that it brings along."""

    @property
    def is_owed(self) -> bool:
        """Whether anything is open of it, wherever it can be asked for."""
        return bool(self.item) and self.open.is_positive

    @property
    def is_open(self) -> bool:
        """Whether it may be asked for here: of an item that moves only once it is here whole."""
        return self.is_owed and self.has_come and self.has_baggage

    @property
    def is_placed(self) -> bool:
        """Handed on by its ladder, or with an agency whoever asked for it."""
        return bool(self.out_by) or any(step.way == "placed" for step in self.steps.values())

    @property
    def disputed(self) -> Money:
        """What of the open amount is contested."""
        contested = Money.zero(self.open.currency)
        for dispute in self.disputes.values():
            if dispute.waits:
                contested = contested + (self.open if dispute.amount is None else dispute.amount)
        return smaller(contested, self.open)

    @property
    def asked(self) -> Money:
        """What may be asked for it: open, less what is contested."""
        return self.open - self.disputed
