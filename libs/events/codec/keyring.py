"""Data keys: one a subject, under which its personal fields are sealed until it is destroyed.

KeyringMistake
├── KeyMissing          neither a key nor a tombstone: the keyring is not the one of this log
└── MasterKeyMistaken   a key is there, but another master key wraps it
"""

import base64
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple, Protocol, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class Subject(NamedTuple):
    """Whom a data key belongs to: `name` is `debtor/<id>`, `payment/<id>`, …, an opaque id."""

    tenant: str
    name: str


class KeyringMistake(Exception):
    """The keyring cannot answer; whoever folds stops here, since nothing may read as erased."""


class KeyMissing(KeyringMistake):
    """Subjects have neither a key nor a tombstone: this keyring is too old or not this log's."""

    def __init__(self, subjects: Collection[Subject]) -> None:
        self.subjects = tuple(sorted(subjects))
        shown = ", ".join(f"{tenant}:{name}" for tenant, name in self.subjects[:5])
        more = f" and {len(self.subjects) - 5} more" if len(self.subjects) > 5 else ""
        super().__init__(
            f"neither a data key nor a tombstone for {shown}{more}; restore the newest backup of "
            "the keyring, nothing is read as erased without a tombstone"
        )


class MasterKeyMistaken(KeyringMistake):
    """A data key is wrapped by another master key than the one that was given."""


class Tampered(Exception):
    """Sealed bytes that their key does not open: they were changed, or moved from elsewhere."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a subject's data key was destroyed; stands in the keyring for ever."""

    tenant: str
    subject: str
    key_id: str
    destroyed_at: datetime
    reason: str
    by: str


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What stands where a destroyed key stood."""

    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Sealed:
    """Bytes under a data key (AES-256-GCM)."""

    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one subject; never printed."""

    id: str
    raw: bytes = field(repr=False)
    _cipher: AESGCM = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if len(self.raw) != _KEY_BYTES:
            raise ValueError(f"a data key has {_KEY_BYTES} bytes")
        object.__setattr__(self, "_cipher", AESGCM(self.raw))

    @classmethod
    def fresh(cls) -> Self:
        return cls(id=base64.b32encode(os.urandom(10)).decode().lower(), raw=os.urandom(_KEY_BYTES))

    def seal(self, plain: bytes, bound_to: bytes) -> Sealed:
        """Encrypt under a fresh nonce; opens only together with the same `bound_to`."""
        nonce = os.urandom(_NONCE_BYTES)
        return Sealed(nonce, self._cipher.encrypt(nonce, plain, bound_to))

    def open(self, sealed: Sealed, bound_to: bytes) -> bytes:
        """Raises Tampered."""
        try:
            return self._cipher.decrypt(sealed.nonce, sealed.ciphertext, bound_to)
        except (InvalidTag, ValueError) as mistake:
            raise Tampered("sealed bytes do not open under their subject's key") from mistake


Kept = DataKey | Tombstone


class Keyring(Protocol):
    """Where data keys are; the one database that several services read."""

    async def keys_for(self, subjects: Collection[Subject], create: bool) -> Mapping[Subject, Kept]:
        """The key or tombstone of each subject, in one call.

        With `create`, a subject that has neither gets a key. Without, raises KeyMissing.
        """

    async def destroy(self, subject: Subject, *, reason: str, by: str) -> Receipt:
        """Destroy a key for ever; again: the first receipt. Raises KeyMissing.

        Keyrings that had fetched the key forget it within the life of their cache.
        """

    async def forget_destroyed(self) -> None:
        """From here on this keyring gives no key that was destroyed before the call."""
