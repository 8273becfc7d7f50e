"""What the compose file names is what the services read, and one place says each thing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
import yaml

from deploy.docker.tests.test_image import DOCKERFILE
from deploy.local.broker_settings import as_environment, one_node
from deploy.local.database import SETTINGS
from libs.chassis import laptop, preparing
from libs.chassis.identity import Tokens
from libs.chassis.secrets import SecretFiles
from libs.chassis.settings import PREFIX, ServiceSettings
from libs.cli.platform import PORTS
from libs.events.contracts.topology import TOPOLOGY
from libs.testkit.containers import HEAP, KAFKA_IMAGE, POSTGRES_IMAGE
from services.console.settings import Settings

ROOT: Final = Path(__file__).resolve().parents[3]
COMPOSED: Final[dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: Final[dict[str, Any]] = COMPOSED["services"]
ONCE: Final = ("secrets", "prepare", "token")
RUNNING: Final = (*TOPOLOGY, "console")
SMTP: Final = {"smtp_host", "smtp_port", "smtp_tls"}
CALLED: Final = {f"{PREFIX}{name.upper()}_URL" for name in TOPOLOGY}


def _ours() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from (
        (name, one) for name, one in SERVICES.items() if name in {*RUNNING, *ONCE, "issuer"}
    )


def test_every_service_is_built_from_the_one_dockerfile() -> None:
    assert set(RUNNING) <= SERVICES.keys()
    for name, one in _ours():
        service = name if name in RUNNING else "calendar"
        assert one["build"]["dockerfile"] == "deploy/docker/Dockerfile"
        assert one["build"]["args"] == {"SERVICE": service}
        assert one["image"] == f"relance/{service}:0.1.0"


def test_each_is_where_the_command_line_looks_for_it_and_is_asked_whether_it_is_ready() -> None:
    for name in RUNNING:
        one = SERVICES[name]
        port = one["environment"]["RELANCE_PORT"]
        assert one["ports"][0] == f"127.0.0.1:{PORTS[name]}:{port}"
        assert f"http://127.0.0.1:{port}/readyz" in one["healthcheck"]["test"][-1]


def test_what_is_set_is_read_and_what_must_be_set_is(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = ServiceSettings.model_fields
    needed = {f"{PREFIX}{name.upper()}" for name in fields if fields[name].is_required()}
    known = {f"{PREFIX}{name.upper()}" for name in fields} | {
        f"{PREFIX}SMTP_{name}" for name in ("HOST", "PORT", "TLS")
    }
    for name in TOPOLOGY:
        environment = SERVICES[name]["environment"]
        assert needed <= environment.keys() <= known
        assert environment["RELANCE_SLOT"] == name
    for name, value in SERVICES["matching"]["environment"].items():
        monkeypatch.setenv(name, value)
    settings = ServiceSettings()
    mounted = [one.split(":")[1] for one in SERVICES["matching"]["volumes"]]
    assert mounted == [str(settings.secrets), settings.objects.removeprefix("file://")]
    # A fresh volume belongs to whom the folder belonged that it is mounted at.
    assert f"install -d -o 10001 -g 10001 {' '.join(mounted)}\n" in DOCKERFILE


def test_the_console_asks_each_service_where_it_answers() -> None:
    environment = SERVICES["console"]["environment"]
    fields = set(Settings.model_fields)
    assert {name.removeprefix(PREFIX).lower() for name in environment} <= fields | SMTP
    asked = {name.removesuffix("_url") for name in fields if f"{PREFIX}{name.upper()}" in CALLED}
    assert asked == set(TOPOLOGY)
    for name in asked:
        port = SERVICES[name]["environment"]["RELANCE_PORT"]
        assert environment[f"{PREFIX}{name.upper()}_URL"] == f"http://{name}:{port}"


def test_a_browser_and_the_console_know_the_issuer_by_one_name() -> None:
    """The console's and the issuer's loopback are one, and the issuer's port is published there."""
    console, issuer = SERVICES["console"], SERVICES["issuer"]
    where = urlsplit(console["environment"]["RELANCE_ISSUER"])
    assert issuer["network_mode"] == "service:console"
    assert f"{where.hostname}:{where.port}:{where.port}" in console["ports"]
    words = issuer["entrypoint"]
    assert words[:3] == ["python", "-m", "deploy.local.issuer"]
    assert words[words.index("--port") + 1] == str(where.port)
    assert issuer["volumes"] == ["./deploy:/app/deploy:ro"]  # in no image that goes further
    for name in RUNNING:
        environment = SERVICES[name]["environment"]
        assert environment["RELANCE_ISSUER"] == where.geturl()
        assert environment["RELANCE_ISSUER_KEYS_URL"] == f"http://console:{where.port}/keys"


def test_nothing_of_ours_writes_where_it_stands_or_may_do_more_than_run() -> None:
    for name, one in _ours():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]


def test_only_the_loopback_is_listened_on() -> None:
    published = [port for one in SERVICES.values() for port in one.get("ports", ())]
    assert published
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_broker_and_database_are_those_of_the_tests() -> None:
    broker, database = SERVICES["kafka"], SERVICES["postgres"]
    assert (broker["image"], database["image"]) == (KAFKA_IMAGE, POSTGRES_IMAGE)
    assert as_environment(one_node()).items() <= broker["environment"].items()
    assert broker["environment"]["KAFKA_HEAP_OPTS"] == HEAP
    assert f"max_connections={SETTINGS['max_connections']}" in database["command"]


def test_secrets_come_first_then_topics_and_databases_then_services(tmp_path: Path) -> None:
    assert SERVICES["prepare"]["entrypoint"] == ["python", "-m", preparing.__name__]
    assert set(SERVICES["prepare"]["depends_on"]) == {"secrets", "kafka", "postgres"}
    for name in RUNNING:
        assert "prepare" in SERVICES[name]["depends_on"]
    for name in ("secrets", "token"):
        python, *words, folder = SERVICES[name]["entrypoint"]
        assert (python, words, folder) == (
            "python",
            ["-m", laptop.__name__, name],
            SERVICES["matching"]["environment"]["RELANCE_SECRETS"],
        )
        command = [sys.executable, *words, str(tmp_path / "secrets")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    key = SecretFiles(tmp_path / "secrets").token_key()
    principal = Tokens(key).verify(done.stdout.strip())
    assert (principal.tenant, principal.roles) == (laptop.TENANT, ("admin",))
