"""Cuts that are taken too early, or not at all."""

from typing import Final

from libs.events.progress.cut import Cut, begin_cut
from libs.events.progress.port import ProgressPort
from tests.faults.mutants.mutant import Exchange, Mutant, Named, Simulated


async def _begin_cut_with_tolerance(port: ProgressPort, service: str, events_topic: str) -> Cut:
    """As if the last offset of a topic were always a marker."""
    whole = await begin_cut(port, service, events_topic)
    return Cut(service, {number: max(end - 1, 0) for number, end in whole.ends.items()})


CUTTING: Final[tuple[Mutant, ...]] = (
    Mutant(
        "gap_of_one",
        "a cut takes a gap of one for a transaction's marker",
        Named(
            "libs/events/loop/tests/test_cut.py::"
            "test_a_look_up_waits_for_one_record_that_stands_where_a_marker_might",
            (
                Exchange("libs.events.loop.batching", "begin_cut", _begin_cut_with_tolerance),
                Exchange("libs.events.loop.backlog", "begin_cut", _begin_cut_with_tolerance),
            ),
        ),
    ),
    Mutant("no_cut", "look-ups are answered without a cut", Simulated("no_cut")),
)
