"""One platform for all stories and samples, after the tests that need none."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from tests.e2e.platform import Platform, running

ROOT = Path(__file__).resolve().parent
STORIES = ROOT / "e2e"
ON_ONE_PLATFORM = (STORIES, ROOT / "isolation", ROOT / "acceptance")
TAKES_LONGEST = ROOT / "faults" / "test_under_fire.py"
LOOKS_AT_EVERY_BYTE = STORIES / "test_erased.py"
FILLS_THE_LOG = STORIES / "test_bulk.py"
Reporting = Generator[None, pytest.TestReport, pytest.TestReport]
RUNNING = pytest.StashKey[Platform]()


@pytest.fixture(name="platform", scope="session")
def _platform(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    """All services, those that chase and the ledger with two workers each, and a mailbox; ready."""
    with running(pytestconfig.rootpath, tmp_path_factory.mktemp("relance")) as platform:
        pytestconfig.stash[RUNNING] = platform
        yield platform


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what shares the platform run last and together, so that it stands no longer than that.

    First of all plugins, so that the marks are there when tests are chosen by them.
    """
    items.sort(key=_place)
    for item in filter(_is_on_the_platform, items):
        item.add_marker(pytest.mark.stack)
        if item.path.is_relative_to(STORIES):
            item.add_marker(pytest.mark.story)


def _is_on_the_platform(item: pytest.Item) -> bool:
    return _place(item) > 0


def _place(item: pytest.Item) -> int:
    """0: before the platform is started; then stories, then samples, which fill the log.

    Of the stories first the one that has to look at all that is there, and last the one that
    brings much. The longest test of all comes first, so that nobody waits for it in the end.
    """
    if item.path == TAKES_LONGEST:
        return -1
    if "platform" not in getattr(item, "fixturenames", ()):
        return 0
    if item.path == LOOKS_AT_EVERY_BYTE:
        return 1
    if item.path == FILLS_THE_LOG:
        return 3
    folders = enumerate(ON_ONE_PLATFORM)
    return next((2 + 2 * n for n, folder in folders if item.path.is_relative_to(folder)), 0)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Reporting:
    """Show the end of each process's log beside what failed; the logs stay where they lie."""
    report = yield
    platform = item.config.stash.get(RUNNING, None)
    if report.failed and platform is not None and _is_on_the_platform(item):
        for member in platform.members:
            title = f"log of {member.name} ({member.process.log_file})"
            report.sections.append((title, member.process.log_tail()))
    return report
