"""What an image is made of is all that its service needs, and no more."""

import fnmatch
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

from libs.events.contracts.topology import TOPOLOGY

ROOT: Final = Path(__file__).resolve().parents[3]
DOCKER: Final = ROOT / "deploy" / "docker"
DOCKERFILE: Final = (DOCKER / "Dockerfile").read_text("utf-8")
SERVICES: Final = sorted((*TOPOLOGY, "console"))
IGNORED: Final = (DOCKER / "Dockerfile.dockerignore").read_text("utf-8").split()
STARTS: Final = """
import runpy, sys
sys.path[:0] = [{layout!r}, {packages!r}]
sys.argv[1:] = ["--help"]
runpy.run_module("services.{service}", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(name="layout", params=SERVICES, scope="module")
def _layout(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """A service, and /app of its image: what the last stage copies from the repository."""
    service: str = request.param
    folder = tmp_path_factory.mktemp(service)
    last = DOCKERFILE.rpartition("FROM ")[2].replace("${SERVICE}", service)
    copied = re.findall(r"^COPY ([^-\s]\S*) /app/(\S+)$", last, flags=re.MULTILINE)
    assert len(copied) == 3
    for source, place in copied:
        target = folder / place
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, target, ignore=_left_out)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, target)
    return service, folder


def _left_out(folder: str, names: list[str]) -> set[str]:
    """As a Docker client leaves out what the ignore file names."""
    patterns = [one for one in IGNORED if not one.startswith("!") and one != "*"]
    within = Path(folder).relative_to(ROOT)
    return {
        name
        for name in names
        if any(
            fnmatch.fnmatch(f"/{within / name}", f"*/{one.removeprefix('**/')}") for one in patterns
        )
    }


def test_a_service_starts_from_what_is_copied(layout: tuple[str, Path]) -> None:
    service, folder = layout
    (packages,) = Path(sys.prefix).glob("lib/python3.*/site-packages")
    code = STARTS.format(layout=str(folder), packages=str(packages), service=service)
    # -S: else the checkout that the environment points to would lend what is missing; -B: the
    # layout is another test's too.
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-B", "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "--role {api,worker,all}" in done.stdout


def test_no_other_service_no_test_and_no_tool_is_in_it(layout: tuple[str, Path]) -> None:
    service, folder = layout
    assert {one.name for one in (folder / "services").iterdir()} == {"__init__.py", service}
    found = {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_dir()}
    assert not [one for one in found if one.endswith(("/tests", "/__pycache__"))]
    assert not {"libs/testkit", "libs/simulator", "libs/cli"} & found


def test_the_images_packages_are_those_that_were_tested() -> None:
    ours, tested = (
        _pins(path) for path in (DOCKER / "requirements.lock", ROOT / "requirements.lock")
    )
    assert ours.items() <= tested.items()
    assert {"aiokafka", "asyncpg", "fastapi"} <= ours.keys()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    tools = {re.split(r"[\[>=]", one)[0] for one in project["optional-dependencies"]["dev"]}
    wanted = {
        re.split(r"[\[>=]", one)[0]
        for name in SERVICES
        for one in project["optional-dependencies"].get(name, ())
    }
    assert not (tools - wanted) & ours.keys()


def _pins(lock: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", lock.read_text("utf-8"), flags=re.MULTILINE)
    )


def test_it_runs_as_nobody_and_fetches_nothing_but_packages() -> None:
    assert re.search(r"^USER 10001:10001$", DOCKERFILE, flags=re.MULTILINE)
    runs = re.findall(r"^RUN (.+?)(?<!\\)$", DOCKERFILE, flags=re.MULTILINE | re.DOTALL)
    assert len(runs) == 2
    assert not re.search(r"\b(curl|wget|apt|apk|git|npm)\b", " ".join(runs))
    assert "ADD " not in DOCKERFILE
    assert "--require-hashes" in runs[0]
