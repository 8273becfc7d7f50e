"""What is kept in git names no registry and nobody's machine."""

from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.architecture.tracked import addresses_in_locks, hosts_and_machine_paths, tracked_files


def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    assert hosts_and_machine_paths(tracked_files(ROOT)) == []


def test_the_locks_say_what_and_never_where_from() -> None:
    locks = [file for file in tracked_files(ROOT) if file.suffix == ".lock"]

    assert len(locks) == 3
    assert addresses_in_locks(locks) == []


@pytest.mark.parametrize(
    "text",
    [
        "index = https://files." + "python" + "hosted.org/x",
        "see /" + "root/project/notes.md",
        'path = "/' + 'home/anna/relance"',
    ],
)
def test_a_host_and_a_machine_path_are_found(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notes.md"
    file.write_text(text, encoding="utf-8")

    assert len(hosts_and_machine_paths([file])) == 1


@pytest.mark.parametrize(
    "text",
    ["../shared/samples", "/v1/work/items", "/var/lib/relance", "http://maven.apache.org/POM"],
)
def test_what_any_machine_has_is_no_machine_path(tmp_path: Path, text: str) -> None:
    file = tmp_path / "notes.md"
    file.write_text(text, encoding="utf-8")

    assert hosts_and_machine_paths([file]) == []


@pytest.mark.parametrize(
    "line", ["--find-links /somewhere", "aiokafka @ https://example.org/a.whl"]
)
def test_an_address_in_a_lock_is_found(tmp_path: Path, line: str) -> None:
    lock = tmp_path / "sample.lock"
    lock.write_text(f"lxml==6.1.3 \\\n    --hash=sha256:aa\n{line}\n", encoding="utf-8")

    assert addresses_in_locks([lock]) == [f"sample.lock:3 {line}"]
