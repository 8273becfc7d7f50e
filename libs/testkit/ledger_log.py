"""Items of a ledger straight in matching's log, written as its loop writes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Final

from libs.events.codec.codec import Codec
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.matching import ItemOpened, ItemReduced
from libs.events.contracts.matching_items import ItemNames
from libs.events.contracts.model import Event
from libs.events.contracts.topology import MATCHING
from libs.events.log.address import Broker
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.loop.batch import NewEvent
from libs.kernel.keys import partition_of, path_of
from libs.kernel.money import Money

DEBTORS: Final = 997
TRANSACTION_ITEMS: Final = 500
OPENED: Final = Money.of("100.00", "EUR")
REDUCED: Final = Money.of("40.00", "EUR")
LEFT: Final = Money.of("60.00", "EUR")
"""What is open of every item, in the end."""


@dataclass(slots=True)
class LedgerLog:
    """Writes items one after the other, each opened and then reduced: two events."""

    broker: Broker
    partitions: int
    tenant: str
    written: int = 0
    """Items whose events are committed: `item-0` and so on."""
    _codec: Codec = field(default_factory=lambda: Codec(MATCHING, MemoryKeyring(), ()))

    async def write(self, items: int, *, transaction_items: int = TRANSACTION_ITEMS) -> None:
        """That many more, in transactions of at most so many."""
        producer = TransactionalProducer(self.broker, f"{self.broker.environment}.{self.tenant}")
        await producer.start()
        try:
            end = self.written + items
            while self.written < end:
                after = min(self.written + transaction_items, end)
                await producer.write(await self._encoded(range(self.written, after)))
                await producer.commit()
                self.written = after
        finally:
            await producer.drop()

    async def _encoded(self, numbers: range) -> Sequence[Outgoing]:
        events = [one for number in numbers for one in self._events(number)]
        encoder = await self._codec.prepare(events)
        now = datetime.now(UTC)
        return [
            Outgoing(
                MATCHING.events_topic,
                partition_of(one.key, self.partitions),
                encoder.encode_event(one, time=now, positions=None, deepest=0, epoch=1),
            )
            for one in events
        ]

    def _events(self, number: int) -> Iterator[NewEvent]:
        item, debtor = f"item-{number}", f"debtor-{number % DEBTORS}"
        opened = ItemOpened(
            item=item,
            kind="invoice",
            creditor="creditor",
            debtor=debtor,
            number=f"F-{number}",
            amount=OPENED,
            issued_on=date(2026, 2, 2),
            due_on=date(2026, 3, 4),
            names=ItemNames(),
        )
        reduced = ItemReduced(
            item=item,
            creditor="creditor",
            debtor=debtor,
            source=f"share-{number}",
            source_kind="share",
            amount=REDUCED,
            open=LEFT,
        )
        events: tuple[Event, Event] = (opened, reduced)
        for version, event in enumerate(events, start=1):
            yield NewEvent(
                id=f"{2 * number + version:032x}",
                tenant=self.tenant,
                key=path_of(self.tenant, "debtor", debtor),
                stream=path_of(self.tenant, "item", item),
                version=version,
                event=event,
                depth=0,
                causation=f"{number:032x}",
                correlation=f"{number:032x}",
            )
