"""Fetches the Apache Kafka that `pom.xml` pins, once, and checks each file by its hash."""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from deploy.local.binaries import maven_program

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
HASHES = HERE / "kafka.sha256"
FETCH_LIMIT_S = 900


class FetchFailed(Exception):
    """Maven could not fetch Kafka; its output says why."""


class WrongFile(Exception):
    """A fetched file is not the one whose hash the project keeps."""


def cache_folder(root: Path) -> Path:
    """Return where downloads are kept: `RELANCE_CACHE`, which checkouts may share, else ours."""
    named = os.environ.get("RELANCE_CACHE")
    # Maven would take a relative folder for one beside its pom.
    return (Path(named).expanduser() if named else root / ".local" / "cache").resolve()


async def kafka_jars(root: Path) -> Path:
    """Return the folder of Kafka's jars, fetched first if it is not there yet.

    Raises:
        ProgramMissing: there is no Maven.
        FetchFailed: Maven could not fetch it.
        WrongFile: what it fetched is something else.
    """
    return await asyncio.to_thread(_fetched, cache_folder(root))


def _fetched(cache: Path) -> Path:
    pinned = hashlib.sha256(POM.read_bytes() + HASHES.read_bytes()).hexdigest()[:12]
    folder = cache / f"kafka-{pinned}"
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with (cache / "kafka.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        if not folder.is_dir():
            partial = cache / f"kafka-{pinned}.partial"
            shutil.rmtree(partial, ignore_errors=True)
            _copy_dependencies(partial)
            check_hashes(partial, HASHES)
            partial.rename(folder)
    return folder


def _copy_dependencies(folder: Path) -> None:
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    command = [str(maven_program()), "--quiet", "--batch-mode", "--file", str(POM), *goal]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=FETCH_LIMIT_S, check=False
    )
    if done.returncode != 0:
        raise FetchFailed(done.stdout + done.stderr)


def check_hashes(folder: Path, hashes: Path) -> None:
    """Hold a folder's files to a list of `sha256  name` lines.

    Raises:
        WrongFile: one is missing, is too many, or has another content.
    """
    lines = [line.split("  ", 1) for line in hashes.read_text(encoding="ascii").splitlines()]
    expected = {name: sha256 for sha256, name in lines}
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    wrong = sorted(name for name, _ in expected.items() ^ found.items())
    if wrong:
        raise WrongFile(f"not what {hashes.name} says: {', '.join(dict.fromkeys(wrong))}")
