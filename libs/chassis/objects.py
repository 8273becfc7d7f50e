"""The object store: big content by keyed hash, sealed under its subject's data key.

ObjectMistake
├── ObjectMissing    nothing is there under this name
├── ObjectErased     the data key of its subject was destroyed
├── ObjectDamaged    what is there is not what was put
└── ObjectTooBig     content above the limit is not taken
"""

import asyncio
import base64
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Final, Self

import orjson
from obstore.exceptions import AlreadyExistsError, NotFoundError
from obstore.store import LocalStore, ObjectStore, from_url

from libs.events.codec.keyring import (
    DataKey,
    Kept,
    KeyMissing,
    Keyring,
    Sealed,
    Subject,
    Tampered,
    Tombstone,
)
from libs.kernel.ids import IdSecret
from libs.kernel.keys import is_tenant

OBJECT_BYTES_MAX: Final = 64 * 1024 * 1024
_FETCHES_MAX: Final = 16
_LISTED_AT_ONCE: Final = 500
_HEAD_BYTES_MAX: Final = 1_024
_NAME: Final = re.compile(r"[0-9a-hjkmnp-tv-z]{26}")


class ObjectMistake(Exception):
    """An object cannot be had; the text names it and nothing of its content."""


class ObjectMissing(ObjectMistake):
    """Nothing is there under this name: a backup without it, or another tenant's."""


class ObjectErased(ObjectMistake):
    """The data key of the object's subject was destroyed; its content is gone for ever."""


class ObjectDamaged(ObjectMistake):
    """What is there is not what was put: changed, cut short, or moved from another name."""


