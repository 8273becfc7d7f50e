"""What webhooks are signed with: made from the platform's secret, kept nowhere, told by number."""

from base64 import b64decode, b64encode
from typing import Final

from libs.kernel.ids import IdSecret

PREFIX: Final = "whsec_"
"""As Standard Webhooks writes a symmetric secret."""


def secret_of(ids: IdSecret, tenant: str, agency: str, number: int) -> str:
    """An agency's n-th secret, `whsec_…`: 52 letters of two keyed hashes, 260 bits of secret."""
    halves = (ids.hashed(tenant, "webhook", agency, str(number), half) for half in ("1", "2"))
    return PREFIX + b64encode("".join(halves).encode()).decode()


def key_of(secret: str) -> bytes:
    """The bytes that sign."""
    return b64decode(secret.removeprefix(PREFIX))
