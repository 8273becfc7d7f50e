"""A view is rebuilt by command while the office works, and all tables are what the log says."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from libs.cli.verifying.beside import compared_live
from libs.events.contracts.topology import TOPOLOGY
from tests.e2e.builders.banking import paid
from tests.e2e.commands import relance
from tests.e2e.conftest import Open
from tests.e2e.office import Office
from tests.e2e.platform import PARTITIONS, Platform


async def answered(platform: Platform, *words: str) -> Any:
    """What the command answers, which succeeds."""
    code, said = await relance(platform, "rebuilt", *words)
    assert code == 0, said
    return said


async def read_now(platform: Platform) -> int:
    """The generation of the ledger that is read."""
    listed = await answered(platform, "rebuild", "matching")
    (number,) = (one["generation"] for one in listed if one["state"] == "read")
    assert isinstance(number, int)
    return number


@asynccontextmanager
async def working(office: Office) -> AsyncIterator[None]:
    """Invoices go on coming in, and each is looked at."""
    is_over = asyncio.Event()

    async def work() -> None:
        number = 100
        while not is_over.is_set():
            await office.owed(office.papers.invoice(f"F-2026-{number}", "12.00"))
            number += 1
        assert number > 101

    async with asyncio.TaskGroup() as group:
        group.create_task(work())
        yield
        is_over.set()


async def test_a_view_is_rebuilt_while_the_office_works_and_all_tables_are_what_the_log_says(
    platform: Platform, office_of: Open
) -> None:
    async with office_of("rebuilt") as office:
        await office.owed(office.papers.invoice("F-2026-17", "48.00"))
        await office.books(office.bank.statement(paid("48.00", "F-2026-17")))
        await office.settled("F-2026-17")

        async with working(office):
            before = await read_now(platform)
            told = await answered(platform, "rebuild", "matching", "ledger")
            found = await compared_live(platform.environment, PARTITIONS, lambda *_: None)

        assert told["outcome"] == "switched"
        assert told["generation"] == before + 1
        assert [(one.service, one.differences, one.skipped) for one in found] == [
            (name, (), "") for name in TOPOLOGY
        ]
        assert all(one.rows > 0 for one in found)
        await office.settled("F-2026-17")
        assert await read_now(platform) == told["generation"]
