"""Owners that forget who they are, or remember what they should not."""

import secrets
from typing import Final

from libs.events.log.producing import TransactionalProducer
from libs.events.loop.owner import Owner
from libs.events.loop.store import Checkpoint
from libs.events.loop.takeover import Takeovers
from libs.events.loop.tenure import CachedRows, Tenure
from tests.faults.mutants.mutant import Exchange, Mutant, Named

_TESTS: Final = "libs/events/loop/tests"
_OWNER: Final = "libs.events.loop.owner"
_take_over = Owner._take_over
_let_go = Owner._let_go
_begun = Takeovers._begun
_rows_kept: Final[dict[tuple[int, int], CachedRows]] = {}


def _new_producer_of_any_name(owner: Owner) -> TransactionalProducer:
    broker = owner._owning.deps.broker
    return TransactionalProducer(broker, f"{broker.environment}.{secrets.token_hex(8)}")


async def _only_another_producer(owner: Owner, producer: TransactionalProducer) -> None:
    if owner.tenure is None:
        await _take_over(owner, producer)
    else:
        await producer.start()
        owner.tenure.producer = producer


def _let_go_at_the_end_alone(owner: Owner) -> None:
    if not owner.is_wanted:
        _let_go(owner)


def _begun_with_rows_from_before(
    takeovers: Takeovers,
    number: int,
    producer: TransactionalProducer,
    token: str,
    found: Checkpoint,
) -> Tenure:
    tenure = _begun(takeovers, number, producer, token, found)
    tenure.rows = _rows_kept.setdefault((id(takeovers), number), tenure.rows)
    return tenure


OWNING: Final[tuple[Mutant, ...]] = (
    Mutant(
        "random_transactional_id",
        "a new owner's producer does not fence the one before: its id is its own",
        Named(
            f"{_TESTS}/test_takeover.py::"
            "test_a_fenced_owner_writes_nothing_that_a_reader_ever_sees[decided]",
            (Exchange(_OWNER, "Owner._new_producer", _new_producer_of_any_name),),
        ),
    ),
    Mutant(
        "no_takeover_after_an_error",
        "after an error an owner goes on with a new producer and with what it knew",
        Named(
            f"{_TESTS}/test_owning.py::"
            "test_an_owner_that_failed_after_its_commit_decides_nothing_again",
            (
                Exchange(_OWNER, "Owner._take_over", _only_another_producer),
                Exchange(_OWNER, "Owner._let_go", _let_go_at_the_end_alone),
            ),
        ),
    ),
    Mutant(
        "rows_kept",
        "states that were cached stay known when the partition was another's meanwhile",
        Named(
            f"{_TESTS}/test_owning.py::test_who_gets_a_partition_back_knows_nothing_from_before",
            (
                Exchange(
                    "libs.events.loop.takeover", "Takeovers._begun", _begun_with_rows_from_before
                ),
            ),
        ),
    ),
)
