"""New entries as ranges of positions, in records and chunks that stay small."""

from collections.abc import Iterator, Sequence
from typing import Final, TypeVar

from libs.events.contracts.matching import EntryRange

CHUNK_ENTRIES_MAX: Final = 500
FINGERPRINTS_MAX: Final = 12_000
"""In one DayBooked: 12,000 of 29 bytes each stay below 400 KiB."""

_Part = TypeVar("_Part")


def chunks_count(entries_count: int) -> int:
    """How many chunks so many new entries are booked in."""
    return -(-entries_count // CHUNK_ENTRIES_MAX)


def pieces(parts: Sequence[_Part], size: int) -> Iterator[Sequence[_Part]]:
    """`parts` in their order, at most `size` at a time."""
    for start in range(0, len(parts), size):
        yield parts[start : start + size]


def ranges_of(positions: Sequence[int]) -> tuple[EntryRange, ...]:
    """Ascending positions as ranges: (3, 4, 5, 9) is 3 to 6 and 9 to 10."""
    found: list[list[int]] = []
    for position in positions:
        if found and found[-1][1] == position:
            found[-1][1] = position + 1
        else:
            found.append([position, position + 1])
    return tuple(EntryRange(start=start, end=end) for start, end in found)


def positions_of(ranges: Sequence[EntryRange]) -> list[int]:
    """The positions that ranges stand for."""
    return [position for one in ranges for position in range(one.start, one.end)]
