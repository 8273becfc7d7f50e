"""Texts that no record may hold: found at the edge, by field, before anything is written."""

from collections.abc import Iterator
from typing import Any

NUL = "\x00"


def unusable_texts(value: Any, field: str = "") -> Iterator[tuple[str, str]]:
    """(field, what is wrong) of each text in `value`, a dumped model, that cannot be kept."""
    match value:
        case str():
            if NUL in value:
                yield field, "a NUL"
            if any("\ud800" <= letter <= "\udfff" for letter in value):
                yield field, "an unpaired surrogate"
        case dict():
            for name, part in value.items():
                yield from unusable_texts(name, field)
                yield from unusable_texts(part, f"{field}.{name}" if field else str(name))
        case list() | tuple():
            for number, part in enumerate(value):
                yield from unusable_texts(part, f"{field}[{number}]")
