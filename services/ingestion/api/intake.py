"""A file at the edge: read within bounds, its bytes kept, the command for it made."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Final

from libs.chassis.asking import Asked
from libs.chassis.objects import ObjectErased, Objects
from libs.events.codec.keyring import Keyring, Subject
from libs.kernel.ids import IdSecret
from services.ingestion.api.refusing import TooManyUploads
from services.ingestion.domain.documents import ReadDocument
from services.ingestion.domain.identity import Upload, debtor_id, register_command
from services.ingestion.domain.paths import number_path
from services.ingestion.domain.problems import refused

ReadFile = Callable[[bytes], ReadDocument]
"""Raises DocumentRefused."""

_AT_ONCE: Final = 2
"""Files read at the same time: each may hold a core and 200 MB for a second."""
_WAITING_MAX: Final = 1_000
_ERASED: Final = (
    "the customer that it is for was erased; under another customer number it is another one"
)


class Intake:
    """Reads files in threads, few at a time, and makes commands of them."""

    def __init__(self, read: ReadFile, ids: IdSecret, objects: Objects, keyring: Keyring) -> None:
        self._read_file, self._ids = read, ids
        self._objects, self._keyring = objects, keyring
        self._room = asyncio.Semaphore(_AT_ONCE)
        self._waiting = 0

    async def read(self, raw: bytes) -> ReadDocument:
        """Raises DocumentRefused, TooManyUploads."""
        if self._waiting >= _WAITING_MAX:
            raise TooManyUploads(waiting=self._waiting)
        self._waiting += 1
        try:
            async with self._room:
                return await asyncio.to_thread(self._read_file, raw)
        finally:
            self._waiting -= 1

    async def keep(self, upload: Upload, document: ReadDocument, raw: bytes) -> str:
        """Keep the file under its debtor's key; returns the object's name.

        Raises DocumentRefused for a debtor that was erased: nothing of it could be kept.
        """
        try:
            return await self._objects.put(upload.tenant, self._subject(upload, document), raw)
        except ObjectErased as erased:
            raise refused("debtor_is_erased", _ERASED) from erased

    async def make_keys(self, upload: Upload, documents: Iterable[ReadDocument]) -> None:
        """The keys of all their debtors at once, where `keep` would make one after the other."""
        names = {self._subject(upload, document) for document in documents}
        subjects = [Subject(upload.tenant, name) for name in sorted(names)]
        await self._keyring.keys_for(subjects, create=True)

    def _subject(self, upload: Upload, document: ReadDocument) -> str:
        debtor, _ = debtor_id(self._ids, upload, document.buyer)
        return f"debtor/{debtor}"

    def asked(
        self, upload: Upload, document: ReadDocument, original: str, idempotency: str
    ) -> Asked:
        """The command that registers it, under its number's key."""
        number = document.facts.number
        return Asked(
            key=number_path(self._ids, upload.tenant, upload.creditor, number),
            command=register_command(self._ids, upload, document, original),
            endpoint="documents",
            idempotency=idempotency,
            body=f"{upload.creditor} {original}".encode(),
            is_bulk=bool(upload.imported_by),
        )
