"""A transaction that nobody ends is measured by who cannot read past it."""

from libs.events.codec.envelope import Encoded
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.loop.seams import NoGauges
from libs.testkit.counting import Counting
from libs.testkit.tripwire import wait_until


class Held(NoGauges):
    """Remembers how long each partition has been held back, as measured last."""

    def __init__(self) -> None:
        self.seconds: dict[int, float] = {}

    def held_back(self, partition: int, seconds: float) -> None:
        self.seconds[partition] = seconds


async def test_an_open_transaction_holds_its_partition_back_until_it_ends(
    counter: Counting,
) -> None:
    held = Held()
    producer = TransactionalProducer(counter.broker, "hanging", timeout_ms=60_000)
    async with counter.running(gauges=held):
        await producer.start()
        record = Encoded(key=b"k", value=b"{}", headers=[])
        await producer.write([Outgoing(counter.topics.inbox_topic, 1, record)])

        async def is_held() -> bool:
            return held.seconds.get(1, 0.0) > 1.5

        await wait_until(is_held, "the open transaction is measured")
        assert [held.seconds[number] for number in (0, 2, 3)] == [0.0, 0.0, 0.0]
        await producer.abort()

        async def is_free() -> bool:
            return held.seconds[1] == 0.0

        await wait_until(is_free, "it ended")
        await producer.drop()
