"""A keyring in memory: for the simulator and for tests, lost with its process."""

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime

from libs.events.codec.keyring import (
    DataKey,
    Kept,
    KeyMissing,
    Receipt,
    Subject,
    Tombstone,
)


class MemoryKeyring:
    """Keys of one process; two codecs share one by sharing the object."""

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._kept: dict[Subject, Kept] = {}
        self._now = now

    async def keys_for(self, subjects: Collection[Subject], create: bool) -> Mapping[Subject, Kept]:
        wanted = {Subject(*subject) for subject in subjects}
        missing = wanted - self._kept.keys()
        if missing and not create:
            raise KeyMissing(missing)
        for subject in missing:
            self._kept[subject] = DataKey.fresh()
        return {subject: self._kept[subject] for subject in wanted}

    async def destroy(self, subject: Subject, *, reason: str, by: str) -> Receipt:
        kept = self._kept.get(subject)
        if kept is None:
            raise KeyMissing((subject,))
        if isinstance(kept, Tombstone):
            return kept.receipt
        receipt = Receipt(*subject, kept.id, self._now(), reason, by)
        self._kept[subject] = Tombstone(receipt)
        return receipt

    async def forget_destroyed(self) -> None:
        """It caches nothing."""
