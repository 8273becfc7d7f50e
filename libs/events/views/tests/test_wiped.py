"""A view whose database is emptied or killed comes back from the log, on the real ones."""

from collections.abc import AsyncIterator

import pytest

from deploy.local.stack import Stack
from libs.events.views.tests.diary import Diary, filled

WIPES = {
    "its rows and checkpoints": "truncate days_v1_g1.days, days_v1_g1.checkpoints",
    "every row there is": "truncate days_v1_g1.days, days_v1_g1.checkpoints,"
    " days_v1_g1.migrations, relance_views.generations",
    "every table there is": "drop schema days_v1_g1, relance_views cascade",
}


@pytest.fixture
async def diary(killed_stack: Stack) -> AsyncIterator[Diary]:
    async with filled(killed_stack) as found:
        await found.write(4)
        await found.until_complete()
        yield found


@pytest.mark.parametrize("wipe", WIPES.values(), ids=WIPES.keys())
async def test_a_view_that_is_wiped_in_quiet_notices_and_is_filled_again(
    diary: Diary, wipe: str
) -> None:
    await diary.pool.execute(wipe)
    assert not await diary.is_complete()
    await diary.until_complete()


@pytest.mark.parametrize("wipe", WIPES.values(), ids=WIPES.keys())
async def test_a_view_that_is_wiped_under_load_does_not_begin_in_the_middle(
    diary: Diary, wipe: str
) -> None:
    await diary.pool.execute(wipe)
    await diary.write(1)
    await diary.until_complete()


async def test_a_view_goes_on_where_it_was_when_its_database_was_killed(diary: Diary) -> None:
    await diary.stack.kill_database()
    await diary.write(1)
    await diary.stack.start_database()
    await diary.until_complete()
