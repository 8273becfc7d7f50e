"""Since when the log knew: each event traced back to the file, the day or the person behind it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from audit.log import Asked, Fact

CLOCK = timedelta(milliseconds=1)
"""The broker's times are whole milliseconds, rounded down."""


class Causes:
    """What led to what, over events and commands of all services."""

    def __init__(self, facts: Iterable[Fact], asked: Iterable[Asked] = ()) -> None:
        self._known: dict[str, Fact | Asked] = {}
        every: list[Fact | Asked] = [*facts, *asked]
        for one in every:
            before = self._known.get(one.id)
            # A command that was sent again is one: it was in the log when it first came.
            if one.id and (before is None or one.recorded_at < before.recorded_at):
                self._known[one.id] = one

    def known_at(self, fact: Fact) -> datetime:
        """When the first of its causes was in the log: what came after that had to know it."""
        at, cause, seen = fact.recorded_at, fact.cause, {fact.id}
        while cause in self._known and cause not in seen:
            seen.add(cause)
            before = self._known[cause]
            at, cause = min(at, before.recorded_at), before.cause
        return at


def surely_before(at: datetime, moment: datetime) -> bool:
    """Whether what the broker had `at` was there before `moment`, whatever the millisecond."""
    return at + CLOCK <= moment


def perhaps_before(at: datetime, moment: datetime) -> bool:
    return at <= moment
