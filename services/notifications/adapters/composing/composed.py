"""A composed message as it is kept: an attempt sends this and composes nothing."""

from dataclasses import dataclass

import msgspec

from services.notifications.adapters.composing.letter import Attached


@dataclass(frozen=True, slots=True)
class Copy:
    """Somebody beside whom it is for."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom and to whom it goes."""

    message_id: str
    """RFC 5322, with its brackets."""
    sender_name: str
    sender_address: str
    reply_to: str
    to_name: str
    to_address: str
    copies: tuple[Copy, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What it reads like."""

    subject: str
    text: str
    html: str
    code: bytes
    """PNG of the payment code; empty: there is none."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The whole."""

    envelope: Envelope
    rendered: Rendered
    attached: tuple[Attached, ...] = ()


def to_bytes(composed: Composed) -> bytes:
    """Equal ones are equal bytes."""
    return msgspec.json.encode(composed)


def from_bytes(raw: bytes) -> Composed:
    """Raises msgspec.ValidationError, msgspec.DecodeError for what `to_bytes` did not make."""
    return msgspec.json.decode(raw, type=Composed)
