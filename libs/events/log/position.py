"""A place in a service's log that somebody may wait for, and the token that a caller is given."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

TOKEN: Final = r"[a-z]{1,40}\.[0-9]{1,4}\.[0-9]{1,18}(~[a-z]{1,40}\.[0-9]{1,4}\.[0-9]{1,18}){0,63}"
"""What a token looks like; callers keep it and send it back, and read nothing out of it."""
_TOKEN: Final = re.compile(TOKEN)
_APART: Final = "~"
_PLACES_MAX: Final = 64


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """Everything below `offset` in one partition of a service's events."""

    service: str
    partition: int
    offset: int


def token_of(positions: Iterable[Position]) -> str:
    """One token for all of them, the furthest of each partition; at most 64 are named."""
    furthest: dict[tuple[str, int], int] = {}
    for one in positions:
        place = (one.service, one.partition)
        furthest[place] = max(one.offset, furthest.get(place, 0))
    named = [f"{service}.{at}.{offset}" for (service, at), offset in sorted(furthest.items())]
    return _APART.join(named[:_PLACES_MAX])


def is_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is not None


def positions_in(token: str) -> Sequence[Position]:
    """What a token names. Raises ValueError when it is none."""
    if not is_token(token):
        raise ValueError(f"{token!r} is no position")
    return [_position(part) for part in token.split(_APART)]


def _position(part: str) -> Position:
    service, partition, offset = part.split(".")
    return Position(service, int(partition), int(offset))
