"""How much of a file is read."""

from dataclasses import dataclass
from typing import Final

DEPTH_MAX: Final = 255
"""The parser's own limit; statements nest some twenty deep."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds the time and the memory that one file can take."""

    bytes_max: int = 32 * 1024 * 1024
    elements_max: int = 400_000
    """Within one entry, or outside of entries: what has to be held at a time."""
    entries_max: int = 50_000
    statements_max: int = 1_000
