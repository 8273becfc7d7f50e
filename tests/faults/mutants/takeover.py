"""Takeovers that leave out a step, or take one too early."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from libs.events.log.address import Place
from libs.events.log.ending import NOBODY, Last
from libs.events.log.producing import TransactionalProducer
from libs.events.loop.folding import Folded, LoggedEvent, fold
from libs.events.loop.takeover import Takeovers
from libs.events.loop.tenure import Tenure
from libs.events.loop.working import Loaded, Rules
from tests.faults.mutants.mutant import Exchange, Mutant, Named, Simulated

_TESTS: Final = "libs/events/loop/tests"
_TAKEOVER: Final = "libs.events.loop.takeover"
_take = Takeovers.take


class _NotYet:
    """A producer that is started later; it has nothing to end."""

    left = Last()
    identity = NOBODY

    async def start(self) -> None:
        pass

    async def seal(self, places: Collection[Place]) -> None:
        pass


async def _fence_last(takeovers: Takeovers, number: int, producer: TransactionalProducer) -> Tenure:
    later: Any = _NotYet()
    tenure = await _take(takeovers, number, later)
    await producer.start()
    tenure.producer = producer
    return tenure


class _Stable:
    """A meter that asks as a reader of committed records, who is told last stable offsets."""

    def __init__(self, takeovers: Takeovers) -> None:
        stable = takeovers.marking.stable
        self.bounds, self.partitions = takeovers.meter.bounds, takeovers.meter.partitions
        self.end, self.ends_at = stable.end, stable.ends_at


async def _up_to_the_stable_end(
    takeovers: Takeovers, number: int, producer: TransactionalProducer
) -> Tenure:
    meter: Any = _Stable(takeovers)
    marking = replace(takeovers.marking, meter=meter)
    return await _take(replace(takeovers, meter=meter, marking=marking), number, producer)


async def _nothing_folded(takeovers: Takeovers, tenure: Tenure, end: int) -> None:
    pass


def _fold_without_positions(
    rules: Rules, events: Sequence[LoggedEvent], loaded: Loaded, depths: Sequence[int]
) -> Folded:
    return replace(fold(rules, events, loaded, depths), positions=None)


TAKEOVER: Final[tuple[Mutant, ...]] = (
    Mutant(
        "read_before_fencing",
        "a takeover reads checkpoint, positions and end first, and fences afterwards",
        Named(
            f"{_TESTS}/test_owning.py::"
            "test_what_is_committed_in_the_moment_before_the_fence_is_not_decided_again",
            (Exchange(_TAKEOVER, "Takeovers.take", _fence_last),),
        ),
    ),
    Mutant(
        "up_to_the_stable_end",
        "a takeover folds up to the last stable offset",
        Named(
            f"{_TESTS}/test_owning.py::test_a_takeover_waits_for_a_commit_"
            "that_no_reader_of_committed_records_sees_yet",
            (Exchange(_TAKEOVER, "Takeovers.take", _up_to_the_stable_end),),
        ),
    ),
    Mutant(
        "nothing_folded",
        "a takeover decides without folding what was committed",
        Named(
            f"{_TESTS}/test_takeover.py::"
            "test_a_worker_that_dies_at_any_moment_loses_and_doubles_nothing[committed]",
            (Exchange(_TAKEOVER, "Takeovers._fold_up_to", _nothing_folded),),
        ),
    ),
    Mutant(
        "positions_of_the_row",
        "a takeover's positions are not those of what it folded",
        Named(
            f"{_TESTS}/test_takeover.py::"
            "test_a_worker_that_dies_at_any_moment_loses_and_doubles_nothing[committed]",
            (Exchange(_TAKEOVER, "fold", _fold_without_positions),),
        ),
    ),
    Mutant(
        "positions_of_the_row_simulated",
        "the same, in the histories of the whole platform",
        Simulated("positions_kept"),
    ),
)
