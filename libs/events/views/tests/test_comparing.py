"""A view is compared with its log row by row, while it goes on being filled."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest

from deploy.local.stack import Stack
from libs.events.views.comparing import ComparedView, compare_view
from libs.events.views.generations import ask_for_rebuild
from libs.events.views.rows import RowDifference
from libs.events.views.tests.diary import Days, Diary, filled, opened


@pytest.fixture
async def diary(killed_stack: Stack) -> AsyncIterator[Diary]:
    async with filled(killed_stack) as found:
        await found.write(6)
        await found.until_complete()
        yield found


class NextDays(Days):
    """The next version of the view."""

    version = 2


async def compare(diary: Diary) -> ComparedView:
    return await compare_view(Days(), diary.database, diary.source, lambda _, __: None)


@contextmanager
def writing(diary: Diary) -> Iterator[None]:
    """Days go on being written, one after the other."""

    async def write() -> None:
        while True:
            await diary.write(5)

    task = asyncio.create_task(write())
    try:
        yield
        assert not task.done(), task.exception()
    finally:
        task.cancel()


async def test_what_is_read_agrees_with_its_log_and_nothing_is_left_of_the_comparison(
    diary: Diary,
) -> None:
    found = await compare(diary)

    assert (found.different, found.differences, found.skipped) == (0, (), "")
    assert found.rows >= 6
    assert await diary.schemas() == ["days_v1_g1"]


async def test_rows_that_are_missing_too_many_or_others_are_told_by_their_key(
    diary: Diary,
) -> None:
    one, two, *_ = sorted(diary.written)
    tenant = diary.tenant
    await diary.pool.execute(
        "delete from days_v1_g1.days where (tenant, day_on) = ($1, $2)", tenant, one
    )
    await diary.pool.execute(
        "update days_v1_g1.days set tenant = 'another' where (tenant, day_on) = ($1, $2)",
        tenant,
        two,
    )

    found = await compare(diary)

    assert found.different == 3
    assert set(found.differences) == {
        RowDifference("days", f"({tenant},{one})", "row is missing"),
        RowDifference("days", f"({tenant},{two})", "row is missing"),
        RowDifference("days", f"(another,{two})", "row is not in the log"),
    }


async def test_a_row_that_is_another_is_told_with_its_columns_and_not_with_what_stands_in_them(
    diary: Diary,
) -> None:
    day_on = min(diary.written)
    place = (diary.tenant, day_on)
    await diary.pool.execute(
        "update days_v1_g1.days set zone = 'Ann Peeters' where (tenant, day_on) = ($1, $2)", *place
    )

    (difference,) = (await compare(diary)).differences

    assert difference == RowDifference(
        "days", f"({diary.tenant},{day_on})", "row is another than the log says in zone"
    )


async def test_writes_that_go_on_are_no_differences_and_hide_none(diary: Diary) -> None:
    with writing(diary):
        for _ in range(3):
            assert (await compare(diary)).differences == ()
        gone = min(diary.written)
        await diary.pool.execute(
            "delete from days_v1_g1.days where (tenant, day_on) = ($1, $2)", diary.tenant, gone
        )
        (difference,) = (await compare(diary)).differences
    assert difference == RowDifference("days", f"({diary.tenant},{gone})", "row is missing")


async def test_a_rebuild_meanwhile_is_no_difference(diary: Diary) -> None:
    with writing(diary):
        async with diary.pool.acquire() as connection:
            await ask_for_rebuild(connection, Days.name)
        for _ in range(3):
            found = await compare(diary)
            assert (found.differences, found.skipped) == ((), "")


async def test_what_one_that_was_killed_left_behind_is_no_difference(diary: Diary) -> None:
    await diary.pool.execute("create schema days_v1_beside")
    await diary.pool.execute("create table days_v1_beside.days (left_behind text)")

    found = await compare(diary)

    assert (found.differences, found.skipped) == ((), "")


async def test_two_do_not_compare_one_view_at_once(diary: Diary) -> None:
    found = await asyncio.gather(compare(diary), compare(diary), compare(diary))

    assert sorted(one.skipped for one in found) == [
        "",
        "it is being compared by another already",
        "it is being compared by another already",
    ]


async def test_what_cannot_be_compared_says_why(killed_stack: Stack) -> None:
    async with opened(killed_stack) as diary:
        assert (await compare(diary)).skipped == "it was never begun"
        async with diary.runs():
            await diary.write(1)
            await diary.until_complete()
            found = await compare_view(NextDays(), diary.database, diary.source, lambda _, __: None)
    assert found.skipped == "version 1 is read, this program knows 2"
