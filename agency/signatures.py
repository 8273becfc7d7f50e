"""Whether a webhook is Relance's, fresh and new (Standard Webhooks, `v1`)."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256

TOLERANCE_S = 300
"""How far a webhook's instant may lie from now: an older one may have been kept and replayed."""
SEEN_MAX = 10_000


class NotGenuine(Exception):
    """It is not Relance's, not of now, or not whole."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now_s: float) -> str:
    """The id of a genuine webhook; `headers` by lower-case name. Raises NotGenuine."""
    try:
        name = headers["webhook-id"]
        at_s = int(headers["webhook-timestamp"])
        signatures = headers["webhook-signature"].split()
    except (KeyError, ValueError) as missing:
        raise NotGenuine("it lacks its id, its instant or its signature") from missing
    if abs(now_s - at_s) > TOLERANCE_S:
        raise NotGenuine("its instant is not of now")
    key = b64decode(secret.removeprefix("whsec_"))
    signed = f"{name}.{at_s}.".encode() + body
    wanted = "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()
    if not any(hmac.compare_digest(wanted.encode(), one.encode()) for one in signatures):
        raise NotGenuine("its signature is another's")
    return name


class Seen:
    """Ids of webhooks that came: the same one twice is one."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}

    def is_new(self, name: str) -> bool:
        if name in self._names:
            return False
        self._names[name] = None
        while len(self._names) > SEEN_MAX:
            self._names.pop(next(iter(self._names)))
        return True
