"""A command to many keys as a tree: one decision sends chunks, each chunk its keys, no chain."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Protocol

from libs.events.contracts.calendar import DayStarted
from libs.events.contracts.model import Command
from libs.events.loop.decider import Send
from libs.kernel.keys import NO_TENANT, path_of, tenant_of

KEYS_MAX: Final = 500
"""Keys in one chunk: what one decision sends, and what stands in one record."""


class CheckKeys(Protocol):
    """A service's own command to ask these keys what a day means to them."""

    def __call__(self, *, day_on: date, keys: tuple[str, ...]) -> Command: ...


def chunks_of(keys: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """`keys` in their order, at most KEYS_MAX together."""
    rest = tuple(keys)
    for start in range(0, len(rest), KEYS_MAX):
        yield rest[start : start + KEYS_MAX]


def checks_of_day(
    day: DayStarted, partition: int, due: Iterable[str], check: CheckKeys
) -> Iterator[Send]:
    """The keys that a day may concern (its tenant's own, or everyone's), in chunks.

    Each chunk is sent to a key of its own.
    """
    keys = [key for key in due if day.tenant in (None, tenant_of(key))]
    name = f"{day.day_on}.{day.zone.replace('/', ':')}.{partition}"
    for number, chunk in enumerate(chunks_of(keys)):
        key = path_of(day.tenant or NO_TENANT, "check", f"{name}.{number}")
        yield Send(key, check(day_on=day.day_on, keys=chunk))
