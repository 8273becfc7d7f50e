"""What no tracked file may hold: a registry's host, or a path of somebody's machine."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

# In halves, so that this file passes its own check.
REGISTRIES = (
    "pypi" ".org", "python" "hosted.org", "repo1.maven" ".org", "repo.maven" ".apache.org",
    "maven-central" ".storage", "npm" "js.org", "npm" "js.com", "deb.debian" ".org", "crates" ".io",
    "proxy.golang" ".org", "docker" ".io", "gh" "cr.io", "quay" ".io",
)  # fmt: skip
MACHINE_PATH = re.compile(r"(?<![\w.~*$}/-])/(?:root|work|home/\w+|Users/\w+|opt/wheels)/\w")
TEXT_BYTES_MAX = 5_000_000


def tracked_files(root: Path) -> list[Path]:
    """Return the files that git keeps of a checkout and that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True
    )
    files = (root / name for name in listed.stdout.split("\0") if name)
    return [file for file in files if file.is_file()]


def hosts_and_machine_paths(files: Iterable[Path]) -> list[str]:
    """Return a line for each place where a registry or a machine is named."""
    return [f"{file.name}: {found}" for file in files for found in _found(_text(file))]


def addresses_in_locks(files: Iterable[Path]) -> list[str]:
    """Return the lines of lock files that say where from, instead of what."""
    return [
        f"{lock.name}:{number} {line.strip()}"
        for lock in files
        if lock.suffix == ".lock"
        for number, line in enumerate(_text(lock).splitlines(), start=1)
        if "://" in line or line.startswith("-")
    ]


def _found(text: str) -> Iterator[str]:
    yield from (host for host in REGISTRIES if host in text)
    yield from MACHINE_PATH.findall(text)


def _text(file: Path) -> str:
    if file.stat().st_size > TEXT_BYTES_MAX:
        return ""
    return file.read_bytes().decode("utf-8", errors="replace")
