"""Waits a little until what was just recorded is shown, so that the next page has it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

from services.console.web.ports import Document, Said, Services

LIMIT_S: Final = 2.0
AGAIN_S: Final = 0.1


TELLING: Final = frozenset({"dunning", "risk"})
"""Services whose timeline of a debtor names its events."""


async def until_told(services: Services, service: str, debtor: str, recorded: Document) -> None:
    """Until the service's timeline of the debtor has the events of a recorded command."""
    wanted = set(recorded.get("events", ())) if service in TELLING else set()

    async def is_told() -> bool:
        found = await services.get(service, f"/v1/debtors/{debtor}")
        return bool(wanted & {one["event"] for one in found["timeline"]})

    if wanted:
        await soon(is_told)


async def soon(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Return once it is so, or after a moment: the page then follows by itself."""
    ends_s = time.monotonic() + LIMIT_S
    while time.monotonic() < ends_s:
        try:
            if await is_so():
                return
        except Said:
            return
        await asyncio.sleep(AGAIN_S)
