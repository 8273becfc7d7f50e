"""Items and what settles them, told once more from events alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from libs.events.contracts import matching as say
from libs.events.contracts.model import Event
from libs.events.contracts.runtime import ParkedDropped
from libs.testkit.interleave.checks.payments_told import PaymentsTold
from libs.testkit.interleave.checks.wrong import must

ZERO: Final = Decimal(0)
BOOK_SHARE: Final = "relance.matching.book_share.v1"


@dataclass(slots=True)
class Source:
    """What settles items: a share at its debtor, or a credit note."""

    debtor: str
    item: str
    amount: Decimal
    on_account: Decimal
    is_credit: bool
    allocated: dict[str, Decimal] = field(default_factory=dict)


@dataclass(slots=True)
class Item:
    """An open position."""

    event: say.ItemOpened
    amount: Decimal
    open: Decimal
    opened_at: int
    """By the order of transactions."""
    opens: set[Decimal]
    """Every amount that was open of it."""
    debtors: list[str]
    """Where it is, after all where it was."""
    is_cancelled: bool = False
    suspected_by: set[str] = field(default_factory=set)
    moving_to: str = ""
    """It has left, and has not arrived."""

    @property
    def debtor(self) -> str:
        return self.debtors[-1]


class ItemsTold:
    """What the events so far make of items."""

    def __init__(self, payments: PaymentsTold) -> None:
        self.sources: dict[str, Source] = {}
        self.items: dict[str, Item] = {}
        self._told = payments
        self._moved: dict[str, Decimal] = {}
        """Item to what sources say was set against it, before the item itself has said it."""
        self._is_drop = False
        """Whether a person drops a share in this transaction."""
        self.rules: Mapping[type[Event], Callable[[Any], None]] = {
            ParkedDropped: self._dropped,
            say.ItemOpened: self._opened,
            say.ShareBooked: self._booked,
            say.ShareBounced: self._bounced,
            say.ShareTakenBack: self._taken_back,
            say.CreditBooked: self._credited,
            say.PaymentAllocated: self._allocated,
            say.AllocationReversed: self._reversed,
            say.ItemReduced: self._reduced,
            say.ItemSettled: self._settled,
            say.ItemReopened: self._reopened,
            say.ItemCancelled: self._cancelled,
            say.SettlementSuspected: self._suspected,
            say.SuspicionLifted: self._lifted,
        }

    def close(self) -> None:
        """The end of a transaction: both sides of every movement have said so."""
        self._is_drop = False
        for item, moved in self._moved.items():
            must(moved == 0, "legs", f"{moved} moved for item {item}, which does not say so", item)
        self._moved.clear()

    def _dropped(self, event: ParkedDropped) -> None:
        """A person lets a share go back, whatever spoke for it."""
        self._is_drop = event.message_type == BOOK_SHARE

    def _opened(self, event: say.ItemOpened) -> None:
        must(event.item not in self.items, "once", f"item {event.item} opens again", event.item)
        amount = event.amount.amount
        self.items[event.item] = Item(
            event, amount, amount, self._told.order, {amount}, [event.debtor]
        )

    def _booked(self, event: say.ShareBooked) -> None:
        share = self._told.shares[event.share]
        amount = event.amount.amount
        sent = (share.payment, share.debtor, share.item, share.amount)
        must(
            share.place == "on its way"
            and sent == (event.payment, event.debtor, event.item, amount),
            "shares",
            f"share {event.share} is booked as it was not sent, while it is {share.place}",
            event.share,
            event.payment,
        )
        share.place = "booked"
        self.sources[event.share] = Source(event.debtor, event.item, amount, amount, False)

    def _bounced(self, event: say.ShareBounced) -> None:
        share = self._told.shares[event.share]
        must(
            share.place == "on its way" and (share.evidence == "amount" or self._is_drop),
            "shares",
            f"share {event.share} on {share.evidence} bounces while it is {share.place}",
            event.share,
        )
        share.place = "bounced"
        payment = self._told.payments[event.payment]
        payment.bounced += 1
        payment.dropped += self._is_drop

    def _taken_back(self, event: say.ShareTakenBack) -> None:
        share, source = self._told.shares[event.share], self.sources.pop(event.share)
        must(
            share.place == "booked" and share.recalled and source.on_account == share.amount,
            "shares",
            f"share {event.share} leaves with {source.on_account} of {share.amount}",
            event.share,
        )
        share.place = "taken back"

    def _credited(self, event: say.CreditBooked) -> None:
        must(event.credit not in self.sources, "once", f"credit {event.credit}", event.credit)
        amount = event.amount.amount
        self.sources[event.credit] = Source(event.debtor, event.item, amount, amount, True)

    def _allocated(self, event: say.PaymentAllocated) -> None:
        source, amount = self.sources[event.source], event.amount.amount
        source.on_account -= amount
        source.allocated[event.item] = source.allocated.get(event.item, ZERO) + amount
        self._move(event, source, amount)

    def _reversed(self, event: say.AllocationReversed) -> None:
        source, amount = self.sources[event.source], event.amount.amount
        source.on_account += amount
        source.allocated[event.item] -= amount
        self._move(event, source, -amount)

    def _move(
        self,
        event: say.PaymentAllocated | say.AllocationReversed,
        source: Source,
        amount: Decimal,
    ) -> None:
        self._moved[event.item] = self._moved.get(event.item, ZERO) + amount
        must(
            event.amount.amount > 0
            and source.on_account == event.on_account.amount
            and 0 <= source.on_account <= source.amount
            and source.allocated[event.item] >= 0,
            "legs",
            f"{source.on_account} of {event.source} is on account, it says {event.on_account}",
            event.source,
            event.item,
        )

    def _reduced(self, event: say.ItemReduced) -> None:
        self._change(event.item, -event.amount.amount, event.open.amount)

    def _settled(self, event: say.ItemSettled) -> None:
        self._change(event.item, -event.amount.amount, ZERO)

    def _reopened(self, event: say.ItemReopened) -> None:
        self._change(event.item, event.amount.amount, event.open.amount)

    def _change(self, name: str, amount: Decimal, open_now: Decimal) -> None:
        item = self.items[name]
        item.open += amount
        item.opens.add(item.open)
        self._moved[name] = self._moved.get(name, ZERO) + amount
        must(
            item.open == open_now
            and 0 <= item.open <= item.amount
            and not item.is_cancelled
            and not item.moving_to,
            "legs",
            f"item {name} has {item.open} of {item.amount} open, it says {open_now}",
            name,
        )

    def _cancelled(self, event: say.ItemCancelled) -> None:
        """Its allocations were reversed just before; it does not reopen, it leaves the books."""
        item = self.items[event.item]
        taken_off = -self._moved.pop(event.item, ZERO)
        must(
            item.open + taken_off == item.amount == event.written_back.amount,
            "legs",
            f"item {event.item} is cancelled with {item.open} open and {taken_off} taken off",
            event.item,
        )
        item.open, item.is_cancelled = ZERO, True

    def _suspected(self, event: say.SettlementSuspected) -> None:
        self.items[event.item].suspected_by.add(event.by)

    def _lifted(self, event: say.SuspicionLifted) -> None:
        item = self.items[event.item]
        must(event.by in item.suspected_by, "suspicion", f"{event.by} was none", event.item)
        item.suspected_by.discard(event.by)
