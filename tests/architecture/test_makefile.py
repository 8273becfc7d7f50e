"""The menu is short and tells every target."""

import os
import re
import subprocess

from tests.architecture.sources import ROOT

TARGETS_MAX = 15


def targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))


def test_the_makefile_has_few_targets() -> None:
    # As the menu prints them: it does not print itself.
    assert len(targets() - {"menu"}) <= TARGETS_MAX


def test_make_alone_prints_each_target_with_what_it_does() -> None:
    # A make that runs the tests tells its children that it is there, and they talk about it.
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    printed = subprocess.run(
        ["make"], cwd=ROOT, env=alone, capture_output=True, text=True, check=True
    )

    told = {line.split()[1] for line in printed.stdout.splitlines()}
    assert told == targets() - {"menu"}
    assert all(len(line.split(maxsplit=2)) == 3 for line in printed.stdout.splitlines())


def test_what_a_target_runs_is_there() -> None:
    """`$(PY) -m bench` of a package that cannot be run says so only to who types it."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    modules = set(re.findall(r"\$\(PY\) -m ((?:bench|libs|deploy|tests)[\w.]*)", makefile))

    assert modules
    missing = [name for name in modules if not _runs(name)]
    assert not missing


def _runs(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.with_suffix(".py").exists() or (path / "__main__.py").exists()
