"""What matching says when a debtor goes into another one: its items and its money move along."""

from datetime import date

from pydantic import Field

from libs.events.contracts.matching_items import ItemKind, ItemNames, SourceKind
from libs.events.contracts.model import Event, Part
from libs.kernel.money import Money


class SetAgainst(Part):
    """What of a source is set against an item."""

    source: str
    source_kind: SourceKind
    item: str
    amount: Money


class SuspicionCarried(Part):
    """A suspicion that an item brings along."""

    by: str
    since_on: date
    expires_on: date | None
    """The day on which it becomes a task; None: never."""
    is_expired: bool = False


class DebtorClosed(Event, type="relance.matching.debtor_closed.v1"):
    """A debtor was merged into another: all that comes to it from here on is sent on."""

    debtor: str
    into: str
    creditor: str
    """Empty: nothing was ever booked at it."""


class ItemMovedOut(Event, type="relance.matching.item_moved_out.v1"):
    """An item left its debtor. Searches find it at its old address until it has arrived."""

    item: str
    creditor: str
    debtor: str
    into: str
    open: Money


class ItemMovedIn(Event, type="relance.matching.item_moved_in.v1"):
    """An item arrived at the debtor that its own was merged into, with all that is known of it."""

    item: str
    kind: ItemKind
    creditor: str
    debtor: str
    came_from: str
    """The debtor that was merged."""
    formerly: tuple[str, ...] = Field(min_length=1)
    """All debtors that it was at, the first one first: payers that are known for them still are."""
    number: str
    amount: Money
    open: Money
    issued_on: date
    due_on: date
    names: ItemNames
    is_cancelled: bool = False
    settled_by: tuple[SetAgainst, ...] = ()
    suspicions: tuple[SuspicionCarried, ...] = ()


class ItemArrived(Event, type="relance.matching.item_arrived.v1"):
    """Said at the old address: the item is at the new one, and is not found here any more."""

    item: str
    creditor: str
    debtor: str
    at: str
    """The debtor where it is."""


class ItemForwarded(Event, type="relance.matching.item_forwarded.v1"):
    """An item came to a debtor that had itself been merged meanwhile, and only passed through."""

    item: str
    creditor: str
    debtor: str
    into: str


class ShareForwarded(Event, type="relance.matching.share_forwarded.v1"):
    """A payment's share came to a merged debtor and was sent on: it is still on its way."""

    share: str
    payment: str
    creditor: str
    debtor: str
    into: str


class ShareMovedIn(Event, type="relance.matching.share_moved_in.v1"):
    """A booked share arrived with the debtor that it was booked at."""

    share: str
    payment: str
    creditor: str
    debtor: str
    came_from: str
    item: str
    """The item that it names; empty: none."""
    amount: Money
    on_account: Money
    booked_on: date | None
    set_against: tuple[SetAgainst, ...] = ()


class CreditMovedIn(Event, type="relance.matching.credit_moved_in.v1"):
    """A credit note arrived with the debtor that it was booked at."""

    credit: str
    creditor: str
    debtor: str
    came_from: str
    number: str
    item: str
    """The item that it names; empty: none that is known."""
    amount: Money
    on_account: Money
    issued_on: date | None
    set_against: tuple[SetAgainst, ...] = ()


MOVE_EVENTS: tuple[type[Event], ...] = (
    DebtorClosed,
    ItemMovedOut,
    ItemMovedIn,
    ItemArrived,
    ItemForwarded,
    ShareForwarded,
    ShareMovedIn,
    CreditMovedIn,
)
