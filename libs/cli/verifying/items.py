"""Each item: amount = settled + open, and what it says is open is that; no source overspent."""

from collections import defaultdict
from collections.abc import Iterator

from libs.cli.verifying.differences import Difference
from libs.cli.verifying.facts import Fact
from libs.cli.verifying.rests import Rest
from libs.events.contracts.matching import (
    AllocationReversed,
    CreditBooked,
    CreditMovedIn,
    ItemCancelled,
    ItemMovedIn,
    ItemOpened,
    ItemReduced,
    ItemReopened,
    ItemSettled,
    PaymentAllocated,
    ShareBooked,
    ShareMovedIn,
    ShareTakenBack,
)
from libs.kernel.keys import tenant_of
from libs.kernel.money import Money

Name = tuple[str, str]
"""Of an item or a source: its tenant and its id."""


class Items:
    """Held together from two sides: what sources gave, and what items say is left."""

    name = "items"

    def __init__(self) -> None:
        self._items: dict[Name, Rest] = defaultdict(Rest)
        self._sources: dict[Name, Rest] = defaultdict(Rest)

    def see(self, fact: Fact) -> None:
        tenant = tenant_of(fact.stream)
        match fact.event:
            case ItemOpened() as e:
                self._items[tenant, e.item].begin(fact.stream, e.debtor, e.amount)
            case ItemMovedIn() as e:
                self._items[tenant, e.item].arrive(fact, e.came_from, e.debtor, e.open)
            case ItemReduced() | ItemReopened() as e:
                self._items[tenant, e.item].say(fact, e.debtor, e.open)
            case ItemSettled() as e:
                nothing = Money.zero(e.amount.currency)
                self._items[tenant, e.item].say(fact, e.debtor, nothing)
            case ItemCancelled() as e:
                item = self._items[tenant, e.item]
                item.move(fact, -e.written_back)
                item.say(fact, e.debtor, Money.zero(e.written_back.currency))
            case _:
                self._see_source(tenant, fact)

    def _see_source(self, tenant: str, fact: Fact) -> None:
        match fact.event:
            case ShareBooked() as e:
                self._sources[tenant, e.share].begin(fact.stream, e.debtor, e.amount)
            case CreditBooked() as e:
                self._sources[tenant, e.credit].begin(fact.stream, e.debtor, e.amount)
            case ShareMovedIn() as e:
                self._sources[tenant, e.share].arrive(fact, e.came_from, e.debtor, e.on_account)
            case CreditMovedIn() as e:
                self._sources[tenant, e.credit].arrive(fact, e.came_from, e.debtor, e.on_account)
            case ShareTakenBack() as e:
                source = self._sources[tenant, e.share]
                source.move(fact, -e.amount)
                source.say(fact, e.debtor, Money.zero(e.amount.currency))
            case PaymentAllocated() as e:
                self._allocate(tenant, fact, e, -e.amount)
            case AllocationReversed() as e:
                self._allocate(tenant, fact, e, e.amount)
            case _:
                pass

    def _allocate(
        self, tenant: str, fact: Fact, event: PaymentAllocated | AllocationReversed, amount: Money
    ) -> None:
        """`amount`: what the source gains; the item's open amount moves by the same."""
        source = self._sources[tenant, event.source]
        source.move(fact, amount)
        source.say(fact, event.debtor, event.on_account)
        self._items[tenant, event.item].move(fact, amount)

    def differences(self) -> Iterator[Difference]:
        for item in self._items.values():
            yield from item.differences(self.name, "an item that was opened", "open")
        for source in self._sources.values():
            yield from source.differences("sources", "a source that was booked", "on account")

    def in_flight(self) -> Iterator[Difference]:
        yield from ()
