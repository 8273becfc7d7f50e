"""How much one domain is given at a time, and in a minute."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Final

_DOMAINS_MAX: Final = 10_000
_MINUTE_S: Final = 60.0


class NoRoom(Exception):
    """The domain has had what it may have for now; `wait_s` is how long until there is room."""

    def __init__(self, wait_s: float) -> None:
        super().__init__(f"no room for {wait_s:.1f} s")
        self.wait_s = wait_s


@dataclass(slots=True)
class _Lane:
    """One domain: how many connections it has, and when its last messages began."""

    under_way: int = 0
    begun_s: deque[float] = field(default_factory=deque)


class Limits:
    """Of each domain by itself; nobody waits here, what has no room comes again."""

    def __init__(
        self, at_once_max: int, a_minute_max: int, clock: Callable[[], float] | None = None
    ) -> None:
        self._at_once_max, self._a_minute_max = at_once_max, a_minute_max
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._lanes: dict[str, _Lane] = {}

    @asynccontextmanager
    async def room(self, domain: str) -> AsyncIterator[None]:
        """Hold one place of `domain`. Raises NoRoom."""
        now_s = self._clock()
        lane = self._lane(domain, now_s)
        if lane.under_way >= self._at_once_max:
            raise NoRoom(1.0)
        if len(lane.begun_s) >= self._a_minute_max:
            raise NoRoom(lane.begun_s[0] + _MINUTE_S - now_s)
        lane.under_way += 1
        lane.begun_s.append(now_s)
        try:
            yield
        finally:
            lane.under_way -= 1

    def _lane(self, domain: str, now_s: float) -> _Lane:
        if len(self._lanes) > _DOMAINS_MAX:
            quiet = [name for name, lane in self._lanes.items() if not lane.under_way]
            for name in quiet:
                del self._lanes[name]
        lane = self._lanes.setdefault(domain, _Lane())
        while lane.begun_s and lane.begun_s[0] <= now_s - _MINUTE_S:
            lane.begun_s.popleft()
        return lane
