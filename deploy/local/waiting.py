"""Waits for a condition, with a limit, and says what it waited for."""

import asyncio
import time
from collections.abc import Awaitable, Callable

BETWEEN_LOOKS_S = 0.05


class WaitedTooLong(TimeoutError):
    """What was waited for did not come within the limit."""


async def wait_until(
    what: str,
    condition: Callable[[], bool | Awaitable[bool]],
    *,
    limit_s: float,
    between_s: float = BETWEEN_LOOKS_S,
) -> None:
    """Return as soon as `condition` holds.

    Raises:
        WaitedTooLong: it did not hold within `limit_s`; the message names `what`.
    """
    deadline_s = time.monotonic() + limit_s
    while True:
        answer = condition()
        if await answer if isinstance(answer, Awaitable) else answer:
            return
        if time.monotonic() > deadline_s:
            raise WaitedTooLong(f"{what}: not within {limit_s:g} s")
        await asyncio.sleep(between_s)
