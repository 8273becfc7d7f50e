"""The broker and database that tests run on: given addresses, else Docker's, else our own."""

import asyncio
import fcntl
import os
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from deploy.local.profiles import Profile
from deploy.local.stack import Stack, remove_stack, stack_names, start_stack
from libs.testkit.containers import container_addresses, engine_answers

Answer = TypeVar("Answer")

SHARED = "tests"
OWN = "tests-own"
_NUMBERS = count()
"""A process may have several of its own at a time."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a running broker and database answer.

    `kafka` is a bootstrap address; `postgres` one whose user may create databases and roles.
    """

    kafka: str
    postgres: str


def stack_for_tests(root: Path) -> AbstractContextManager[Addresses]:
    """Lend the first that is there: given addresses, containers, the checkout's own stack."""
    given = given_addresses()
    if given is not None:
        return _lent(given)
    return docker_stack() if engine_answers() else shared_stack(root)


def given_addresses() -> Addresses | None:
    """Return what the environment names, if it names both."""
    kafka = os.environ.get("RELANCE_TEST_KAFKA")
    postgres = os.environ.get("RELANCE_TEST_POSTGRES")
    return Addresses(kafka, postgres) if kafka and postgres else None


@contextmanager
def docker_stack() -> Iterator[Addresses]:
    """Lend containers of one's own."""
    with container_addresses() as (kafka, postgres):
        yield Addresses(kafka, postgres)


@contextmanager
def shared_stack(root: Path) -> Iterator[Addresses]:
    """Lend the checkout's stack for tests, shared by all that test in it at the same time.

    The first to come starts it afresh, the last to leave removes it; what a killed session left
    behind has nobody's lock any more, and is removed by the next.
    """
    folder = root / ".local"
    folder.mkdir(exist_ok=True)
    with (folder / "tests.users").open("w") as users:
        with _locked(folder / "tests.starting"):
            if _is_alone(users):
                run_now(_remove_left_behind(root))
            stack = run_now(start_stack(root, name=SHARED, profile=Profile.TESTS))
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield Addresses(stack.kafka, stack.postgres)
        finally:
            with _locked(folder / "tests.starting"):
                if _is_alone(users):
                    run_now(remove_stack(root, name=SHARED))


@contextmanager
def own_stack_for_tests(root: Path, *, proxied: bool = False) -> Iterator[Stack]:
    """Lend a stack that nobody else uses, for tests that kill it; always the local one.

    `proxied`: its broker can be reached through a proxy too.
    """
    name = f"{OWN}-{os.getpid()}-{next(_NUMBERS)}"
    folder = root / ".local"
    folder.mkdir(exist_ok=True)
    with (folder / f"{name}.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_EX)
        try:
            stack = start_stack(root, name=name, profile=Profile.TESTS, proxied=proxied)
            yield run_now(stack)
        finally:
            run_now(remove_stack(root, name=name))
            (folder / f"{name}.users").unlink()


def run_now(work: Coroutine[Any, Any, Answer]) -> Answer:
    """Run to the end, also where a loop of the caller's exists: in a thread with its own."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _remove_left_behind(root: Path) -> None:
    await remove_stack(root, name=SHARED)
    for name in stack_names(root):
        if name.startswith(OWN) and not _has_user(root / ".local" / f"{name}.users"):
            await remove_stack(root, name=name)


def _has_user(lock: Path) -> bool:
    with lock.open("a") as users:
        return not _is_alone(users)


def _is_alone(users: TextIOWrapper) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@contextmanager
def _lent(addresses: Addresses) -> Iterator[Addresses]:
    yield addresses
