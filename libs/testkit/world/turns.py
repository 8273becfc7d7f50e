"""Where an owner or a task gives the floor back to the scheduler."""

from collections.abc import Coroutine, Generator
from typing import Any, Final


class Turn:
    """One step is over; whoever schedules decides who goes on."""

    def __init__(self, *, idle: bool) -> None:
        self._idle = idle

    def __await__(self) -> Generator[Any, None, None]:
        # An idle turn is a bare yield, so that asyncio can run what awaits it too.
        yield None if self._idle else True


MOVED: Final = Turn(idle=False)
"""Something was done in this step."""

IDLE: Final = Turn(idle=True)
"""Nothing to do until somebody else does something."""


class Running:
    """A coroutine that is driven step by step."""

    def __init__(self, work: Coroutine[Any, None, None]) -> None:
        self._work = work
        self.ended = False

    def step(self) -> bool:
        """Go on until the next turn; whether something was done."""
        try:
            return bool(self._work.send(None))
        except StopIteration:
            self.ended = True
            return True

    def kill(self) -> None:
        """It ends where it stands, as a process does that is killed."""
        self._work.close()
        self.ended = True
