"""Makes `.venv` from the lock with the machine's Python; needs nothing but its standard library."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = ROOT / "requirements.lock"
DATABASE_LOCK = ROOT / "deploy" / "local" / "postgres.lock"
MADE_FROM = VENV / ".made-from"
OLDEST_PYTHON = (3, 11)

COMMAND = """#!{python}
import sys

from libs.cli.__main__ import main

sys.exit(main())
"""


def locks() -> list[Path]:
    """Return the locks that this machine needs: the database's wheel only where it has none."""
    from deploy.local.binaries import find_postgres

    return [LOCK] if find_postgres() else [LOCK, DATABASE_LOCK]


def digest(paths: list[Path]) -> str:
    """Return what the environment was made from, so that it is made again when that changes."""
    content = b"".join(path.read_bytes() for path in (*paths, Path(__file__)))
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def install(paths: list[Path]) -> None:
    """Install exactly what the locks say; pip refuses a file whose hash is another."""
    # One of the same Python is filled up in place: somebody may be working in it.
    venv.create(VENV, with_pip=True, clear=not _is_of_this_python(), symlinks=True)
    for path in paths:
        subprocess.run(
            [PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "--no-deps", "-r", path],
            check=True,
        )
    make_importable()


def make_importable() -> None:
    """Let the environment import the project from this checkout, and give it its command."""
    (site,) = VENV.glob("lib/python3.*/site-packages")
    (site / "relance.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    command = VENV / "bin" / "relance"
    command.write_text(COMMAND.format(python=PYTHON), encoding="utf-8")
    command.chmod(0o755)


def obtain_browser() -> None:
    """What is missing then, is said: only the tests that look at pages need it."""
    from deploy.local.browser import obtain

    obtain()


def _is_of_this_python() -> bool:
    return (VENV / "lib" / f"python3.{sys.version_info.minor}").is_dir() and PYTHON.exists()


@contextmanager
def alone() -> Iterator[None]:
    """Let one at a time make the environment of a checkout."""
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local" / "environment.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def main() -> int:
    """Make the environment unless it stands already; return the exit code."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.stderr.write(f"Relance needs Python 3.11 or newer, this is {found}: make PYTHON=…\n")
        return 1
    sys.path.insert(0, str(ROOT))
    needed = locks()
    made_from = digest(needed)
    with alone():
        if not MADE_FROM.exists() or MADE_FROM.read_text(encoding="utf-8") != made_from:
            sys.stderr.write("making .venv from the lock, hashes checked …\n")
            install(needed)
        MADE_FROM.write_text(made_from, encoding="utf-8")
        obtain_browser()
    return 0


if __name__ == "__main__":
    sys.exit(main())