class ObjectTooBig(ObjectMistake):
    """The content is above the limit of the store."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """An object as it lies in the store: a line of JSON in the clear, then the sealed bytes."""

    subject: Subject
    key_id: str
    sealed: Sealed

    def to_bytes(self) -> bytes:
        head = {
            "subject": self.subject.name,
            "key_id": self.key_id,
            "nonce": base64.b64encode(self.sealed.nonce).decode(),
        }
        return orjson.dumps(head) + b"\n" + self.sealed.ciphertext

    def emptied(self) -> bytes:
        """The line alone: sealed bytes are never none, so that this says that they are gone."""
        return replace(self, sealed=Sealed(self.sealed.nonce, b"")).to_bytes()

    @classmethod
    def read(cls, raw: bytes, tenant: str) -> Self:
        """Raises ValueError, KeyError, TypeError when `raw` was not made by `to_bytes`."""
        head, _, ciphertext = raw.partition(b"\n")
        fields = orjson.loads(head)
        nonce = base64.b64decode(fields["nonce"], validate=True)
        return cls(Subject(tenant, fields["subject"]), fields["key_id"], Sealed(nonce, ciphertext))


class Objects:
    """Content by name. What is there never changes, so reading it is as pure as knowing it."""

    def __init__(
        self,
        store: ObjectStore,
        keyring: Keyring,
        ids: IdSecret,
        *,
        bytes_max: int = OBJECT_BYTES_MAX,
    ) -> None:
        self._store = store
        self._keyring = keyring
        self._ids = ids
        self._bytes_max = bytes_max
        self._fetches = asyncio.Semaphore(_FETCHES_MAX)

    def name_of(self, tenant: str, subject: str, content: bytes) -> str:
        """26 letters and digits that tell nothing of `content` to who has not the id secret.

        The subject is in it: equal content of two subjects is two objects, so that destroying
        one key never takes the other's.
        """
        digest = hashlib.sha256(content).hexdigest()
        return self._ids.hashed(tenant, "object", subject, digest)

    async def put(self, tenant: str, subject: str, content: bytes) -> str:
        """Keep `content` under the data key of `subject`; returns its name, again the same.

        Raises ObjectTooBig, ObjectErased.
        """
        if len(content) > self._bytes_max:
            raise ObjectTooBig(f"{len(content)} bytes, more than {self._bytes_max}")
        owner = Subject(tenant, subject)
        key = (await self._keyring.keys_for((owner,), create=True))[owner]
        if isinstance(key, Tombstone):
            raise ObjectErased(f"the data key of {tenant}:{subject} was destroyed")
        name, stored = await asyncio.to_thread(self._sealed, owner, key, content)
        with suppress(AlreadyExistsError):  # put before: it never changes
            await self._store.put_async(_path(tenant, name), stored, mode="create")
        return name

    async def get(self, tenant: str, object_hash: str) -> bytes:
        """Raises ObjectMissing, ObjectErased, ObjectDamaged, KeyMissing."""
        return (await self.get_many(tenant, (object_hash,)))[object_hash]

    async def get_many(self, tenant: str, object_hashes: Collection[str]) -> Mapping[str, bytes]:
        """Each object's content by name, with one question to the keyring. Raises as `get`."""
        names = tuple(dict.fromkeys(object_hashes))
        found = await asyncio.gather(*(self._fetch(tenant, name) for name in names))
        subjects = {stored.subject for stored in found}
        keys = await self._keyring.keys_for(subjects, create=False) if subjects else {}
        return await asyncio.to_thread(_opened, dict(zip(names, found, strict=True)), keys)

    async def empty(self, tenant: str, subjects: Collection[str]) -> Mapping[str, int]:
        """Take the sealed bytes of these subjects out of the store; what stays says whose it was.

        For subjects whose keys were destroyed: one walk through all objects of the tenant.
        Returns how many of each subject are empty now, whoever emptied them.
        """
        counts: Counter[str] = Counter()
        async for listed in self._store.list(tenant, chunk_size=_LISTED_AT_ONCE):
            paths = [one["path"] for one in listed]
            heads = await asyncio.gather(*(self._head(path, tenant) for path in paths))
            ours = [(path, one) for path, one in zip(paths, heads, strict=True) if one]
            for path, stored in ours:
                if stored.subject.name not in subjects:
                    continue
                if stored.sealed.ciphertext:
                    await self._store.put_async(path, stored.emptied(), mode="overwrite")
                counts[stored.subject.name] += 1
        return counts

    async def _head(self, path: str, tenant: str) -> _Stored | None:
        """The beginning of an object, for whose it is; None: it is not one that we put."""
        async with self._fetches:
            raw = bytes(await self._store.get_range_async(path, start=0, length=_HEAD_BYTES_MAX))
        with suppress(ValueError, KeyError, TypeError):
            return _Stored.read(raw, tenant)
        return None

    async def _fetch(self, tenant: str, name: str) -> _Stored:
        if not (is_tenant(tenant) and _NAME.fullmatch(name)):
            raise ObjectMissing(f"{name!r} of {tenant!r} names no object")
        try:
            async with self._fetches:
                result = await self._store.get_async(_path(tenant, name))
                raw = bytes(await result.bytes_async())
        except (NotFoundError, FileNotFoundError) as mistake:
            raise ObjectMissing(
                f"object {name} of {tenant} is not in the store; restore it from its backup"
            ) from mistake
        try:
            return _Stored.read(raw, tenant)
        except (ValueError, KeyError, TypeError) as mistake:
            raise ObjectDamaged(f"object {name} of {tenant} has no readable head") from mistake

    def _sealed(self, owner: Subject, key: DataKey, content: bytes) -> tuple[str, bytes]:
        name = self.name_of(owner.tenant, owner.name, content)
        sealed = key.seal(content, _bound_to(owner.tenant, name))
        return name, _Stored(owner, key.id, sealed).to_bytes()


def _opened(found: Mapping[str, _Stored], keys: Mapping[Subject, Kept]) -> Mapping[str, bytes]:
    return {name: _open(name, stored, keys[stored.subject]) for name, stored in found.items()}


def _open(name: str, stored: _Stored, key: Kept) -> bytes:
    """The content; that it is the one of this name is sealed with it."""
    tenant = stored.subject.tenant
    if isinstance(key, Tombstone) or not stored.sealed.ciphertext:
        raise ObjectErased(f"object {name} of {tenant} was erased with its subject's key")
    if key.id != stored.key_id:
        raise KeyMissing((stored.subject,))
    try:
        return key.open(stored.sealed, _bound_to(tenant, name))
    except Tampered as mistake:
        raise ObjectDamaged(f"object {name} of {tenant}: {mistake}") from mistake


def store_at(url: str) -> ObjectStore:
    """The store at `url`: `file:///folder` (made when it is not there), `s3://bucket/prefix`, ….

    Credentials and region of a cloud's store are read from the environment, as its own tools do.
    """
    if url.startswith("file:"):
        return LocalStore.from_url(url, mkdir=True)
    return from_url(url)


def _path(tenant: str, name: str) -> str:
    return f"{tenant}/{name[:2]}/{name}"


def _bound_to(tenant: str, name: str) -> bytes:
    return f"{tenant}\x1fobject\x1f{name}".encode()
