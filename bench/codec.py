"""How fast messages become bytes and bytes messages, beside bare JSON: `python -m bench.codec`."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

import click
import orjson

from libs.events.codec.codec import Codec
from libs.events.codec.envelope import Encoded, Record
from libs.events.codec.keyring_memory import MemoryKeyring
from libs.events.codec.writing import Encoder
from libs.events.contracts.matching import ItemReduced, PaymentReceived
from libs.events.contracts.model import Contract, Event
from libs.events.contracts.sampling import sample_of
from libs.events.contracts.topology import MATCHING
from libs.events.loop.batch import NewEvent

BATCH = 500
REPEATS = 20
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Measured:
    """Microseconds a message."""

    encode_us: float
    decode_us: float
    bare_us: float
    """orjson reading the same value into dicts."""
    value_bytes: int


def best_us(work: Callable[[], object]) -> float:
    """The best of some runs over a batch: what the machine can, not what else it did."""
    runs = []
    for _ in range(REPEATS):
        begun = perf_counter()
        work()
        runs.append(perf_counter() - begun)
    return min(runs) / BATCH * 1e6


def measure(contract: type[Contract]) -> Measured:
    """One kind of event, every field set, each of another subject."""
    codec = Codec(MATCHING, MemoryKeyring(), ())
    items = [_item(contract, number) for number in range(BATCH)]
    encoder = asyncio.run(codec.prepare(items))
    encoded = _encode(encoder, items)
    records = [
        Record(MATCHING.events_topic, 0, offset, record.key, record.value, record.headers)
        for offset, record in enumerate(encoded)
    ]
    return Measured(
        encode_us=best_us(lambda: _encode(encoder, items)),
        decode_us=best_us(lambda: asyncio.run(codec.decode_own(records))),
        bare_us=best_us(lambda: [orjson.loads(record.value) for record in encoded]),
        value_bytes=len(encoded[0].value),
    )


def _encode(encoder: Encoder, items: list[NewEvent]) -> list[Encoded]:
    return [
        encoder.encode_event(item, time=NOW, positions=None, deepest=0, epoch=1) for item in items
    ]


def _item(contract: type[Contract], number: int) -> NewEvent:
    event = sample_of(contract, full=True)
    if isinstance(event, PaymentReceived):
        event = event.model_copy(update={"payment": f"p{number}"})
    assert isinstance(event, Event)
    return NewEvent(
        id=f"{number:032x}",
        tenant="acme",
        key=f"acme/payment/p{number}",
        stream=f"acme/payment/p{number}",
        version=1,
        event=event,
        depth=0,
        causation="m" * 32,
        correlation="m" * 32,
    )


@click.command()
def main() -> None:
    """Print one line a kind of event."""
    for name, contract in (("in the clear", ItemReduced), ("sealed", PaymentReceived)):
        found = measure(contract)
        click.echo(
            f"{contract.__name__:16} {name:13} {found.value_bytes:5} bytes   "
            f"encode {found.encode_us:5.1f} us   decode {found.decode_us:5.1f} us   "
            f"bare orjson.loads {found.bare_us:4.2f} us   "
            f"decode / bare {found.decode_us / found.bare_us:4.1f}"
        )


if __name__ == "__main__":
    main()
