"""What risk adopts of others, so that its state is a fold of its own topic alone."""

from datetime import date

from libs.events.contracts.dunning_people import DisputeResolution
from libs.events.contracts.ingestion import CreditorFacts
from libs.events.contracts.model import Event
from libs.kernel.money import Money


class CreditorNoted(Event, type="relance.risk.creditor_noted.v1"):
    """A creditor's facts as this partition adopted them."""

    facts: CreditorFacts
    revision: int


class DayNoted(Event, type="relance.risk.day_noted.v1"):
    """A day as this partition adopted it."""

    day_on: date
    zone: str
    tenant: str | None
    played: bool


class DebtorNoted(Event, type="relance.risk.debtor_noted.v1"):
    """A debtor was heard of that owes nothing yet."""

    debtor: str
    creditor: str


class ItemNoted(Event, type="relance.risk.item_noted.v1"):
    """What is open of an item, and when it is due."""

    item: str
    creditor: str
    debtor: str
    open: Money
    due_on: date
    credited: Money | None
    """What a credit note took off it, which answers what was contested; None: it was not one."""


class ItemLeft(Event, type="relance.risk.item_left.v1"):
    """An item went with its debtor, which was merged into another: it is owed there."""

    item: str
    creditor: str
    debtor: str
    into: str


class ContestNoted(Event, type="relance.risk.contest_noted.v1"):
    """An item is contested, or what came of it, on the item's stream."""

    dispute: str
    item: str
    creditor: str
    debtor: str
    amount: Money | None
    """None: the whole item."""
    resolution: DisputeResolution | None
    """None: nobody has resolved it; only `refused` makes it owed again."""


class SettlementNoted(Event, type="relance.risk.settlement_noted.v1"):
    """How late an item was paid; or that it is open again."""

    debtor: str
    creditor: str
    item: str
    late_days: int | None
    """From the due date to the bank's booking day, negative: before; None: it was undone."""
    settled_on: date | None
    """None: it was undone."""


class PromiseNoted(Event, type="relance.risk.promise_noted.v1"):
    """A promise was broken, or is not any more: money came to light."""

    debtor: str
    creditor: str
    promise: str
    broken: bool
    judged_on: date | None
    """None: it was un-broken."""


class ReturnNoted(Event, type="relance.risk.return_noted.v1"):
    """A payment of the debtor was taken back by its bank."""

    debtor: str
    creditor: str
    payment: str
    returned_on: date | None
    """None: no day had begun there yet."""


class DisputeCounted(Event, type="relance.risk.dispute_counted.v1"):
    """Whether a dispute speaks against the debtor: not once the creditor found it valid."""

    debtor: str
    creditor: str
    dispute: str
    counts: bool
    opened_on: date | None
    """None: it does not count any more."""


class CheckScheduled(Event, type="relance.risk.check_scheduled.v1"):
    """The debtor is looked at again on this day; None: not before something is heard."""

    debtor: str
    creditor: str
    check_on: date | None


NOTED_EVENTS: tuple[type[Event], ...] = (
    CreditorNoted,
    DayNoted,
    DebtorNoted,
    ItemNoted,
    ItemLeft,
    ContestNoted,
    SettlementNoted,
    PromiseNoted,
    ReturnNoted,
    DisputeCounted,
    CheckScheduled,
)
