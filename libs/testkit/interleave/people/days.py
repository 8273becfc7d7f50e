"""Whoever plays the tenant's days, sometimes before the last one's work is done."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

from libs.events.loop.days import EVERY_ZONE, day_path
from libs.testkit.interleave.checks.chasing.chased import Chased
from libs.testkit.interleave.people.asking import Act, Asking, Edge
from libs.testkit.interleave.truth.chase import Chase
from services.calendar.domain.commands import AdvanceDay

_IDLE: Final = 0.15
"""How soon, at each look, a day follows when nothing of the last one is under way."""


class Days:
    """Talks to calendar."""

    def __init__(
        self,
        tenant: str,
        edge: Edge,
        chase: Chase,
        random: Random,
        *,
        told: Chased,
        is_calm: Callable[[], bool],
    ) -> None:
        """`is_calm`: whether nothing disturbs any more."""
        self._tenant, self._edge, self._chase, self._random = tenant, edge, chase, random
        self._told, self.is_calm = told, is_calm
        self.awaits: dict[str, list[tuple[date, Asking]]] = {}
        """What somebody uploads of an account, in order, and from which day on."""
        self.today_on: date | None = None
        """The last day that was played and answered."""

    @property
    def is_in_tail(self) -> bool:
        """Whether all that is left is for the calm."""
        return self.today_on is not None and self.today_on >= self._chase.days[-1]

    def acts(self) -> list[Act]:
        return [self._day(on) for on in (*self._chase.days, *self._chase.tail)]

    def has_come(self, on: date) -> bool:
        """Whether it is time for what happens on a day."""
        if self.today_on is None or self.today_on < on:
            return False
        if self.today_on > on or on not in self._chase.awaited_on or self.is_calm():
            return True
        return self._told.messages.is_any_ready or bool(self._told.demands.open_drafts)

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
        if on == self._chase.days[0]:
            return True
        if self.is_calm():
            return not self._is_behind()
        if on in self._chase.tail:
            return False
        return self._random.random() < (self._chase.haste if self._was_busy() else _IDLE)

    def _was_busy(self) -> bool:
        today_on = self.today_on
        if today_on is None or not self._edge.is_idle or self._told.is_busy(today_on):
            return True
        return today_on not in self._chase.awaited_on and self._is_behind()

    def _is_behind(self) -> bool:
        """Whether a statement has not come that could have."""
        for files in self.awaits.values():
            following = next((on for on, asking in files if not asking.is_answered), None)
            if following is not None and self.has_come(following):
                return True
        return False
