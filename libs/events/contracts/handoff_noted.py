"""What handoff adopts of others, so that its state is a fold of its own topic alone."""

from datetime import date
from typing import Literal

from pydantic import Field

from libs.events.contracts.matching_items import ItemKind
from libs.events.contracts.model import Event
from libs.events.contracts.parties import DebtorKind
from libs.kernel.money import Money


class CreditorNoted(Event, type="relance.handoff.creditor_noted.v1"):
    """A creditor's country and zone as this partition adopted them."""

    creditor: str
    country: str = Field(min_length=2, max_length=2)
    zone: str
    revision: int


class DayNoted(Event, type="relance.handoff.day_noted.v1"):
    """A day as this partition adopted it."""

    day_on: date
    zone: str
    tenant: str | None
    played: bool


class DebtorNoted(Event, type="relance.handoff.debtor_noted.v1"):
    """What the rules look at of a debtor; no address, no name."""

    debtor: str
    creditor: str
    country: str
    kind: DebtorKind


class ItemNoted(Event, type="relance.handoff.item_noted.v1"):
    """An item as it can be placed from here on."""

    item: str
    creditor: str
    debtor: str
    kind: ItemKind
    number: str
    open: Money
    issued_on: date
    due_on: date


class ItemLeft(Event, type="relance.handoff.item_left.v1"):
    """An item went with its debtor, which was merged: it is placed from there from now on."""

    item: str
    creditor: str
    debtor: str
    into: str


class ItemCame(Event, type="relance.handoff.item_came.v1"):
    """An item came with a merged debtor; it can be placed once what it has had is known, too."""

    item: str
    creditor: str
    debtor: str
    formerly: tuple[str, ...]
    """Debtors that it was at: who has it for one of them is told of it there."""


class BaggageNoted(Event, type="relance.handoff.baggage_noted.v1"):
    """What an item has had where it came from is known, or something of it that came late."""

    item: str
    creditor: str
    debtor: str
    is_whole: bool
    out_by: str | None
    """The placement that has it there; empty: none any more; None: nothing is said of it."""


class OpenNoted(Event, type="relance.handoff.open_noted.v1"):
    """What is open or due of an item is now this."""

    item: str
    creditor: str
    debtor: str
    open: Money
    due_on: date


class SuspicionNoted(Event, type="relance.handoff.suspicion_noted.v1"):
    """Something may settle an item, or does no longer."""

    item: str
    creditor: str
    debtor: str
    by: str
    holds: bool


class DisputeNoted(Event, type="relance.handoff.dispute_noted.v1"):
    """An item, or a part of its amount, is contested, or is not any more."""

    item: str
    creditor: str
    debtor: str
    dispute: str
    amount: Money | None
    """None: the whole item."""
    waits: bool


class PromiseNoted(Event, type="relance.handoff.promise_noted.v1"):
    """The debtor promised to pay items, or that promise has ended one way or another."""

    promise: str
    creditor: str
    debtor: str
    items: tuple[str, ...]
    standing: Literal["open", "kept", "broken", "ended"]


class ClaimNoted(Event, type="relance.handoff.claim_noted.v1"):
    """The debtor says that an item is paid: it is not placed before this day."""

    item: str
    creditor: str
    debtor: str
    until_on: date


class WithholdingNoted(Event, type="relance.handoff.withholding_noted.v1"):
    """A person took an item out of what leaves, or put it back: meanwhile it is not placed."""

    item: str
    creditor: str
    debtor: str
    is_withheld: bool
    until_on: date | None
    """The day on which it may be placed again; None: not before somebody releases it."""


class PauseNoted(Event, type="relance.handoff.pause_noted.v1"):
    """A debtor is left alone until the end of this day; None: not any more."""

    creditor: str
    debtor: str
    until_on: date | None


class BooksNoted(Event, type="relance.handoff.books_noted.v1"):
    """Something of a creditor is being booked, or its books have a gap; or not any more."""

    creditor: str
    kind: Literal["statement", "import", "gap"]
    what: str
    """Id of the statement or the import; of a gap the account's."""
    is_open: bool


NOTED_EVENTS: tuple[type[Event], ...] = (
    CreditorNoted,
    DayNoted,
    DebtorNoted,
    ItemNoted,
    ItemLeft,
    ItemCame,
    BaggageNoted,
    OpenNoted,
    SuspicionNoted,
    DisputeNoted,
    PromiseNoted,
    ClaimNoted,
    WithholdingNoted,
    PauseNoted,
    BooksNoted,
)
