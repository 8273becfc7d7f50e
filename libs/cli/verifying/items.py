"""Each item: amount = settled + open, and what it says is open is that; no source overspent."""

from collections.abc import Iterator
from dataclasses import dataclass

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    ItemCancelled,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    ShareBooked,
    ShareTakenBack,
)
from libs.kernel.keys import tenant_of
from libs.kernel.money import Money


@dataclass(slots=True)
class _Item:
    stream: str
    open: Money
    said_open: Money


@dataclass(slots=True)
class _Source:
    """A share or a credit note at its debtor."""

    stream: str
    on_account: Money
    said: Money


class Items:
    """Held together from two sides: what sources gave, and what items say is left."""

    name = "items"

    def __init__(self) -> None:
        self._items: dict[tuple[str, str], _Item] = {}
        self._sources: dict[tuple[str, str], _Source] = {}
        self._wrong: list[Difference] = []

    def see(self, fact: Fact) -> None:
        tenant = tenant_of(fact.stream)
        match fact.event:
            case ItemOpened() as e:
                self._items[tenant, e.item] = _Item(fact.stream, e.amount, e.amount)
            case ItemReduced() | ItemReopened() as e:
                self._say(fact, (tenant, e.item), e.open)
            case ItemSettled() as e:
                self._say(fact, (tenant, e.item), Money.zero(e.amount.currency))
            case ItemCancelled() as e:
                self._cancel(fact, (tenant, e.item), e.written_back)
            case ShareBooked() as e:
                self._sources[tenant, e.share] = _Source(fact.stream, e.amount, e.amount)
            case CreditBooked() as e:
                self._sources[tenant, e.credit] = _Source(fact.stream, e.amount, e.amount)
            case ShareTakenBack() as e:
                self._take(fact, (tenant, e.share), e.amount)
            case PaymentAllocated() as e:
                self._allocate(tenant, fact, e, -e.amount)
            case AllocationReversed() as e:
                self._allocate(tenant, fact, e, e.amount)
            case _:
                pass

    def differences(self) -> Iterator[Difference]:
        yield from self._wrong
        for item in self._items.values():
            if item.open != item.said_open or item.open < Money.zero(item.open.currency):
                found = f"{item.said_open} said to be open"
                yield Difference(self.name, item.stream, f"{item.open} open", found)
        for source in self._sources.values():
            is_overspent = source.on_account < Money.zero(source.on_account.currency)
            if source.on_account != source.said or is_overspent:
                expected = f"{source.on_account} on account"
                found = f"{source.said} said to be on account"
                yield Difference("sources", source.stream, expected, found)

    def in_flight(self) -> Iterator[Difference]:
        yield from ()

    def _say(self, fact: Fact, place: tuple[str, str], is_open: Money) -> None:
        if place in self._items:
            self._items[place].said_open = is_open
        else:
            self._differs(fact, "an item that was opened", "none")

    def _cancel(self, fact: Fact, place: tuple[str, str], written_back: Money) -> None:
        if place in self._items:
            item = self._items[place]
            item.open -= written_back
            item.said_open = Money.zero(written_back.currency)
        else:
            self._differs(fact, "an item that was opened", "none")

    def _take(self, fact: Fact, place: tuple[str, str], amount: Money) -> None:
        source = self._sources.pop(place, None)
        held = source.on_account if source else None
        if held != amount:
            self._differs(fact, f"{amount} on account to take back", f"{held or 'nothing'}")

    def _allocate(
        self,
        tenant: str,
        fact: Fact,
        event: PaymentAllocated | AllocationReversed,
        amount: Money,
    ) -> None:
        """`amount`: what the source gains; the item's open amount moves by the same."""
        source = self._sources.get((tenant, event.source))
        item = self._items.get((tenant, event.item))
        if source is None or item is None:
            self._differs(fact, "a source and an item", f"{event.source} and {event.item}")
            return
        source.on_account += amount
        source.said = event.on_account
        item.open += amount

    def _differs(self, fact: Fact, expected: str, found: str) -> None:
        self._wrong.append(Difference(self.name, fact.stream, expected, f"{found} at {fact.place}"))
