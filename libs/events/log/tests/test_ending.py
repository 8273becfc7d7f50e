"""What the broker's coordinator says of how a transaction ended, before a producer hides it."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Final, cast

import pytest
from aiokafka.client import AIOKafkaClient
from aiokafka.errors import (
    CoordinatorLoadInProgressError,
    TransactionalIdAuthorizationFailed,
)

from libs.events.codec.envelope import Encoded
from libs.events.log.ending import ID_NOT_FOUND, Ending, Last, last_of
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.testkit.counting import Counting

LOADS: Final = 14
REFUSED: Final = 53


async def started(counter: Counting) -> TransactionalProducer:
    return await TransactionalProducer(counter.broker, f"{counter.topics.name}.ends").start()


async def left(counter: Counting) -> Ending:
    producer = await started(counter)
    await producer.drop()
    return producer.left.ending


@pytest.mark.parametrize(
    ("ends", "ending"),
    [("commit", Ending.COMMITTED), ("abort", Ending.ABORTED), ("", Ending.ABORTED)],
)
async def test_whoever_starts_a_producer_is_told_how_the_last_transaction_ended(
    counter: Counting, ends: str, ending: Ending
) -> None:
    """One that is still open is aborted by whoever starts; nobody is told of it again."""
    producer = await started(counter)
    assert producer.left == Last()
    record = Encoded(b"k", b"{}", [])
    await producer.write([Outgoing(counter.topics.parked_topic, 0, record)])
    if ends:
        await getattr(producer, ends)()
    assert [await left(counter), await left(counter)] == [ending, Ending.UNKNOWN]
    await producer.drop()


async def test_it_is_told_who_was_started_last_under_the_id(counter: Counting) -> None:
    before = await started(counter)
    await before.drop()
    after = await started(counter)
    await after.drop()
    assert after.left.producer == before.identity
    assert after.identity != before.identity


@dataclass
class Coordinator:
    """Answers one code after the other, the last for ever."""

    codes: list[int]

    async def coordinator_lookup(self, _: object, __: str) -> int:
        return 1

    async def send(self, _: int, __: object) -> SimpleNamespace:
        code = self.codes.pop(0) if len(self.codes) > 1 else self.codes[0]
        state: tuple[object, ...] = (code, "id", "CompleteCommit", 0, 0, 7, 3, [], {})
        return SimpleNamespace(transaction_states=[state])


async def asked(*codes: int) -> Last:
    return await last_of(cast(AIOKafkaClient, Coordinator([*codes])), "id", limit_s=0.1)


async def test_a_coordinator_that_is_not_ready_is_asked_again() -> None:
    assert await asked(LOADS, LOADS, 0) == Last(Ending.COMMITTED, (7, 3))


async def test_one_that_is_never_ready_or_refuses_is_an_error() -> None:
    with pytest.raises(CoordinatorLoadInProgressError):
        await asked(LOADS)
    with pytest.raises(TransactionalIdAuthorizationFailed):
        await asked(REFUSED)


async def test_an_id_that_the_broker_knows_not_has_ended_nothing() -> None:
    assert await asked(ID_NOT_FOUND) == Last()
