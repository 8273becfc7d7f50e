"""Shows the logs of a platform that was shot at, beside what failed."""

from collections.abc import Iterator

import pytest

from tests.faults.platform import Range


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show the end of each process's log beside what failed."""
    report: pytest.TestReport = yield  # type: ignore[assignment]
    found = getattr(item, "funcargs", {}).get("shot")
    if report.failed and isinstance(found, Range):
        report.sections += [(f"log of {name}", text) for name, text in found.logs()]
    return report  # type: ignore[return-value]
