"""A keyring whose failures are counted: whoever depends on it stops, or answers with an error."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal

import asyncpg

from libs.events.codec.keyring import (
    Kept,
    KeyMissing,
    Keyring,
    MasterKeyMistaken,
    Receipt,
    Subject,
)

Reason = Literal["missing", "mistaken", "unreachable"]
KeyringFailed = Callable[[Reason], None]


class WatchedKeyring:
    """Another keyring, watched."""

    def __init__(self, keyring: Keyring, failed: KeyringFailed) -> None:
        self._keyring, self._failed = keyring, failed

    async def keys_for(self, subjects: Collection[Subject], create: bool) -> Mapping[Subject, Kept]:
        with self._watched():
            return await self._keyring.keys_for(subjects, create)

    async def destroy(self, subject: Subject, *, reason: str, by: str) -> Receipt:
        with self._watched():
            return await self._keyring.destroy(subject, reason=reason, by=by)

    async def forget_destroyed(self) -> None:
        with self._watched():
            await self._keyring.forget_destroyed()

    @contextmanager
    def _watched(self) -> Iterator[None]:
        try:
            yield
        except KeyMissing:
            self._failed("missing")
            raise
        except MasterKeyMistaken:
            self._failed("mistaken")
            raise
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            self._failed("unreachable")
            raise
