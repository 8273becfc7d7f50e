"""Ingestion as a process of its own, on a broker and a database of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local.platform import plan, start, stop
from deploy.local.stack import Stack
from libs.chassis import preparing
from libs.chassis.identity import Tokens
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.testkit.stack import own_stack_for_tests, run_now


@pytest.fixture(name="home", scope="package")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("platform")


@pytest.fixture(name="secrets", scope="package")
def _secrets(home: Path) -> SecretFiles:
    return make_secrets(home / "secrets")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the processes answer, and what they stand on."""

    calendar: str
    ingestion: str
    stack: Stack
    environment: dict[str, str]


@pytest.fixture(name="package_stack", scope="package")
def _package_stack(pytestconfig: pytest.Config) -> Iterator[Stack]:
    """A stack that no other package uses: it ends with the last test of this one."""
    with own_stack_for_tests(pytestconfig.rootpath) as stack:
        yield stack


@pytest.fixture(name="places", scope="package")
def _places(package_stack: Stack, home: Path, secrets: SecretFiles) -> Iterator[Places]:
    """Calendar and ingestion, ready, on a broker and a database of their own."""
    yield from _running(package_stack, home, secrets)


def prepared(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """What the cluster's Job does before anything starts."""
    return subprocess.run(
        [sys.executable, "-m", preparing.__name__],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _running(stack: Stack, home: Path, secrets: SecretFiles) -> Iterator[Places]:
    environment = {
        "RELANCE_KAFKA": stack.kafka,
        "RELANCE_POSTGRES": stack.postgres.removesuffix("/postgres"),
        "RELANCE_SECRETS": str(secrets.folder),
        "RELANCE_OBJECTS": f"file://{home}/objects",
        "RELANCE_IMPORT_IDLE_S": "3",
    }
    done = prepared(environment)
    assert done.returncode == 0, done.stderr
    members = plan(home, {"calendar": 0, "ingestion": 0}, environment=environment)
    try:
        run_now(start(members))
        calendar, ingestion = (member.url for member in members)
        yield Places(calendar, ingestion, stack, environment)
    finally:
        run_now(stop(members))


@dataclass(frozen=True, slots=True)
class Callers:
    """Who calls: clients of one process, each with a token of its own."""

    url: str
    tokens: Tokens

    def as_(self, tenant: str, *roles: str) -> httpx.AsyncClient:
        token = self.tokens.issue("ann", tenant, roles or ("admin",))
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.AsyncClient(base_url=self.url, headers=headers, timeout=30, verify=False)


@pytest.fixture(name="callers")
def _callers(places: Places, secrets: SecretFiles) -> Callers:
    return Callers(places.ingestion, Tokens(secrets.token_key(private=True)))


@pytest.fixture(name="calendar_callers")
def _calendar_callers(places: Places, secrets: SecretFiles) -> Callers:
    return Callers(places.calendar, Tokens(secrets.token_key(private=True)))
