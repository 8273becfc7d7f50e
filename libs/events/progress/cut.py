"""The cut: a moment of the own events topic that the database has passed in every partition."""

from collections.abc import Mapping
from dataclasses import dataclass

from libs.events.progress.port import ProgressPort


@dataclass(frozen=True, slots=True)
class Cut:
    """Ends of the own events topic when a look-up began."""

    service: str
    ends: Mapping[int, int]

    def passed_by(self, checkpoints: Mapping[int, int]) -> bool:
        """Whether the database holds every fact that was committed before the cut.

        Needs no tolerance for transaction markers: checkpoints pass them.
        """
        return all(checkpoints.get(number, -1) >= end for number, end in self.ends.items())


async def begin_cut(port: ProgressPort, service: str, events_topic: str) -> Cut:
    """Take a cut now; a look-up is answered once `passed_by` says so."""
    return Cut(service, await port.ends(events_topic))


async def await_cut(port: ProgressPort, cut: Cut) -> None:
    """Wait until the cut is passed. Raises WaitedTooLong by the port's deadline."""
    while not cut.passed_by(await port.checkpoints(cut.service)):
        await port.pause()
