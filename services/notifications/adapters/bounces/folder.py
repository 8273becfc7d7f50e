"""A mailbox as a folder: a Maildir, or files `*.eml`; what was read is moved aside, never lost."""

from contextlib import suppress
from pathlib import Path
from typing import Final, Literal

FILES_MAX: Final = 200
_ARRIVED: Final = ("new", "cur")


def arrived(folder: Path) -> list[Path]:
    """Files that wait, at most FILES_MAX, by name."""
    if (folder / "new").is_dir():
        found = [file for name in _ARRIVED for file in (folder / name).glob("*") if file.is_file()]
    else:
        found = [file for file in folder.glob("*.eml") if file.is_file()]
    return sorted(found)[:FILES_MAX]


def put_aside(file: Path, folder: Path, where: Literal["done", "unknown"]) -> None:
    """Into the folder of that name; another process may have done so."""
    aside = folder / where
    aside.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        file.rename(_free(aside / file.name))


def _free(path: Path) -> Path:
    """A name that nothing has: two files of one name are two."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}.{number}{path.suffix}")
    return free
