"""Each service of the topology is found by its name, with what it is made of."""

from pathlib import Path

import pytest

from libs.cli.platform import PORTS, environment
from libs.cli.session import Session
from libs.cli.verifying.tables import service_of
from libs.events.contracts.topology import TOPOLOGY


@pytest.mark.parametrize("name", TOPOLOGY)
def test_a_service_s_parts_are_found_as_its_process_finds_them(name: str, tmp_path: Path) -> None:
    told = environment(Session(), "127.0.0.1:9092", "postgresql://u:p@127.0.0.1:5432/postgres")

    settings, service = service_of(name, told)

    assert service.topics is TOPOLOGY[name]
    assert settings.database("relance_x") == "postgresql://u:p@127.0.0.1:5432/relance_x"
    assert settings.port == PORTS[name]


def test_the_platform_starts_every_service_there_is() -> None:
    assert set(PORTS) == {*TOPOLOGY, "console"}
