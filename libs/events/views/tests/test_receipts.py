"""Who hears that a key is gone reads nothing under it any more, though it had it in memory."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from deploy.local.stack import Stack
from libs.events.codec.codec import Codec
from libs.events.codec.keyring import Keyring, Subject
from libs.events.codec.tests.keyrings import keyring_database
from libs.events.contracts.ingestion import (
    DebtorChanged,
    DebtorRegistered,
    KeyReceipt,
    KeysDestroyed,
)
from libs.events.contracts.model import Erased, Event
from libs.events.contracts.parties import PartyPersonal
from libs.events.contracts.topology import INGESTION
from libs.events.log.address import Broker
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.log.topics import ensure_topics
from libs.events.loop.batch import NewEvent
from libs.events.views.filler import Stretch
from libs.events.views.projection import SeenEvent
from libs.events.views.purging import gone
from libs.events.views.source import LogSource
from libs.testkit.stack import Addresses

ANN: Final = PartyPersonal(name="Ann Peeters")
DEBTOR: Final = Subject("acme", "debtor/ann")
RECEIPT: Final = KeyReceipt(
    subject=DEBTOR.name, key_id="k", destroyed_at="2037-01-01T00:00:00.000Z"
)


class Names:
    """A view that hears of debtors, and of keys that are gone."""

    name = "names"
    version = 1
    hears: Mapping[str, tuple[type[Event], ...]] = {
        "ingestion": (DebtorRegistered, DebtorChanged, KeysDestroyed)
    }
    migrations = Path()

    async def project(self, connection: Any, events: Sequence[SeenEvent]) -> None:
        raise NotImplementedError


@dataclass
class Ingestion:
    """Writes its events, with the keys that it has in memory."""

    broker: Broker
    codec: Codec
    written: int = 0

    @classmethod
    def of(cls, broker: Broker, keyring: Keyring) -> "Ingestion":
        return cls(broker, Codec(INGESTION, keyring, ()))

    async def says(self, event: Event) -> None:
        self.written += 1
        new = NewEvent(
            id=f"e{self.written}",
            tenant="acme",
            key="acme/debtor/ann",
            stream="acme/debtor/ann",
            version=self.written,
            event=event,
            depth=0,
            causation="c",
            correlation="c",
        )
        encoder = await self.codec.prepare([new])
        record = encoder.encode_event(
            new, time=datetime.now(UTC), positions=None, deepest=0, epoch=1
        )
        producer = TransactionalProducer(self.broker, f"{self.broker.environment}.receipts")
        await producer.start()
        try:
            await producer.write([Outgoing(INGESTION.events_topic, 0, record)])
            await producer.commit()
        finally:
            await producer.drop()


async def next_event(stretches: AsyncIterator[Stretch]) -> SeenEvent:
    """The one that was written last."""
    async for stretch in stretches:
        if stretch.events:
            (seen,) = stretch.events
            return seen
    raise AssertionError("the log ended")


async def test_what_is_read_after_a_receipt_is_erased_though_its_key_was_in_memory(
    killed_stack: Stack,
) -> None:
    broker = Broker(killed_stack.kafka)
    await ensure_topics(broker, [INGESTION], 1)
    async with keyring_database(Addresses(killed_stack.kafka, killed_stack.postgres)) as database:
        ingestion = Ingestion.of(broker, await database.open())
        source = LogSource(broker, await database.open())
        await ingestion.says(
            DebtorRegistered(debtor="ann", creditor="c", found_by="legal_id", personal=ANN)
        )
        async with source.read(Names(), {}) as stretches:
            seen = await next_event(stretches)
            assert isinstance(seen.event, DebtorRegistered)
            assert seen.event.personal == ANN
            await (await database.open()).destroy(DEBTOR, reason="asked", by="ada")
            await ingestion.says(
                KeysDestroyed(debtor="ann", asking=1, part=1, receipts=(RECEIPT,), objects_count=0)
            )
            receipt = await next_event(stretches)
            assert gone([receipt], "debtor") == (["acme"], ["ann"])
            assert gone([receipt], "payment") == ([], [])

            # Whoever writes it has not heard of it yet: it is sealed, under a key that is gone.
            await ingestion.says(DebtorChanged(debtor="ann", creditor="c", personal=ANN))
            late = await next_event(stretches)

        assert isinstance(late.event, DebtorChanged)
        assert late.event.personal == Erased()
