"""Receipts of erasures out of the log: which keys a restored keyring must not have."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from libs.events.codec.envelope import Envelope, LogRecord
from libs.events.codec.keyring import Receipt
from libs.events.contracts.ingestion import KeysDestroyed
from libs.events.contracts.topology import INGESTION
from libs.events.log.address import Broker
from libs.events.log.meter import Meter
from libs.events.log.replaying import replay

_TOPIC: Final = INGESTION.events_topic


async def receipts_in(kafka: str, partitions: int) -> list[Receipt]:
    """Each key that was ever destroyed; in no order that matters."""
    broker = Broker(kafka)
    meter = Meter(broker, partitions)
    try:
        await meter.start()
        ends = await meter.ends(_TOPIC)
    finally:
        await meter.stop()
    found: list[Receipt] = []
    for number, end in ends.items():
        if end:
            async with replay(broker, _TOPIC, number, 0) as log:
                async for records in log.chunks(end):
                    found += [one async for one in _receipts(records)]
    return found


async def _receipts(records: list[LogRecord]) -> AsyncIterator[Receipt]:
    for record in records:
        envelope = Envelope(record.headers)
        if envelope.type != KeysDestroyed.TYPE:
            continue
        gone = KeysDestroyed.read(record.value or b"")
        for one in gone.receipts:
            yield Receipt(
                tenant=envelope.tenant,
                subject=one.subject,
                key_id=one.key_id,
                destroyed_at=datetime.fromisoformat(one.destroyed_at),
                reason=f"erasure of debtor/{gone.debtor}, question {gone.asking}",
                by="its receipt",
            )
