"""Whoever plays the tenant's days, sometimes before the last one's work is done."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

from libs.events.loop.days import EVERY_ZONE, day_path
from libs.testkit.interleave.people.asking import Act, Asking, Edge
from libs.testkit.interleave.truth.chase import Chase
from services.calendar.domain.commands import AdvanceDay

_BUSY: Final = (0.01, 0.03, 0.1)
"""How soon a day follows while a demand of the last one is under way."""
_IDLE: Final = 0.15


class Days:
    """Talks to calendar."""

    def __init__(
        self,
        tenant: str,
        edge: Edge,
        chase: Chase,
        random: Random,
        *,
        is_busy: Callable[[], bool],
        is_calm: Callable[[], bool],
    ) -> None:
        self._tenant, self._edge, self._chase, self._random = tenant, edge, chase, random
        self._is_busy, self.is_calm = is_busy, is_calm
        self._pace = random.choice(_BUSY)
        self.today_on: date | None = None
        """The last day that was played and answered."""

    @property
    def is_in_tail(self) -> bool:
        """Whether all that is left is for the calm."""
        return self.today_on is not None and self.today_on >= self._chase.days[-1]

    def acts(self) -> list[Act]:
        return [self._day(on) for on in (*self._chase.days, *self._chase.tail)]

    def has_come(self, on: date) -> bool:
        return self.today_on is not None and self.today_on >= on

    def _day(self, on: date) -> Act:
        command = AdvanceDay(tenant=self._tenant, to_on=on)
        asking = Asking(self._edge, "calendar", day_path(self._tenant, EVERY_ZONE), command)

        def play() -> bool:
            if not asking.ids and not self._is_time(on):
                return False
            done = asking()
            if done:
                self.today_on = on
            return done

        return play

    def _is_time(self, on: date) -> bool:
        if self.is_calm() or on == self._chase.days[0]:
            return True
        if on in self._chase.tail:
            return False
        return self._random.random() < (self._pace if self._is_busy() else _IDLE)
