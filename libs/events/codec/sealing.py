"""Personal fields on the wire: sealed under their subject's key, or `erased`."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Final

import orjson

from libs.events.codec.envelope import Unreadable
from libs.events.codec.keyring import (
    DataKey,
    Kept,
    KeyMissing,
    Sealed,
    Subject,
    Tampered,
    Tombstone,
)

ERASED: Final = b'{"erased":true}'
_SEPARATOR: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class SealedFields:
    """A `personal` as it stands on the wire."""

    subject: Subject
    key_id: str
    sealed: Sealed


def bound_to(tenant: str, type_name: str, message_id: str) -> bytes:
    """What personal fields are bound to: moved to another message they do not open."""
    return _SEPARATOR.join((tenant, type_name, message_id)).encode()


def seal(plain: bytes, key: Kept, subject: Subject, binding: bytes) -> bytes:
    """The JSON that stands for `personal`; `erased` when the subject's key was destroyed."""
    if isinstance(key, Tombstone):
        return ERASED
    sealed = key.seal(plain, binding)
    return orjson.dumps(
        {
            "subject": subject.name,
            "key_id": key.id,
            "nonce": base64.b64encode(sealed.nonce).decode(),
            "sealed": base64.b64encode(sealed.ciphertext).decode(),
        }
    )


def read_sealed(personal: Any, tenant: str) -> SealedFields | None:
    """`personal` out of a record's JSON; None when it says `erased`. Raises Unreadable."""
    if personal == {"erased": True}:
        return None
    try:
        nonce, sealed = (
            base64.b64decode(personal[name], validate=True) for name in ("nonce", "sealed")
        )
        subject = Subject(tenant, str(personal["subject"]))
        return SealedFields(subject, str(personal["key_id"]), Sealed(nonce, sealed))
    except (TypeError, KeyError, ValueError, binascii.Error) as mistake:
        raise Unreadable("personal fields are neither sealed nor erased") from mistake


def unseal(fields: SealedFields, key: Kept, binding: bytes) -> bytes | None:
    """The JSON of `personal`; None: its key was destroyed. Raises Unreadable, KeyMissing.

    A subject that has another key than the one that sealed has lost that one: no erasure.
    """
    if isinstance(key, Tombstone):
        return None
    _same_key(fields, key)
    try:
        return key.open(fields.sealed, binding)
    except Tampered as mistake:
        raise Unreadable(str(mistake)) from mistake


def _same_key(fields: SealedFields, key: DataKey) -> None:
    if fields.key_id != key.id:
        raise KeyMissing((fields.subject,))
