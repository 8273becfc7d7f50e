"""Moments of the loop at which tests stop or kill it, and waiting for what must come of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from libs.events.loop.seams import Point


class Killed(BaseException):
    """Stands for SIGKILL inside one process: nothing catches it, nothing is tidied up."""


@dataclass(slots=True)
class Tripwire:
    """A probe that runs something at a moment: raise, wait, break the surroundings."""

    at_point: Point
    do: Callable[[int], Awaitable[None]]
    partition: int | None = None
    times: int = 1

    async def at(self, point: Point, partition: int) -> None:
        if point == self.at_point and self.partition in (None, partition) and self.times > 0:
            self.times -= 1
            await self.do(partition)


def kill_at(point: Point, partition: int | None = None) -> Tripwire:
    """A probe that kills its worker at a moment, once."""

    async def kill(number: int) -> None:
        raise Killed(f"{point} of {number}")

    return Tripwire(point, kill, partition)


async def wait_until(
    holds: Callable[[], Awaitable[bool]], reason: str, *, limit_s: float = 15.0
) -> None:
    """Wait for a condition. Raises TimeoutError with the reason when it does not come."""
    ends_s = time.monotonic() + limit_s
    while not await holds():
        if time.monotonic() > ends_s:
            raise TimeoutError(f"waited {limit_s} s for: {reason}")
        await asyncio.sleep(0.005)
