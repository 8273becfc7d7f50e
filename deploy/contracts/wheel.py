"""Builds the wheel from the contracts alone, under a name of its own."""

import contextlib
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from flit_core import buildapi

from libs.events.contracts.asyncapi import VERSION

ROOT: Final = Path(__file__).resolve().parents[2]
CONTRACTS: Final = ROOT / "libs" / "events" / "contracts"
MONEY: Final = ROOT / "libs" / "kernel" / "money.py"
README: Final = Path(__file__).parent / "README.md"
PACKAGE: Final = "relance_contracts"
MAKERS: Final = frozenset(
    {
        "asyncapi",
        "envelope_schema",
        "events_page",
        "every",
        "field_texts",
        "generate",
        "sampling",
        "wire_schema",
    }
)
"""Modules that make documents from the contracts: nobody needs them to read an event."""
RENAMED: Final = (
    (re.compile(r"\blibs\.events\.contracts\b"), PACKAGE),
    (re.compile(r"\blibs\.kernel\.money\b"), f"{PACKAGE}.money"),
)


def build(to: Path) -> Path:
    """The wheel, built into the folder `to`, which is made where it is missing."""
    to = to.resolve()
    to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        _lay_out(Path(folder))
        with contextlib.chdir(folder):  # where a build backend looks for its project
            name: str = buildapi.build_wheel(str(to))
    return to / name


def _lay_out(folder: Path) -> None:
    """What the wheel is made of: modules under their new name, schemas, who may use it."""
    package = folder / PACKAGE
    package.mkdir()
    for name, text in _modules():
        (package / name).write_text(text, encoding="utf-8")
    (package / "py.typed").touch()
    shutil.copy(CONTRACTS / "asyncapi.json", package)
    shutil.copytree(CONTRACTS / "schemas", package / "schemas")
    shutil.copy(README, folder)
    shutil.copy(ROOT / "LICENSE", folder)
    (folder / "pyproject.toml").write_text(_project(), encoding="utf-8")


def _modules() -> Iterator[tuple[str, str]]:
    for path in (*sorted(CONTRACTS.glob("*.py")), MONEY):
        if path.stem not in MAKERS:
            text = path.read_text(encoding="utf-8")
            for old, new in RENAMED:
                text = old.sub(new, text)
            yield path.name, text


def _project() -> str:
    """Its own `pyproject.toml`: as the project's, where both say something."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needs = [one for one in project["dependencies"] if re.match(r"pydantic\b(?!-)", one)]
    lines = [
        "[build-system]",
        'requires = ["flit_core>=3.11"]',
        'build-backend = "flit_core.buildapi"',
        "[project]",
        'name = "relance-contracts"',
        f'version = "{VERSION}"',
        'description = "The events of Relance, an event-sourced credit-management platform."',
        'readme = "README.md"',
        f'license = "{project["license"]}"',
        'license-files = ["LICENSE"]',
        f'requires-python = "{project["requires-python"]}"',
        f"dependencies = {needs}",
        "[tool.flit.module]",
        f'name = "{PACKAGE}"',
    ]
    return "\n".join(lines) + "\n"
