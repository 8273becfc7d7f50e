"""A person leaves a debtor alone for a day, while a demand to it is under way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from libs.cli.calling import Api

PAUSES_MAX = 4
"""In a life: most demands are to leave."""


@dataclass(slots=True)
class Pauser:
    """One tenant's pauses, no more than one a day."""

    api: Api
    chance: Random
    asked: Callable[[], Iterable[str]]
    """Debtors that a demand is under way to."""
    touched: set[str]
    """By merges: a pause is asked for by a debtor's own name."""
    _paused: int = 0

    async def meanwhile(self, day_on: str) -> None:
        """Asked while the mails of a day leave: each crosses its own recall."""
        among = sorted(set(self.asked()) - self.touched)
        if not among or self._paused == PAUSES_MAX:
            return
        # The clock may have jumped a day ahead.
        until_on = date.fromisoformat(day_on) + timedelta(days=1)
        body = {"debtor": self.chance.choice(among), "until_on": until_on.isoformat()}
        await self.api.post("dunning", "/v1/pauses", body | {"reason": "asks for a day"})
        self._paused += 1
