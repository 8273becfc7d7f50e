"""What happens to a batch that fails as a whole, again and again: it is cut down, then parked."""

from collections.abc import Mapping
from typing import Final

import asyncpg
from aiokafka.errors import KafkaError

from libs.events.log.replaying import ReplayStuck
from libs.events.loop.committing import NotAlone
from libs.events.loop.deciding import reason_of
from libs.events.loop.store import Stale
from libs.events.loop.takeover import StaleWriter

TIMES_AS_A_WHOLE: Final = 2
TIMES_ALONE: Final = 2

_AROUND_US: Final = (
    KafkaError,
    OSError,
    TimeoutError,
    # What aiokafka raises after a fatal error.
    AssertionError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    Stale,
    NotAlone,
    ReplayStuck,
    StaleWriter,
)
"""Errors of broker, database and rivals: they say nothing about a message."""


def lies_in_a_message(error: Exception) -> bool:
    """Whether the same message may well fail again, whoever decides it."""
    return isinstance(error, asyncpg.DataError) or not isinstance(error, _AROUND_US)


class Trouble:
    """Failures of one partition since it last got on, over all takeovers."""

    def __init__(self) -> None:
        self._message: str | None = None
        self._times = 0
        self._careful_for = 0
        self._condemned: dict[str, str] = {}

    @property
    def condemned(self) -> Mapping[str, str]:
        """Messages that failed alone too often, with the reason."""
        return self._condemned

    @property
    def is_alone(self) -> bool:
        """Whether messages are taken one by one now."""
        return self._careful_for > 0

    def limit(self, batch_max: int) -> int:
        """How many messages a batch may have."""
        return 1 if self.is_alone else batch_max

    def note(self, first_message: str, count: int, error: Exception) -> None:
        """A batch of `count` that begins with `first_message` failed."""
        if not lies_in_a_message(error):
            return
        self._times = self._times + 1 if self._message == first_message else 1
        self._message = first_message
        if self._times < TIMES_AS_A_WHOLE:
            return
        if not self.is_alone:
            self._careful_for, self._times = max(count, 1), 0
        elif self._times >= TIMES_ALONE:
            self._condemned[first_message] = reason_of(error)

    def passed(self, count: int) -> None:
        """A batch of `count` was decided."""
        self._message, self._times = None, 0
        self._condemned.clear()
        self._careful_for = max(self._careful_for - count, 0)
