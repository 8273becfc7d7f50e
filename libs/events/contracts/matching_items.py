"""What matching says of items, shares and suspicions, under the debtor's key."""

from datetime import date
from typing import Literal

from libs.events.contracts.matching_payments import Evidence
from libs.events.contracts.model import Event, Part, fields_of
from libs.kernel.money import Money

ItemKind = Literal["invoice", "charge", "clawback"]
SourceKind = Literal["share", "credit"]
"""What settles an item: a payment's share, or a credit note."""


class ItemNames(Part):
    """By what a payment can name an item, as look-ups know it; hashes are keyed."""

    references: tuple[str, ...] = ()
    number: str = ""
    """Hash of the normalised number."""
    number_length: int = 0
    customer: str = ""
    debtor_name: str = ""
    payer_accounts: tuple[str, ...] = ()


class ItemOpened(Event, type="relance.matching.item_opened.v1"):
    """An open position of a debtor: all of it is open, what settles it follows."""

    item: str
    kind: ItemKind
    creditor: str
    debtor: str
    number: str
    amount: Money
    issued_on: date
    due_on: date
    names: ItemNames


class ItemReduced(Event, type="relance.matching.item_reduced.v1"):
    """A part of an item was settled; `open` is what is left."""

    item: str
    creditor: str
    debtor: str
    source: str
    source_kind: SourceKind
    amount: Money
    open: Money
    payment: str = ""
    """Of a share; empty: a credit note did it."""


class ItemSettledV1(Event, type="relance.matching.item_settled.v1"):
    """As it was first written: without the day, and with an empty text for no payment."""

    item: str
    creditor: str
    debtor: str
    source: str
    source_kind: SourceKind
    amount: Money
    payment: str = ""
    """Of a share; empty: a credit note did it."""

    def upcast(self) -> "ItemSettled":
        said = fields_of(self)
        return ItemSettled(**{**said, "payment": self.payment or None, "settled_on": None})


class ItemSettled(Event, type="relance.matching.item_settled.v2", older=(ItemSettledV1,)):
    """Nothing of an item is open any more; never final."""

    item: str
    creditor: str
    debtor: str
    source: str
    source_kind: SourceKind
    amount: Money
    payment: str | None
    """Of a share; None: a credit note did it."""
    settled_on: date | None
    """When the bank booked what settled it, or the credit note's day; None: nobody had said."""

    def downcast(self) -> ItemSettledV1:
        said = {name: getattr(self, name) for name in ItemSettledV1.model_fields}
        return ItemSettledV1(**{**said, "payment": self.payment or ""})


class ItemReopened(Event, type="relance.matching.item_reopened.v1"):
    """What had settled an item was taken away; `open` is what is open now."""

    item: str
    creditor: str
    debtor: str
    source: str
    source_kind: SourceKind
    amount: Money
    open: Money
    reason: Literal["undone", "returned"]
    payment: str = ""
    """Of a share; empty: a credit note did it."""


class ItemCancelled(Event, type="relance.matching.item_cancelled.v1"):
    """The creditor withdrew the item; what had settled it lies on account again."""

    item: str
    creditor: str
    debtor: str
    written_back: Money
    """Its whole amount, which leaves the books."""
    reason: str


class DueDateExtended(Event, type="relance.matching.due_date_extended.v1"):
    """The due date moved; until then there is no default."""

    item: str
    creditor: str
    debtor: str
    due_on: date
    was_due_on: date
    reason: str
    extended_by: str


class ShareBooked(Event, type="relance.matching.share_booked.v1"):
    """A share of a payment arrived at its debtor, on account until it is allocated."""

    share: str
    payment: str
    creditor: str
    debtor: str
    item: str
    """The item that it names; empty: none."""
    amount: Money
    evidence: Evidence
    booked_on: date | None = None
    """When the bank booked its payment."""


class ShareBounced(Event, type="relance.matching.share_bounced.v1"):
    """Only an amount spoke for a share, and the item is no longer open by exactly that."""

    share: str
    payment: str
    creditor: str
    debtor: str
    item: str
    amount: Money


class ShareTakenBack(Event, type="relance.matching.share_taken_back.v1"):
    """A share left its debtor; its allocations were undone before."""

    share: str
    payment: str
    creditor: str
    debtor: str
    amount: Money
    by_return: str = ""
    """The return entry that took its payment back; empty: a person undid the share."""


class PaymentAllocated(Event, type="relance.matching.payment_allocated.v1"):
    """A part of a share, or of a credit note, is set against an item (stream of the source)."""

    source: str
    source_kind: SourceKind
    payment: str
    """Empty when a credit note settles."""
    item: str
    creditor: str
    debtor: str
    amount: Money
    on_account: Money
    """What of the source is still on account."""
    booked_on: date | None = None
    """When the bank booked the payment; of a credit note, the day of its issue."""


class AllocationReversed(Event, type="relance.matching.allocation_reversed.v1"):
    """An allocation was undone; its money lies on account again (stream of the source)."""

    source: str
    source_kind: SourceKind
    payment: str
    item: str
    creditor: str
    debtor: str
    amount: Money
    on_account: Money


class CreditBooked(Event, type="relance.matching.credit_booked.v1"):
    """A credit note is on account, under the name of the item that it credits."""

    credit: str
    creditor: str
    debtor: str
    number: str
    names_number: str
    item: str
    """Empty: it names no item that is known."""
    amount: Money
    issued_on: date


class SettlementSuspected(Event, type="relance.matching.settlement_suspected.v1"):
    """Something that is not certain could settle this item: it holds the item's demands."""

    item: str
    creditor: str
    debtor: str
    by: str
    by_kind: Literal["payment", "credit_note"]
    since_on: date
    expires_on: date | None
    """The day on which it becomes a task; None: never (a credit note at another debtor)."""


class SuspicionLifted(Event, type="relance.matching.suspicion_lifted.v1"):
    """A suspicion was answered: the money went elsewhere, went here, or went back."""

    item: str
    creditor: str
    debtor: str
    by: str


class SuspicionExpired(Event, type="relance.matching.suspicion_expired.v1"):
    """A suspicion is too old to hold a demand; a person has a task."""

    item: str
    creditor: str
    debtor: str
    by: str
    since_on: date


ITEM_EVENTS: tuple[type[Event], ...] = (
    ItemOpened,
    ItemReduced,
    ItemSettled,
    ItemReopened,
    ItemCancelled,
    DueDateExtended,
    ShareBooked,
    ShareBounced,
    ShareTakenBack,
    PaymentAllocated,
    AllocationReversed,
    CreditBooked,
    SettlementSuspected,
    SuspicionLifted,
    SuspicionExpired,
)
