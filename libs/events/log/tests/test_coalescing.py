"""Many who ask at the same time share a question that was asked after all of them came."""

import asyncio
from collections.abc import Sequence

import pytest

from libs.events.log.coalescing import Coalesced, Gathered


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


async def test_different_questions_go_together_and_each_gets_its_own_answer() -> None:
    asked: list[list[int]] = []

    async def ask(questions: Sequence[int]) -> list[int]:
        asked.append(list(questions))
        await asyncio.sleep(0)
        return [10 * question for question in questions]

    gathered = Gathered(ask)
    first = asyncio.create_task(gathered.get(1))
    while not asked:
        await asyncio.sleep(0)
    late = [asyncio.create_task(gathered.get(question)) for question in (2, 3)]

    assert [await first, *await asyncio.gather(*late)] == [10, 20, 30]
    assert asked == [[1], [2, 3]]


async def test_a_failure_is_for_those_who_asked_and_who_goes_away_takes_nobody_with_him() -> None:
    fails = True

    async def ask(questions: Sequence[int]) -> list[int]:
        await asyncio.sleep(0)
        if fails:
            raise OSError("away")
        return list(questions)

    gathered = Gathered(ask)
    impatient, patient = (asyncio.create_task(gathered.get(number)) for number in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    with pytest.raises(OSError, match="away"):
        await patient
    fails = False
    assert await gathered.get(7) == 7
