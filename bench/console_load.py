"""A tenant with many debtors and items: the debtors by upload, the items through matching's log."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from bench.bulk_desk import LOOK_EVERY_S, SENDERS, XML, Desk
from libs.events.codec.codec import Codec
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.contracts.matching import ItemOpened
from libs.events.contracts.matching_items import ItemNames
from libs.events.contracts.topology import MATCHING
from libs.events.log.address import Broker
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.loop.batch import NewEvent
from libs.kernel.keys import partition_of, path_of
from libs.kernel.money import Money
from libs.simulator.invoices import Invoice
from tests.e2e.builders.parties import a_debtor

FIRST_ON: Final = date(2026, 3, 9)
"""The tenant's day."""
TERM_DAYS: Final = 30
SPREAD_DAYS: Final = 60
"""Items were issued on each of so many days: half of them are late."""
PARTITIONS: Final = 4
TRANSACTION_ITEMS: Final = 500
LATE_CALLS: Final = """
policy: late-calls
title: Whoever is late is called
steps:
  - {step: call, anchor: after_due, offset_days: 10, channel: call, tone: reminder}
message_every_days_min: 0
"""


def papers_of(desk: Desk, debtors: int) -> list[Invoice]:
    """An invoice for each debtor, which makes it one."""
    return [
        _dated(
            desk.papers.invoice(f"P-{n}", f"{100 + n}.00", a_debtor(f"P-{n}", f"Klant {n:04}")), n
        )
        for n in range(debtors)
    ]


async def upload(desk: Desk, papers: Sequence[Invoice]) -> None:
    """One after the other at a few senders; what is decided later is decided."""
    waiting, where = iter(papers), {"creditor": desk.creditor}

    async def send() -> None:
        for paper in waiting:
            raw = desk.papers.written(paper)
            await desk.sent("ingestion", "/v1/invoices", params=where, content=raw, headers=XML)

    await asyncio.gather(*(send() for _ in range(SENDERS)))


async def debtors_of(desk: Desk, count: int) -> list[str]:
    """All of the creditor, once there are so many."""
    found: list[str] = []
    while len(found) < count:
        found, after = [], ""
        while True:
            page = await desk.seen("ingestion", f"/v1/debtors?limit=500{after}")
            found += [one["debtor"] for one in page["items"]]
            if not page["next"]:
                break
            after = f"&after={page['next']}"
        await asyncio.sleep(LOOK_EVERY_S)
    return found


def _dated(paper: Invoice, number: int) -> Invoice:
    issued_on = FIRST_ON - timedelta(days=number % SPREAD_DAYS)
    return replace(paper, issued_on=issued_on, due_on=issued_on + timedelta(days=TERM_DAYS))


@dataclass(frozen=True, slots=True)
class ItemsLog:
    """Writes items of known debtors as matching's loop writes them; all else hears them there."""

    broker: Broker
    tenant: str
    creditor: str
    debtors: Sequence[str]

    async def write(self, items: int) -> None:
        codec = Codec(MATCHING, MemoryKeyring(), ())
        producer = TransactionalProducer(self.broker, f"{self.broker.environment}.{self.tenant}")
        await producer.start()
        try:
            for start in range(0, items, TRANSACTION_ITEMS):
                numbers = range(start, min(start + TRANSACTION_ITEMS, items))
                await producer.write(await self._encoded(codec, numbers))
                await producer.commit()
        finally:
            await producer.drop()

    async def _encoded(self, codec: Codec, numbers: Sequence[int]) -> list[Outgoing]:
        events = list(self._events(numbers))
        encoder = await codec.prepare(events)
        now = datetime.now(UTC)
        return [
            Outgoing(
                MATCHING.events_topic,
                partition_of(one.key, PARTITIONS),
                encoder.encode_event(one, time=now, positions=None, deepest=0, epoch=1),
            )
            for one in events
        ]

    def _events(self, numbers: Sequence[int]) -> Iterator[NewEvent]:
        for number in numbers:
            debtor, item = self.debtors[number % len(self.debtors)], f"{number:026d}"
            issued_on = FIRST_ON - timedelta(days=number % SPREAD_DAYS)
            opened: Any = ItemOpened(
                item=item,
                kind="invoice",
                creditor=self.creditor,
                debtor=debtor,
                number=f"L-{number}",
                amount=Money.of(f"{50 + number % 900}.00", "EUR"),
                issued_on=issued_on,
                due_on=issued_on + timedelta(days=TERM_DAYS),
                names=ItemNames(),
            )
            yield NewEvent(
                id=f"{number:032x}",
                tenant=self.tenant,
                key=path_of(self.tenant, "debtor", debtor),
                stream=path_of(self.tenant, "item", item),
                version=1,
                event=opened,
                depth=0,
                causation=f"{number:032x}",
                correlation=f"{number:032x}",
            )
