"""When it is worth looking again at what partitions hold: after a fold, and each second anyway."""

import time
from collections.abc import Callable, Mapping
from typing import Final

ANYWAY_EVERY_S: Final = 1.0


class Looks:
    """A look that found nothing finds nothing again before something was folded.

    Each second it looks anyway, so that nothing depends on that.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._seen: Mapping[int, int] = {}
        self._looked_s = float("-inf")
        self._found = True

    def is_worth_it(self, checkpoints: Mapping[int, int]) -> bool:
        """Whether to look now; `checkpoints`: up to where each owned partition is folded.

        What is folded from here on is worth the next look.
        """
        now_s = self._clock_s()
        is_same = not self._found and checkpoints == self._seen
        if is_same and now_s - self._looked_s < ANYWAY_EVERY_S:
            return False
        self._seen, self._looked_s, self._found = checkpoints, now_s, True
        return True

    def found(self, count: int) -> None:
        """What the look came to; a look that failed counts as if it had found something."""
        self._found = count > 0
