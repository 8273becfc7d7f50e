"""What the stack stands on: ports, accounts, programs, files that are what they should be."""

import hashlib
import socket
import stat
from pathlib import Path

import pytest

from deploy.local import accounts, binaries
from deploy.local.accounts import is_open_to_all, reachable_home
from deploy.local.kafka_jars import WrongFile, cache_folder, check_hashes
from deploy.local.ports import CHOICE, LOOPBACK, free_ports, is_free
from deploy.local.profiles import Profile
from deploy.local.state import new_state, read_state, with_free_ports, write_state


def listener() -> socket.socket:
    (port,) = free_ports(1)
    taken = socket.create_server((LOOPBACK, port))
    taken.listen()
    return taken


def test_ports_are_free_different_and_below_those_of_outgoing_connections() -> None:
    found = free_ports(20)

    assert len(set(found)) == 20
    assert all(port in CHOICE and port < 32_768 for port in found)


def test_a_port_that_is_listened_on_is_not_free() -> None:
    with listener() as taken:
        assert not is_free(taken.getsockname()[1])


def test_a_state_reads_back_as_it_was_written_and_is_for_our_eyes_alone(tmp_path: Path) -> None:
    state = new_state(Profile.TESTS)

    write_state(tmp_path, state)

    assert read_state(tmp_path) == state
    assert stat.S_IMODE((tmp_path / "state.json").stat().st_mode) == 0o600


def test_a_stack_that_was_never_started_has_no_state(tmp_path: Path) -> None:
    assert read_state(tmp_path) is None


def test_only_a_port_that_a_stranger_took_is_chosen_anew(tmp_path: Path) -> None:
    state = new_state(Profile.LAPTOP)

    with socket.create_server((LOOPBACK, state.kafka_port)):
        moved = with_free_ports(state, ("kafka_port", "postgres_port"))

    assert moved.kafka_port != state.kafka_port
    assert moved.postgres_port == state.postgres_port
    assert moved.cluster_id == state.cluster_id


def files_with_hashes(folder: Path) -> Path:
    (folder / "jars").mkdir()
    (folder / "jars" / "a.jar").write_bytes(b"content")
    hashes = folder / "hashes"
    hashes.write_text(f"{hashlib.sha256(b'content').hexdigest()}  a.jar\n", encoding="ascii")
    return hashes


def test_files_that_are_what_they_should_be_pass(tmp_path: Path) -> None:
    hashes = files_with_hashes(tmp_path)

    check_hashes(tmp_path / "jars", hashes)


def test_a_file_with_another_content_is_named(tmp_path: Path) -> None:
    hashes = files_with_hashes(tmp_path)
    (tmp_path / "jars" / "a.jar").write_bytes(b"tampered")

    with pytest.raises(WrongFile, match=r"not what hashes says: a\.jar"):
        check_hashes(tmp_path / "jars", hashes)


def test_a_file_too_many_is_named(tmp_path: Path) -> None:
    hashes = files_with_hashes(tmp_path)
    (tmp_path / "jars" / "b.jar").write_bytes(b"stowaway")

    with pytest.raises(WrongFile, match=r"b\.jar"):
        check_hashes(tmp_path / "jars", hashes)


def test_downloads_go_where_the_variable_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELANCE_CACHE", str(tmp_path / "shared"))
    assert cache_folder(tmp_path / "checkout") == tmp_path / "shared"

    monkeypatch.delenv("RELANCE_CACHE")
    assert cache_folder(tmp_path / "checkout") == tmp_path / "checkout/.local/cache"


def test_a_relative_checkout_has_its_downloads_in_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RELANCE_CACHE", raising=False)
    monkeypatch.chdir(tmp_path)

    assert cache_folder(Path()) == tmp_path.resolve() / ".local" / "cache"


def an_open_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # The temporary folder of a test run is private itself; what lies above it is not the matter.
    monkeypatch.setattr(accounts, "is_open_to_all", lambda home: bool(home.stat().st_mode & 0o001))
    return tmp_path


def test_a_folder_below_a_private_one_is_not_open_to_all(tmp_path: Path) -> None:
    private = tmp_path / "private"
    (private / "checkout").mkdir(parents=True)
    private.chmod(0o700)

    assert not is_open_to_all(private / "checkout")
    assert is_open_to_all(Path("/usr/lib"))


def test_a_home_that_is_open_holds_its_files_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = an_open_folder(tmp_path, monkeypatch) / "home"
    home.mkdir(mode=0o755)

    assert reachable_home(home, kept=True) == home


def test_a_private_home_has_its_kept_files_elsewhere_under_a_key_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accounts, "KEPT_BELOW", tmp_path / "kept")
    one, other = tmp_path / "one" / "database", tmp_path / "other" / "database"
    for home in (one, other):
        home.mkdir(parents=True)
        home.chmod(0o700)

    folders = {reachable_home(home, kept=True) for home in (one, other)}

    assert len(folders) == 2
    assert all(folder.parent == tmp_path / "kept" for folder in folders)
    assert reachable_home(one, kept=True) in folders, "the same at the next start"


def a_server(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        program = folder / name
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n", encoding="utf-8")
        program.chmod(0o755)
    return folder


def test_the_newest_postgres_of_the_machine_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [a_server(tmp_path / name, name) for name in ("9.6", "15.4", "17.1", "16.0")]
    monkeypatch.setattr(binaries, "_postgres_folders", lambda: folders)

    assert binaries.find_postgres() == tmp_path / "17.1"


def test_a_postgres_before_15_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_postgres_folders", lambda: [a_server(tmp_path / "14", "14.9")])

    assert binaries.find_postgres() is None


def test_without_any_postgres_the_way_out_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_postgres_folders", list)
    monkeypatch.setattr(binaries, "_wheel_folder", lambda: None)

    with pytest.raises(binaries.ProgramMissing, match="make env"):
        binaries.postgres_folder()


def test_a_java_before_17_is_refused_by_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n", encoding="utf-8")
    java.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(binaries.ProgramMissing, match="is Java 11"):
        binaries.java_program()
