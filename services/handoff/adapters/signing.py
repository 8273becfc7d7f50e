"""Signatures of webhooks (Standard Webhooks, `v1`): HMAC-SHA256 over id, instant and body."""

import hmac
from base64 import b64encode
from hashlib import sha256

from services.handoff.domain.secrets import key_of


def signature(secret: str, name: str, at_s: int, body: bytes) -> str:
    """`v1,<base64>` over `<id>.<unix seconds>.<body>`."""
    signed = f"{name}.{at_s}.".encode() + body
    return "v1," + b64encode(hmac.digest(key_of(secret), signed, sha256)).decode()
