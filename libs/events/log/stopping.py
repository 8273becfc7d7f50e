"""Clients that are thrown away: they may hang for a while, and nobody waits for that."""

import asyncio
from collections.abc import Awaitable

_going: set[asyncio.Future[object]] = set()


async def let_go(stopping: Awaitable[object], *, limit_s: float) -> None:
    """Wait for a client's stop, at most that long; it goes on by itself, and may fail.

    Cut off it would leave its tasks behind, which try for ever.
    """
    future = asyncio.ensure_future(stopping)
    _going.add(future)
    future.add_done_callback(_gone)
    await asyncio.wait([future], timeout=limit_s)


def _gone(future: asyncio.Future[object]) -> None:
    _going.discard(future)
    if not future.cancelled():
        future.exception()  # seen: what was thrown away may fail as it likes
