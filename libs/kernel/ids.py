"""Opaque ids: keyed hashes, so that no name, IBAN or number is ever read out of one."""

import hashlib
import hmac
from typing import Final

_LENGTH: Final = 26
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's, lower case
_SEPARATOR: Final = "\x1f"  # never inside a part, so ("ab","c") and ("a","bc") differ


class IdSecret:
    """The secret that ids are hashed under; one a platform, mixed with the tenant at each use."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("an id secret has at least 32 bytes")
        self._secret = secret

    def hashed(self, tenant: str, *parts: str) -> str:
        """A 130-bit id of `parts` within `tenant`: 26 letters and digits, the same for ever.

        Raises ValueError when a part contains the separator U+001F.
        """
        if any(_SEPARATOR in part for part in (tenant, *parts)):
            raise ValueError("a part of an id contains U+001F")
        words = _SEPARATOR.join((tenant, *parts)).encode()
        digest = hmac.digest(self._secret, words, hashlib.sha256)
        number = int.from_bytes(digest[:17], "big")
        letters = []
        for _ in range(_LENGTH):
            number, rest = divmod(number, 32)
            letters.append(_ALPHABET[rest])
        return "".join(letters)
