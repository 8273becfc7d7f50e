"""How much a batch takes, and what happens to one that fails as a whole, again and again."""

from collections.abc import Mapping
from typing import Final

import asyncpg
from aiokafka.errors import KafkaError

from libs.events.log.replaying import ReplayStuck
from libs.events.loop.committing import NotAlone
from libs.events.loop.deciding import reason_of
from libs.events.loop.store import Stale

TIMES_AS_A_WHOLE: Final = 2
TIMES_ALONE: Final = 2
LONG_S: Final = 0.4
"""A batch that takes longer is followed by smaller ones: whoever waits behind it waits too."""
LEAST_RECORDS: Final = 100
"""That a batch may lead to however long it takes. A transaction costs as much for one record as for
a hundred: where the machine is full every batch is long, and batches of one make it fuller."""

_AROUND_US: Final = (
    KafkaError,
    OSError,
    TimeoutError,
    AssertionError,  # of aiokafka, after a fatal error
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    Stale,
    NotAlone,
    ReplayStuck,
)
"""Errors of broker, database and rivals: they say nothing about a message."""


def lies_in_a_message(error: Exception) -> bool:
    """Whether the same message may well fail again, whoever decides it."""
    return isinstance(error, asyncpg.DataError) or not isinstance(error, _AROUND_US)


class Trouble:
    """Failures of one partition since it last got on, over all takeovers."""

    def __init__(self, batch_max: int) -> None:
        self._batch_max = self._batch = batch_max
        self._message: str | None = None
        self._times = 0
        self._alone_for = 0
        self._condemned: dict[str, str] = {}

    @property
    def condemned(self) -> Mapping[str, str]:
        """Messages that failed alone too often, with the reason."""
        return self._condemned

    @property
    def batch(self) -> int:
        """How many messages the next batch may have."""
        return 1 if self._alone_for else self._batch

    def note(self, first_message: str, count: int, error: Exception) -> None:
        """A batch of at most `count` that begins with `first_message` failed."""
        self._times = self._times + 1 if self._message == first_message else 1
        self._message = first_message
        if self._times < TIMES_AS_A_WHOLE:
            return
        # Also when the broker failed: a transaction that is too long for it always will.
        self._batch = max(min(self._batch, count) // 2, 1)
        if not lies_in_a_message(error):
            return
        if not self._alone_for:
            self._alone_for, self._times = max(count, 1), 0
        elif self._times >= TIMES_ALONE:
            self._condemned[first_message] = reason_of(error)

    def passed(self, count: int, seconds: float, records_count: int) -> None:
        """A batch of `count` was decided in that time, and led to so many records."""
        self._message, self._times = None, 0
        self._condemned.clear()
        self._alone_for = max(self._alone_for - count, 0)
        if seconds > LONG_S:
            least = min(LEAST_RECORDS * count // max(records_count, 1), self._batch)
            self._batch = max(min(self._batch, count) // 2, least, 1)
        else:
            self._batch = min(self._batch * 2, self._batch_max)
