"""What the broker's coordinator says of how a transaction ended, before a producer hides it."""

import pytest

from libs.events.codec.envelope import Encoded
from libs.events.log.ending import Ending
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.testkit.counting import Counting


async def started(counter: Counting) -> TransactionalProducer:
    return await TransactionalProducer(counter.broker, f"{counter.topics.name}.ends").start()


async def left(counter: Counting) -> Ending:
    producer = await started(counter)
    await producer.drop()
    return producer.left


@pytest.mark.parametrize(
    ("ends", "ending"),
    [("commit", Ending.COMMITTED), ("abort", Ending.ABORTED), ("", Ending.ABORTED)],
)
async def test_whoever_starts_a_producer_is_told_how_the_last_transaction_ended(
    counter: Counting, ends: str, ending: Ending
) -> None:
    """One that is still open is aborted by whoever starts; nobody is told of it again."""
    producer = await started(counter)
    assert producer.left is Ending.UNKNOWN
    record = Encoded(b"k", b"{}", [])
    await producer.write([Outgoing(counter.topics.parked_topic, 0, record)])
    if ends:
        await getattr(producer, ends)()
    assert [await left(counter), await left(counter)] == [ending, Ending.UNKNOWN]
    await producer.drop()
