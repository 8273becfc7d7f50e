"""A platform that says what a test lets it say."""

from collections.abc import Iterator

import pytest

from libs.cli.tests.chased import furnish
from libs.cli.tests.speaking import Server, serving


@pytest.fixture(name="server")
def _server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Every service at one address, and a token that needs no platform."""
    with serving() as said:
        for service in (
            "INGESTION",
            "MATCHING",
            "DUNNING",
            "NOTIFICATIONS",
            "RISK",
            "HANDOFF",
            "CONSOLE",
        ):
            monkeypatch.setenv(f"RELANCE_URL_{service}", said.url)
        monkeypatch.setenv("RELANCE_TOKEN", "signed")
        yield said


@pytest.fixture(name="office")
def _office(server: Server) -> Server:
    """The same with one creditor, one debtor and one item."""
    return furnish(server)
