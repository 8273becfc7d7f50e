"""The platform that is shot at; when a test fails, its logs are kept and shown."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from deploy.local.stack import Stack
from tests.faults.platform import Range, running

TENANT = "fire"


@pytest.fixture(name="shot")
async def _shot(own_stack: Stack, tmp_path: Path) -> AsyncIterator[Range]:
    """Calendar, ingestion and matching with two workers, on a stack of their own."""
    async with running(own_stack, TENANT) as found:
        try:
            yield found
        finally:
            for member in found.members:
                shutil.copy(member.process.log_file, tmp_path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the end of each process's log beside what failed."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    found = getattr(item, "funcargs", {}).get("shot")
    if report.failed and isinstance(found, Range):
        report.sections += [(f"log of {name}", text) for name, text in found.logs()]
    return report  # type: ignore[return-value]
