"""What pytest offers to every test of the project: a broker and a database."""

from collections.abc import Iterator

import pytest

from deploy.local.stack import Stack
from libs.testkit.stack import Addresses, own_stack_for_tests, stack_for_tests

STACKS = {"stack", "own_stack"}


@pytest.fixture(scope="session")
def stack(pytestconfig: pytest.Config) -> Iterator[Addresses]:
    """The broker and database that all tests of a run share: name your topics and databases."""
    with stack_for_tests(pytestconfig.rootpath) as addresses:
        yield addresses


@pytest.fixture(scope="module")
def own_stack(pytestconfig: pytest.Config) -> Iterator[Stack]:
    """A stack that no other module uses, for tests that kill it and start it again."""
    with own_stack_for_tests(pytestconfig.rootpath) as killable:
        yield killable


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs the stack, so that it can be chosen or left out by `-m`."""
    for item in items:
        if STACKS.intersection(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.stack)
