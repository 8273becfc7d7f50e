"""The master key: it wraps every data key, and is kept apart from them."""

import hashlib
from typing import Protocol, Self

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

from libs.events.codec.keyring import MasterKeyMistaken


class MasterKey(Protocol):
    """What wraps data keys: a file's bytes on a laptop, a key management service elsewhere."""

    @property
    def id(self) -> str:
        """Stands beside what it wrapped, and tells nothing of it."""

    async def wrap(self, keys: list[bytes]) -> list[bytes]: ...

    async def unwrap(self, wrapped: list[bytes]) -> list[bytes]:
        """Raises MasterKeyMistaken when one of them was wrapped by another master key."""


class MasterKeys(Protocol):
    """The master key of today, and those before it that still wrap something."""

    def current(self) -> MasterKey:
        """What new data keys are wrapped by, as of now."""

    def of(self, master_id: str) -> MasterKey | None:
        """The one of that id; None: it is not kept here."""


class HeldMasterKey:
    """A master key whose 32 bytes this process holds (AES key wrap, RFC 3394)."""

    def __init__(self, raw: bytes) -> None:
        if len(raw) != 32:
            raise ValueError(f"a master key has 32 bytes, this one {len(raw)}")
        self._raw = raw
        self._id = hashlib.blake2b(raw, digest_size=8, person=b"relance-master").hexdigest()

    @property
    def id(self) -> str:
        return self._id

    def current(self) -> Self:
        """It is the only one."""
        return self

    def of(self, master_id: str) -> Self | None:
        return self if master_id == self._id else None

    async def wrap(self, keys: list[bytes]) -> list[bytes]:
        return [aes_key_wrap(self._raw, key) for key in keys]

    async def unwrap(self, wrapped: list[bytes]) -> list[bytes]:
        try:
            return [aes_key_unwrap(self._raw, key) for key in wrapped]
        except InvalidUnwrap as mistake:
            raise MasterKeyMistaken("the master key does not unwrap a data key") from mistake
