"""How many histories it takes until a fault is seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from libs.testkit.interleave.mutants.fault import Fault
from libs.testkit.interleave.mutants.faults import fault
from libs.testkit.interleave.playing import Failure, play_one


@dataclass(frozen=True, slots=True)
class Bite:
    """A fault, and the first history in which it is seen."""

    name: str
    sentence: str
    histories: int
    failure: Failure | None
    """None: not seen in so many."""


def bite(name: str, first: int, histories_max: int, directed: bool = False) -> Bite:
    """Play histories from the seed `first` with the fault `name`, until it is seen.

    `directed`: in scenes in which it shows often, where there are any.
    """
    one = fault(name)
    played = _played(one, first, histories_max, directed=directed)
    for count, failure in enumerate(played, start=1):
        if failure is not None:
            return Bite(one.name, one.sentence, count, failure)
    return Bite(one.name, one.sentence, histories_max, None)


def _played(
    one: Fault, first: int, histories_max: int, *, directed: bool
) -> Iterator[Failure | None]:
    for seed in range(first, first + histories_max):
        with one.applied(directed=directed) as setting:
            failures = play_one(seed, setting).failures
        yield failures[0] if failures else None
