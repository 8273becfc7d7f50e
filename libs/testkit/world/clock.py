"""Time in a simulated platform: it passes with every step, and leaps when all is quiet."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

BEGINNING: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """One for all of a platform; whoever is frozen sees it only when it goes on."""

    step_s: float = 0.01
    """What one step of the scheduler takes."""
    passed_s: float = 0.0
    _alarms: dict[object, float] = field(default_factory=dict)

    def now(self) -> datetime:
        return BEGINNING + timedelta(seconds=self.passed_s)

    def tick(self) -> None:
        self.passed_s += self.step_s

    def wake(self, who: object, at_s: float | None) -> None:
        """`who` finds something to do at that moment and not before; None: waits for no moment."""
        if at_s is None:
            self._alarms.pop(who, None)
        else:
            self._alarms[who] = at_s

    def leap(self) -> bool:
        """On to the next moment that somebody waits for; whether anybody does."""
        ahead = [at_s for at_s in self._alarms.values() if at_s > self.passed_s]
        if not ahead:
            return False
        self.passed_s = min(ahead)
        return True
