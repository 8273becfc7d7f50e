"""What decisions at a debtor's key see: items, shares of payments, credit notes."""

from dataclasses import dataclass, field
from datetime import date

from libs.kernel.money import Money
from services.matching.domain.values import NO_DAY, NO_MONEY


@dataclass(frozen=True, slots=True)
class Suspicion:
    """What could settle an item without being certain."""

    since_on: date
    expires_on: date | None
    is_expired: bool = False


@dataclass(frozen=True, slots=True)
class ItemState:
    """An open position; `item` is empty until it opens."""

    item: str = ""
    kind: str = "invoice"
    creditor: str = ""
    debtor: str = ""
    number: str = ""
    amount: Money = NO_MONEY
    open: Money = NO_MONEY
    issued_on: date = NO_DAY
    due_on: date = NO_DAY
    references: tuple[str, ...] = ()
    number_hash: str = ""
    number_length: int = 0
    customer: str = ""
    debtor_name: str = ""
    sources: dict[str, Money] = field(default_factory=dict)
    """`share/<id>` or `credit/<id>` to what of it is set against this item."""
    suspicions: dict[str, Suspicion] = field(default_factory=dict)
    is_cancelled: bool = False
    into: str = ""
    """The debtor that it left for; empty: it is here."""
    has_arrived: bool = False
    """Of an item that left: whether it is where it went."""
    formerly: tuple[str, ...] = ()
    """Debtors that it was at before."""

    @property
    def is_here(self) -> bool:
        """Whether money can be set against it at all."""
        return bool(self.item) and not self.is_cancelled and not self.into

    @property
    def is_moving(self) -> bool:
        """Gone from here, and not yet known to be there: searches go on finding it."""
        return bool(self.into) and not self.has_arrived and not self.is_cancelled


@dataclass(frozen=True, slots=True)
class ShareState:
    """A share of a payment at its debtor."""

    share: str = ""
    payment: str = ""
    creditor: str = ""
    debtor: str = ""
    item: str = ""
    amount: Money = NO_MONEY
    booked_on: date | None = None
    on_account: Money = NO_MONEY
    allocated: dict[str, Money] = field(default_factory=dict)
    status: str = ""
    """Empty until it arrives; then `booked`, `bounced` or `taken_back`."""
    returned_by: str = ""
    """The return entry that took its payment back."""

    @property
    def is_over(self) -> bool:
        """Whether its payment was answered: it is not here any more, and was not sent on."""
        return self.status in ("bounced", "taken_back")


@dataclass(frozen=True, slots=True)
class CreditState:
    """A credit note on account of its debtor."""

    credit: str = ""
    creditor: str = ""
    debtor: str = ""
    number: str = ""
    item: str = ""
    amount: Money = NO_MONEY
    booked_on: date | None = None
    """The day of its issue: it counts from then on as a payment does from its booking."""
    on_account: Money = NO_MONEY
    allocated: dict[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DebtorState:
    """A debtor that was merged; `into` is empty as long as it was not."""

    debtor: str = ""
    into: str = ""
    creditor: str = ""


SourceState = ShareState | CreditState
"""What settles an item."""
