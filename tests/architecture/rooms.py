"""The same rooms in every service, and no room or module with a name that says nothing."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.architecture.sources import Module

FILES = {"README.md", "__init__.py", "__main__.py", "app.py", "settings.py"}
FOLDERS = {"domain", "handlers", "api", "views", "adapters", "tests"}
WITH_PAGES = {"console", "portal"}
IGNORED = {"__pycache__"}

SAYS_NOTHING = {
    "base", "client", "common", "helper", "helpers", "manager", "processor", "service", "util",
    "utils",
}  # fmt: skip


def wrong_rooms(root: Path) -> list[str]:
    """Return a line for each room that a service of a checkout lacks or should not have."""
    folders = sorted(entry for entry in (root / "services").iterdir() if entry.is_dir())
    services = [folder for folder in folders if folder.name not in IGNORED]
    return [line for service in services for line in _wrong_rooms(service)]


def _wrong_rooms(service: Path) -> Iterator[str]:
    there = {entry.name for entry in service.iterdir()} - IGNORED
    required = FILES | FOLDERS
    allowed = required | ({"web"} if service.name in WITH_PAGES else set())
    for name in sorted(required - there):
        yield f"services/{service.name} has no {name}"
    for name in sorted(there - allowed):
        yield f"services/{service.name}/{name} is no room of a service"
    for name in sorted(FOLDERS & there):
        if not (service / name / "__init__.py").exists():
            yield f"services/{service.name}/{name} is no package"


def names_that_say_nothing(modules: Iterable[Module]) -> list[str]:
    """Return the modules that are called, or lie in a room that is called, like a drawer."""
    return sorted(
        module.path
        for module in modules
        if SAYS_NOTHING.intersection(Path(module.path).with_suffix("").parts)
    )


def without_docstring(modules: Iterable[Module]) -> list[str]:
    """Return the modules that do not open with what they are."""
    return [module.path for module in modules if not ast.get_docstring(module.tree)]
