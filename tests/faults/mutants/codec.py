"""A codec that takes a lost key for a destroyed one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from libs.events.codec.envelope import LogRecord, Unreadable
from libs.events.codec.keyring import Kept, KeyMissing, Keyring, Receipt, Subject, Tombstone
from libs.events.codec.reading import Opened, Reader
from tests.faults.mutants.mutant import Exchange, Mutant, Named

_open = Reader.open


class _Forgiving:
    """A keyring that says `erased` of each subject it has nothing of."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self.destroy = keyring.destroy
        self.forget_destroyed = keyring.forget_destroyed

    async def keys_for(self, subjects: Collection[Subject], create: bool) -> Mapping[Subject, Kept]:
        kept: dict[Subject, Kept] = {}
        for subject in subjects:
            try:
                kept |= await self._keyring.keys_for([subject], create)
            except KeyMissing:
                receipt = Receipt(*subject, "", datetime.now(UTC), "lost", "nobody")
                kept[subject] = Tombstone(receipt)
        return kept


async def _open_what_is_lost(
    reader: Reader, records: Sequence[LogRecord]
) -> list[Opened | Unreadable | None]:
    return await _open(Reader(reader._heard, _Forgiving(reader._keyring)), records)


CODEC: Final[tuple[Mutant, ...]] = (
    Mutant(
        "lost_is_erased",
        "personal fields whose key is missing are read as erased",
        Named(
            "libs/events/codec/tests/test_personal_fields.py::"
            "test_a_lost_keyring_stops_the_fold_and_names_the_subject",
            (Exchange("libs.events.codec.reading", "Reader.open", _open_what_is_lost),),
        ),
    ),
)
