"""Who knows one service knows all."""

from pathlib import Path

import pytest

from tests.architecture.rooms import (
    FILES,
    FOLDERS,
    names_that_say_nothing,
    without_docstring,
    wrong_rooms,
)
from tests.architecture.sources import ROOT, Module, modules


def test_every_service_has_the_same_rooms() -> None:
    assert wrong_rooms(ROOT) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert names_that_say_nothing(modules(ROOT)) == []


def test_every_module_opens_with_what_it_is() -> None:
    assert without_docstring(modules(ROOT)) == []


def a_service(root: Path, name: str) -> Path:
    service = root / "services" / name
    for folder in FOLDERS:
        (service / folder).mkdir(parents=True)
        (service / folder / "__init__.py").touch()
    for file in FILES:
        (service / file).touch()
    return service


def test_a_service_of_tomorrow_is_held_too(tmp_path: Path) -> None:
    a_service(tmp_path, "tomorrow")
    assert wrong_rooms(tmp_path) == []

    (tmp_path / "services" / "tomorrow" / "helpers").mkdir()
    assert wrong_rooms(tmp_path) == ["services/tomorrow/helpers is no room of a service"]


@pytest.mark.parametrize("name", ["README.md", "app.py", "settings.py", "__main__.py"])
def test_a_service_without_one_of_its_files_is_named(tmp_path: Path, name: str) -> None:
    (a_service(tmp_path, "tomorrow") / name).unlink()

    assert wrong_rooms(tmp_path) == [f"services/tomorrow has no {name}"]


def test_a_room_that_is_no_package_is_named(tmp_path: Path) -> None:
    (a_service(tmp_path, "tomorrow") / "domain" / "__init__.py").unlink()

    assert wrong_rooms(tmp_path) == ["services/tomorrow/domain is no package"]


def test_pages_are_for_console_and_portal(tmp_path: Path) -> None:
    for name in ("console", "tomorrow"):
        (a_service(tmp_path, name) / "web").mkdir()

    assert wrong_rooms(tmp_path) == ["services/tomorrow/web is no room of a service"]


@pytest.mark.parametrize(
    "path", ["libs/utils.py", "services/risk/domain/service.py", "libs/common/money.py"]
)
def test_a_drawer_is_found_as_module_and_as_room(path: str) -> None:
    assert names_that_say_nothing([Module(path, "")]) == [path]


def test_the_folder_of_the_services_is_no_drawer() -> None:
    assert names_that_say_nothing([Module("services/risk/domain/bands.py", "")]) == []


def test_a_module_that_does_not_say_what_it_is_is_found() -> None:
    assert without_docstring([Module("libs/silent.py", "x = 1\n")]) == ["libs/silent.py"]
