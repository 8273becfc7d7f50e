"""Many who ask at the same time share a question that was asked after all of them came."""

import asyncio

import pytest

from libs.events.log.coalescing import Coalesced


async def test_nobody_is_answered_from_before_he_asked() -> None:
    asked, release = 0, asyncio.Event()

    async def ask() -> int:
        nonlocal asked
        asked += 1
        number = asked
        await release.wait()
        return number

    coalesced = Coalesced(ask)
    first = asyncio.create_task(coalesced.get())
    while asked == 0:
        await asyncio.sleep(0)
    # The first question is under way: these two came too late for it, and share the next.
    late = [asyncio.create_task(coalesced.get()) for _ in range(2)]
    await asyncio.sleep(0)
    release.set()
    assert await first == 1
    assert await asyncio.gather(*late) == [2, 2]
    assert await coalesced.get() == 3


async def test_who_goes_away_takes_nobody_with_him_and_a_failure_is_for_those_who_asked() -> None:
    fails = True

    async def ask() -> int:
        await asyncio.sleep(0)
        if fails:
            raise OSError("away")
        return 1

    coalesced = Coalesced(ask)
    impatient, patient = (asyncio.create_task(coalesced.get()) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(OSError, match="away"):
        await patient
    fails = False
    assert await coalesced.get() == 1
