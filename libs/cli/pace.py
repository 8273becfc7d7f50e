"""How fast something gets done, and how long it still takes."""

from collections import deque
from dataclasses import dataclass, field
from typing import Final

WINDOW_S: Final = 10.0
"""A rate is of the last so many seconds: what it was before says nothing of what it will be."""


@dataclass(slots=True)
class Pace:
    """Fed with how much is done when."""

    _seen: deque[tuple[float, int]] = field(default_factory=deque)

    def see(self, at_s: float, done: int) -> None:
        """`at_s`: by a clock that only goes on."""
        self._seen.append((at_s, done))
        while len(self._seen) > 2 and at_s - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()

    @property
    def rate(self) -> float | None:
        """A second; None while too little was seen."""
        (began_s, before), (at_s, done) = self._seen[0], self._seen[-1]
        return (done - before) / (at_s - began_s) if at_s > began_s else None

    def left_s(self, of: int) -> float | None:
        """Seconds until all is done; None where nothing moves."""
        done, rate = self._seen[-1][1], self.rate
        if done >= of:
            return 0.0
        return (of - done) / rate if rate and rate > 0 else None


def clock(seconds: float | None) -> str:
    """`0:07`, `12:30`, `1:02:03`; `?` for what nobody knows."""
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
