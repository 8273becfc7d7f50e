"""A mail server that takes over, refuses for now, or is gone before it has answered."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final

from libs.events.effects.effect import Aged, Failed, FailedForNow, Result, Sent, Start, Unsure
from libs.testkit.interleave.checks.chasing.messages_told import Delivery
from libs.testkit.interleave.checks.chasing.moments import Moments
from libs.testkit.world.clock import BEGINNING
from libs.testkit.world.premises import Premises
from libs.testkit.world.turns import MOVED

_ROUNDING_S: Final = 0.0001
"""Instants are told in microseconds; what happens in one step is of one moment."""


@dataclass(frozen=True, slots=True)
class Temper:
    """How often the server does anything but take a message over."""

    refuses_for_now: float = 0.0
    refuses: float = 0.0
    drops_before: float = 0.0
    """The connection ends before the last byte: surely not taken over."""
    drops_after: float = 0.0
    """It ends after the last byte, before the answer: taken over, and nobody heard it."""
    turns: int = 1
    """How many steps it takes before it has the last byte."""
    again_max_s: float = 4.0
    """The longest back-off after a refusal for now."""

    @classmethod
    def drawn(cls, random: Random) -> "Temper":
        """Most days are good ones."""
        if random.random() < 0.4:
            return cls()
        return cls(
            refuses_for_now=random.choice((0.0, 0.15, 0.4)),
            refuses=random.choice((0.0, 0.0, 0.03)),
            drops_before=random.choice((0.0, 0.1)),
            drops_after=random.choice((0.0, 0.1, 0.25)),
            turns=random.choice((1, 1, 5, 15)),
        )


_GOOD: Final = Temper()


class MailServer:
    """One for all processes; tells of every message that it has taken over."""

    def __init__(
        self,
        premises: Premises,
        moments: Moments,
        temper: Temper,
        on_delivery: Callable[[Delivery], None],
    ) -> None:
        self._premises, self._moments, self._temper = premises, moments, temper
        self._on_delivery = on_delivery
        self.delivered_count = self.dropped_count = self.refused_count = 0

    async def hand_over(self, message: str, start: Start) -> Result:
        """One conversation: greeting, envelope, the bytes, the answer; may end between any two."""
        await MOVED
        temper = replace(_GOOD, turns=self._temper.turns) if self._premises.calm else self._temper
        draw = self._premises.random.random()
        if draw < temper.refuses_for_now:
            self.refused_count += 1
            return FailedForNow("refused_for_now", self._later(), "451 4.7.1 try again later")
        draw -= temper.refuses_for_now
        if draw < temper.refuses:
            return Failed("refused", "550 5.7.1 not wanted")
        draw -= temper.refuses
        if draw < temper.drops_before:
            return FailedForNow("not_reached", self._later())
        draw -= temper.drops_before
        for _ in range(temper.turns):
            await MOVED
        if start.left_s() <= 0:
            return Aged()
        self._takes_over(message, start)
        await MOVED
        if draw < temper.drops_after:
            self.dropped_count += 1
            return Unsure("dropped")
        return Sent("250 2.0.0 queued", self._now())

    def _takes_over(self, message: str, start: Start) -> None:
        clock = self._premises.clock
        began_s = (datetime.fromisoformat(start.began_at) - BEGINNING).total_seconds()
        self.delivered_count += 1
        delivery = Delivery(
            message=message,
            attempt=start.attempt,
            token=start.token,
            began_at=self._moments.since(began_s - _ROUNDING_S),
            at=self._moments.passed(),
            age_s=clock.passed_s - began_s,
        )
        self._on_delivery(delivery)

    def _now(self) -> str:
        return self._premises.clock.now().isoformat()

    def _later(self) -> str:
        wait = timedelta(seconds=self._premises.random.uniform(0.0, self._temper.again_max_s))
        return (self._premises.clock.now() + wait).isoformat()
