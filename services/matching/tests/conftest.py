"""Matching as a process of its own, with ingestion beside it, on a broker and a database."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local.platform import plan, start, stop
from deploy.local.stack import Stack
from libs.chassis.identity import Tokens
from libs.chassis.secrets import SecretFiles, make_secrets
from libs.testkit.stack import run_now
from services.matching.tests.bank_files import IBAN
from services.matching.tests.calling import Books

Open = Callable[[str], AbstractAsyncContextManager[Books]]
"""Opens the books of a tenant."""


@dataclass(frozen=True, slots=True)
class Platform:
    """Where the processes answer, and who may call them."""

    ingestion: str
    matching: str
    tokens: Tokens

    def to_ingestion(self, tenant: str) -> httpx.AsyncClient:
        return self._client(self.ingestion, tenant, "admin")

    def to_matching(self, tenant: str, role: str = "controller") -> httpx.AsyncClient:
        return self._client(self.matching, tenant, role)

    def _client(self, url: str, tenant: str, role: str) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.tokens.issue('paula', tenant, [role])}"}
        return httpx.AsyncClient(base_url=url, headers=headers, timeout=30, verify=False)


@pytest.fixture(name="platform", scope="module")
def _platform(own_stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Ingestion and matching, ready; ended when the module's tests are done."""
    home = tmp_path_factory.mktemp("platform")
    secrets: SecretFiles = make_secrets(home / "secrets")
    environment = {
        "RELANCE_KAFKA": own_stack.kafka,
        "RELANCE_POSTGRES": own_stack.postgres.removesuffix("/postgres"),
        "RELANCE_SECRETS": str(secrets.folder),
        "RELANCE_OBJECTS": f"file://{_made(home / 'objects')}",
    }
    members = plan(home, {"ingestion": 0, "matching": 0}, environment=environment)
    try:
        run_now(start(members))
        urls = [member.url for member in members]
        yield Platform(urls[0], urls[1], Tokens(secrets.token_key(private=True)))
    finally:
        run_now(stop(members))


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(name="books_of")
def _books_of(platform: Platform) -> Open:
    @asynccontextmanager
    async def books(tenant: str) -> AsyncIterator[Books]:
        async with platform.to_ingestion(tenant) as ingestion:
            creditor = {
                "name": "De Bakker",
                "country": "BE",
                "zone": "Europe/Brussels",
                "feed": "required",
                "accounts": [{"iban": IBAN}],
            }
            answer = await ingestion.post("/v1/creditors", json=creditor)
            assert answer.status_code == 201, answer.text
            async with platform.to_matching(tenant) as matching:
                yield Books(answer.json()["creditor"], ingestion, matching)

    return books
