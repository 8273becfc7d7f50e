"""The contracts of `pyproject.toml` hold for services that do not exist yet, and can fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

ROOMS = ("domain", "handlers", "api", "views", "adapters")
LIBRARIES = ("kernel", "events")


def a_checkout(root: Path, *, file: str = "", line: str = "") -> Path:
    """Make a small checkout with two services of tomorrow, and put one import into it."""
    shutil.copy(ROOT / "pyproject.toml", root)
    services = [f"services/{name}/{room}" for name in ("first", "second") for room in ROOMS]
    for folder in (
        *services,
        *(f"libs/{name}" for name in LIBRARIES),
        "deploy/local",
        "audit",
        "agency",
    ):
        (root / folder).mkdir(parents=True)
    for package in [path for path in root.rglob("*") if path.is_dir()]:
        (package / "__init__.py").touch()
    for name in ("first", "second"):
        (root / "services" / name / "app.py").touch()
    if file:
        (root / file).write_text(f"{line}\n", encoding="utf-8")
    return root


def contracts_of(root: Path) -> subprocess.CompletedProcess[str]:
    tool = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [tool, "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_checkout_without_wrong_imports_keeps_every_contract(tmp_path: Path) -> None:
    done = contracts_of(a_checkout(tmp_path))

    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("services/first/domain/a.py", "import services.first.views", "Within a service"),
        ("services/first/views/a.py", "import services.first.handlers", "Within a service"),
        ("services/first/handlers/a.py", "import services.first.api", "Within a service"),
        ("services/first/api/a.py", "import services.first.adapters", "Within a service"),
        ("services/first/adapters/a.py", "import services.first.app", "Within a service"),
        ("services/first/app.py", "import services.second.domain", "Services never import"),
        ("libs/events/a.py", "import services.first.domain", "The libraries know no service"),
        ("audit/a.py", "import libs.events", "The auditor shares no code"),
        ("agency/a.py", "import libs.events", "The sandbox agency is a program of its own"),
        ("deploy/local/a.py", "import libs.events", "The local stack knows nothing"),
        ("libs/kernel/a.py", "import libs.events", "The kernel imports nothing of ours"),
        ("services/first/domain/a.py", "import fastapi", "A domain imports no framework"),
        ("services/second/domain/a.py", "import pydantic", "A domain meets pydantic"),
    ],
)
def test_a_wrong_import_breaks_the_contract_that_names_it(
    tmp_path: Path, file: str, line: str, contract: str
) -> None:
    done = contracts_of(a_checkout(tmp_path, file=file, line=line))

    assert done.returncode == 1
    broken = [row for row in done.stdout.splitlines() if row.endswith("BROKEN")]
    assert len(broken) == 1
    assert broken[0].startswith(contract)


def test_a_framework_behind_a_library_is_found_too(tmp_path: Path) -> None:
    root = a_checkout(tmp_path, file="services/first/domain/a.py", line="import libs.events.loop")
    (root / "libs" / "events" / "loop.py").write_text("import aiokafka\n", encoding="utf-8")

    done = contracts_of(root)

    assert "services.first.domain is not allowed to import aiokafka" in done.stdout
