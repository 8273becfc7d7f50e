"""Published positions that lead the fold, and barriers that believe too early."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from libs.events.contracts.topology import ServiceTopics
from libs.events.loop.owner import Owner
from libs.events.progress.port import ProgressPort, Snapshot
from libs.events.progress.rounds import rounds
from tests.faults.mutants.mutant import Exchange, Mutant, Named, Simulated

_snapshot = Owner.snapshot


async def _snapshot_of_what_was_read(owner: Owner) -> Snapshot | None:
    folded = await _snapshot(owner)
    if folded is None:
        return None
    return replace(folded, positions=await owner._owning.reader.positions(owner.number))


async def _rounds_of_one_partition(
    port: ProgressPort, service: ServiceTopics, tenant: str, partitions: Sequence[int]
) -> int:
    return await rounds(port, service, tenant, partitions[:1])


PUBLISHING: Final[tuple[Mutant, ...]] = (
    Mutant(
        "positions_lead",
        "an owner publishes what it has read, whether it is folded or not",
        Named(
            "libs/events/loop/tests/test_idle.py::"
            "test_nobody_learns_of_a_position_before_what_stands_before_it_is_folded",
            (Exchange("libs.events.loop.owner", "Owner.snapshot", _snapshot_of_what_was_read),),
        ),
    ),
    Mutant(
        "barrier_one_round",
        "a barrier waits for one round",
        Simulated("barrier_one_round"),
    ),
    Mutant(
        "barrier_without_ingestion",
        "a barrier does not pass ingestion",
        Simulated("barrier_without_ingestion"),
    ),
    Mutant(
        "barrier_parked_ignored",
        "a barrier is had although the tenant has a parked key",
        Simulated("barrier_parked_ignored"),
    ),
    Mutant(
        "barrier_by_stable_ends",
        "a barrier waits for last stable offsets",
        Simulated("barrier_by_stable_ends"),
    ),
    Mutant(
        "barrier_of_one_partition",
        "a barrier looks at one partition of each service",
        Named(
            "libs/events/progress/tests/test_barrier.py::"
            "test_a_command_that_a_listed_service_has_not_decided_holds",
            (Exchange("libs.events.progress.barrier", "rounds", _rounds_of_one_partition),),
        ),
    ),
    Mutant(
        "age_unchecked",
        "an effect leaves although its barrier is older than allowed",
        Simulated("age_unchecked"),
    ),
)
