"""The wheel is all that a reader elsewhere needs: installed alone, it reads every event."""

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement

from deploy.contracts.wheel import PACKAGE, build
from libs.events.contracts.every import every_event
from libs.events.contracts.generate import HERE
from libs.events.contracts.model import Event
from libs.events.contracts.outside import read_event
from libs.events.contracts.registry import UnknownVersion

READS: Final = """
import json, sys
from relance_contracts.outside import read_event
for line in sys.stdin:
    asked = json.loads(line)
    event = read_event(type_name=asked["type"], value=json.dumps(asked["value"]).encode())
    print(json.dumps([type(event).__name__, type(event).__module__, event.model_dump(mode="json")]))
"""


@pytest.fixture(name="python", scope="module")
def _python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of an environment in which nothing is installed but the wheel and what it says it needs."""
    wheel = build(tmp_path_factory.mktemp("dist"))
    home = tmp_path_factory.mktemp("elsewhere")
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python3.*/site-packages")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*pip, "--target", site, wheel], check=True)
    (info,) = site.glob("relance_contracts-*.dist-info/METADATA")
    needs = [line[15:] for line in info.read_text("utf-8").splitlines() if "Requires-Dist" in line]
    for name in _closure(needs):
        _link(name, site)
    return home / "bin" / "python"


def _closure(needs: list[str]) -> set[str]:
    """Those distributions, and all that they need here."""
    found: set[str] = set()
    left = [Requirement(need) for need in needs]
    while left:
        need = left.pop()
        if need.name not in found and (need.marker is None or need.marker.evaluate({"extra": ""})):
            found.add(need.name)
            left += [Requirement(one) for one in distribution(need.name).requires or ()]
    return found


def _link(name: str, site: Path) -> None:
    """What is installed here is there too: the test asks no registry."""
    installed = distribution(name)
    for top in {file.parts[0] for file in installed.files or ()} - {".."}:
        if not (site / top).exists():
            (site / top).symlink_to(str(installed.locate_file(top)))


def _samples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Type name and value of every stored sample, and of every example of what is on the wire."""
    document = json.loads((HERE / "asyncapi.json").read_bytes())
    for message in document["components"]["messages"].values():
        yield message["name"], message["examples"][0]["payload"]
    for name, _ in every_event():
        if not name.startswith("runtime."):  # those are named after each service
            for sample in json.loads((HERE / "samples" / f"{name}.json").read_bytes()).values():
                yield f"relance.{name}", sample


def test_installed_alone_it_reads_every_event(python: Path) -> None:
    asked = list(_samples())
    lines = "".join(json.dumps({"type": name, "value": value}) + "\n" for name, value in asked)
    done = subprocess.run(
        [python, "-I", "-c", READS], input=lines, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(asked)
    for (name, value), (kind, module, fields) in zip(asked, answers, strict=True):
        here = read_event(type_name=name, value=json.dumps(value).encode())
        assert isinstance(here, Event)
        assert (kind, fields) == (type(here).__name__, here.model_dump(mode="json")), name
        assert module.startswith(f"{PACKAGE}.")


def test_it_holds_no_other_code_of_ours(python: Path) -> None:
    tried = subprocess.run([python, "-I", "-c", "import libs"], capture_output=True, check=False)
    assert b"No module named 'libs'" in tried.stderr


def test_what_is_written_in_an_older_version_reads_as_the_newest() -> None:
    sample = json.loads((HERE / "samples" / "matching.item_settled.v1.json").read_bytes())["full"]
    value = json.dumps(sample).encode()
    event = read_event(type_name="relance.matching.item_settled.v1", value=value)
    assert type(event).TYPE == "relance.matching.item_settled.v2"  # type: ignore[union-attr]


def test_a_name_that_is_not_known_is_passed_over_and_a_newer_version_is_not() -> None:
    assert read_event(type_name="relance.matching.moon_seen.v1", value=b"{}") is None
    assert read_event(type_name="relance.treasury.moon_seen.v1", value=b"{}") is None
    with pytest.raises(UnknownVersion, match="item_settled"):
        read_event(type_name="relance.matching.item_settled.v9", value=b"{}")


NO_EVENTS: Final = {
    b"": "Expecting value",
    b"[]": "no object",
    b'{"item": 3}': "valid string",
    b"{}": "Field required",
}


@pytest.mark.parametrize("value", sorted(NO_EVENTS))
def test_what_is_no_event_is_refused(value: bytes) -> None:
    with pytest.raises(ValueError, match=NO_EVENTS[value]):
        read_event(type_name="relance.matching.item_settled.v2", value=value)
