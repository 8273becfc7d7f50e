"""What was written and may not be readable yet: whoever committed it looks after it (ADR 0057)."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from aiokafka.errors import KafkaError

from libs.events.log.address import Place
from libs.events.log.meter import Meter

UNREAD_S: Final = 2.0
"""Markers are written behind the answer to a commit, within milliseconds where there is time; what
cannot be read after so long waits for one that does not come, or for another's transaction."""
ASKED_WITHIN_S: Final = 2.0
"""A partition without a leader is not waited for."""


@dataclass(slots=True)
class Unread:
    """Where a producer wrote, until it is seen that this can be read; by place, the last offset."""

    _younger: dict[Place, int] = field(default_factory=dict)
    _older: dict[Place, int] = field(default_factory=dict)
    """Those that were the younger ones until the last turn."""
    _turned_s: float = 0.0

    def wrote(self, last: Mapping[Place, int]) -> None:
        for place, offset in last.items():
            self._younger[place] = max(offset, self._younger.get(place, offset))

    def waiting(self, unread_s: float) -> Mapping[Place, int]:
        """What was written `unread_s` ago or before, told once; mostly it is not time yet."""
        now_s = time.monotonic()
        if now_s - self._turned_s < unread_s:
            return {}
        waiting, self._older, self._younger = self._older, self._younger, {}
        self._turned_s = now_s
        return waiting


async def unreadable(stable: Meter, waiting: Mapping[Place, int]) -> dict[Place, int] | None:
    """Those that cannot be read; None where no leader says so in time: then later."""
    try:
        async with asyncio.timeout(ASKED_WITHIN_S):
            readable = await stable.ends_at(waiting)
    except (TimeoutError, KafkaError):
        return None
    return {place: last for place, last in waiting.items() if readable[place] <= last}
