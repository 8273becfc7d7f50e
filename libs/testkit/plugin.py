"""What pytest offers to every test of the project: a broker and a database."""

import signal
import threading
from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from libs.testkit.stack import Addresses, own_stack_for_tests, stack_for_tests

STACKS = {"stack", "killed_stack", "own_stack", "package_stack"}


def pytest_configure() -> None:
    """Let a run that is told to end tidy up, as one does that is interrupted.

    Else what its fixtures started in sessions of their own would run on for ever.
    """
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Iterator[Addresses]:
    """The broker and database that all tests of a run share: name your topics and databases."""
    with stack_for_tests(pytestconfig.rootpath) as addresses:
        yield addresses


@pytest.fixture(scope="session")
def killed_stack(pytestconfig: pytest.Config) -> Iterator[Stack]:
    """One for all tests that kill a server and start it again: name your topics and databases."""
    with own_stack_for_tests(pytestconfig.rootpath) as killable:
        yield killable


@pytest.fixture(scope="module")
def own_stack(pytestconfig: pytest.Config) -> Iterator[Stack]:
    """A stack that no other module uses, for tests that stop it or need all of its topics."""
    with own_stack_for_tests(pytestconfig.rootpath) as killable:
        yield killable


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the stack, so that it can be chosen or left out by `-m`."""
    for item in items:
        if STACKS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.stack)
