"""Which files a person means by paths."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

SUFFIX: Final = ".xml"


@dataclass(frozen=True, slots=True)
class Found:
    """The files to import, each once, and how many others of the folders were passed over."""

    files: tuple[Path, ...]
    passed_over: int


def files_at(paths: Iterable[Path]) -> Found:
    """Files as they are named; of folders, with all below them, what ends in `.xml`, by name."""
    files: dict[Path, None] = {}
    passed_over = 0
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        for below in sorted(one for one in path.rglob("*") if one.is_file()):
            if below.suffix.lower() == SUFFIX:
                files[below] = None
            else:
                passed_over += 1
    return Found(tuple(files), passed_over)


def batches(files: Sequence[Path], *, count_max: int, bytes_max: int) -> Iterator[list[Path]]:
    """Files in their order, cut before either limit is passed; a bigger file goes alone."""
    batch: list[Path] = []
    size_bytes = 0
    for file in files:
        bytes_more = file.stat().st_size
        if batch and (len(batch) == count_max or size_bytes + bytes_more > bytes_max):
            yield batch
            batch, size_bytes = [], 0
        batch.append(file)
        size_bytes += bytes_more
    if batch:
        yield batch


def lanes(files: Sequence[tuple[str, str, Path]]) -> list[list[Path]]:
    """Files of (account, opening day, path), one lane an account, each by its opening day."""
    ordered = sorted(files, key=lambda one: (one[0], one[1], str(one[2])))
    return [[path for _, _, path in lane] for _, lane in groupby(ordered, key=lambda one: one[0])]
