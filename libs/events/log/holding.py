"""How long an open transaction has kept committed records from being read."""

import time
from collections.abc import Callable, Mapping

from libs.events.log.address import Place


class HeldBack:
    """Looks at where each place can be read to; asks the broker nothing.

    A transaction that nobody ends holds whoever reads what is committed, and all behind it: the
    last stable offset stands, and the high watermark is past it.
    """

    def __init__(self, clock_s: Callable[[], float] = time.monotonic) -> None:
        self._clock_s = clock_s
        self._stands: dict[Place, tuple[int, float]] = {}
        """The last stable offset of places that are held, and since when it has stood there."""

    def seconds(self, number: int, readable: Mapping[str, tuple[int, int]]) -> float:
        """The longest of a partition number's topics; 0 when nothing is held.

        `readable`: last stable offset and high watermark by topic, as of the last fetch.
        """
        longest_s = 0.0
        for topic, (stable, end) in readable.items():
            place = (topic, number)
            if stable >= end:
                self._stands.pop(place, None)
                continue
            stood, since_s = self._stands.get(place, (-1, 0.0))
            if stood != stable:
                since_s = self._clock_s()
                self._stands[place] = (stable, since_s)
            longest_s = max(longest_s, self._clock_s() - since_s)
        return longest_s
