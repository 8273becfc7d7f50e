"""A person makes one debtor of two, while something of the first is under way."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from libs.cli.calling import Api
from libs.cli.failing import Refused
from libs.cli.playing.resting import Rest

WHY_OF_EACH = ("asked", "placed", "owing", "asked")
"""What the one that goes has under way: a demand, a placement, no more than open items."""
EVERY_DAYS = 4
WAITS_DAYS = 10
"""So long one with that under way is looked for; then any that owes goes."""
FEE = {"recovered_basis_points": 1_500, "direct_basis_points": 500}
NOT_PLACED = frozenset({"nothing_to_place", "already_placed", "debtor_unknown"})
SHAKEN = ("ingestion", "matching", "dunning")
"""Where a merge sends things from key to key."""


@dataclass(slots=True)
class Merger:
    """One tenant's merges, some days apart."""

    api: Api
    rest: Rest
    chance: Random
    asked: Callable[[], Iterable[str]]
    """Debtors that a demand is under way to."""
    begins_on: int
    """Number of the day from which on it merges."""
    gone: set[str] = field(default_factory=set)
    """Debtors that are part of another now."""
    touched: set[str] = field(default_factory=set)
    """Those, and what they became part of."""
    _placed: str = ""
    """With an agency, or on its way there."""
    _last: int = 0
    """Number of the day of the last merge."""
    _under_way: bool = False

    async def begin(self) -> None:
        """An agency that nobody answers for: who goes to it stays with it."""
        await self.api.post("handoff", "/v1/agencies", {"name": "Incasso Vuur", "fee": FEE})

    async def day(self, number: int) -> None:
        """What the next merge needs."""
        if self._next == "placed" and not self._placed and self._is_time(number):
            await self._place()

    async def meanwhile(self, number: int) -> None:
        """Asked while the mails of a day leave: a merge, if it is time and there is whom."""
        if not self._is_time(number):
            return
        owing = await self._owing()
        among = {
            "asked": sorted(set(self.asked()) & owing.keys()),
            "placed": [one for one in (self._placed,) if one],
            "owing": sorted(owing),
        }[self._next]
        if not among and number >= max(self.begins_on, self._last) + WAITS_DAYS:
            among = sorted(owing)
        old = self.chance.choice(among) if among else ""
        others = sorted(owing.keys() - {old})
        if old and others:
            into = self.chance.choice(others)
            await self._merge(old, into)
            self._last = number

    async def settle(self) -> None:
        """What a merge of today sent from key to key has arrived."""
        if self._under_way:
            await self.rest.of(SHAKEN)
            self._under_way = False

    @property
    def _next(self) -> str:
        done = len(self.gone)
        return WHY_OF_EACH[done] if done < len(WHY_OF_EACH) else ""

    def _is_time(self, number: int) -> bool:
        return bool(self._next) and number >= max(self.begins_on, self._last + EVERY_DAYS)

    async def _owing(self) -> Mapping[str, dict[str, Any]]:
        """Cases with something open, by debtor; of those that are whole and themselves."""
        cases = await self.api.everything("dunning", "/v1/cases")
        return {
            one["debtor"]: one
            for one in cases
            if one["items_open"] and one["debtor"] not in self.touched
        }

    async def _place(self) -> None:
        """One debtor's open items go to the agency; its offer may still wait for its barrier."""
        owing = sorted(await self._owing())
        for debtor in self.chance.sample(owing, len(owing)):
            try:
                await self.api.post("handoff", "/v1/placements", {"debtor": debtor})
            except Refused as refused:
                if refused.rule not in NOT_PLACED:
                    raise
                if refused.rule != "already_placed":
                    continue
            self._placed = debtor
            return

    async def _merge(self, old: str, into: str) -> None:
        await self.api.post("ingestion", f"/v1/debtors/{old}/merge", {"into": into})
        self.gone.add(old)
        self.touched |= {old, into}
        self._under_way = True
