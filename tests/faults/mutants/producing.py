"""Transactions that are decided too early, or that hold too little."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from libs.events.log.address import Place
from libs.events.log.producing import Outgoing, TransactionalProducer
from libs.events.loop.committing import Committer
from libs.events.loop.sealing import Sealed
from libs.events.loop.tenure import Tenure
from tests.faults.mutants.mutant import Exchange, Mutant, Named

_write = Committer._write


async def _write_and_await_the_first_place(
    producer: TransactionalProducer, records: Sequence[Outgoing]
) -> Mapping[Place, list[int]]:
    """The own events, whose offsets are needed; of all else nobody asks what became of it."""
    await producer._producer.begin_transaction()
    offsets: dict[Place, list[int]] = {}
    batches = producer._batches(records)
    first = next(iter(batches))
    for place, packed in batches.items():
        for batch, count in packed:
            sent = await producer._producer.send_batch(batch, place[0], partition=place[1])
            if place == first:
                written = await sent
                of_batch = range(written.offset, written.offset + count)
                offsets.setdefault(place, []).extend(of_batch)
    return offsets


async def _announce_afterwards(committer: Committer, tenure: Tenure, sealed: Sealed) -> int:
    """Events and positions in one transaction, what goes to other partitions in a second one."""
    own = [one for one in sealed.records if one.partition == tenure.number]
    others = [one for one in sealed.records if one.partition != tenure.number]
    last = await _write(committer, tenure, replace(sealed, records=own))
    if others:
        await tenure.producer.write(others)
        await tenure.producer.commit()
    return last


PRODUCING: Final[tuple[Mutant, ...]] = (
    Mutant(
        "sends_not_awaited",
        "a transaction is committed before each of its records is acknowledged",
        Named(
            "libs/events/log/tests/test_log.py::"
            "test_a_transaction_of_which_one_batch_failed_is_never_committed",
            (
                Exchange(
                    "libs.events.log.producing",
                    "TransactionalProducer.write",
                    _write_and_await_the_first_place,
                ),
            ),
        ),
    ),
    Mutant(
        "announced_afterwards",
        "positions move past an announcement that not every partition has been sent",
        Named(
            "libs/events/loop/tests/test_owning.py::"
            "test_an_announcement_reaches_every_partition_whenever_its_owner_dies[committed]",
            (Exchange("libs.events.loop.committing", "Committer._write", _announce_afterwards),),
        ),
    ),
)
