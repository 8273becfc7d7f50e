"""Routing keys and streams: which partition owns a fact, and which state it belongs to.

Both are written `<tenant>/<kind>/<id>`. A key decides the partition, the same number in every
service; a stream is the unit of state and version below it.
"""

import hashlib
import re
from typing import Final

NO_TENANT: Final = "-"
"""Tenant of what belongs to the platform itself: days by the clock, parking, answers."""

_TENANT: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def path_of(tenant: str, kind: str, identity: str) -> str:
    """The key or stream of `identity`. Raises ValueError when a part would break the path."""
    if "/" in tenant or "/" in kind or not identity:
        raise ValueError(f"{tenant!r}, {kind!r}, {identity!r} make no key")
    return f"{tenant}/{kind}/{identity}"


def tenant_of(path: str) -> str:
    return path.split("/", 1)[0]


def kind_of(path: str) -> str:
    return path.split("/", 2)[1]


def identity_of(path: str) -> str:
    """The id in a path; of a copy, the id without its partition."""
    return path.split("/", 2)[2].rpartition("@")[0] or path.split("/", 2)[2]


def copy_of(path: str, partition: int) -> str:
    """The stream of a partition's own copy of an announced fact: `<path>@<partition>`."""
    return f"{path}@{partition}"


def moved_to(path: str, owner: str) -> str:
    """The stream of what came to `owner` from elsewhere: `<path>~<owner>`.

    It goes on there under a version of its own, also where both are of one partition.
    """
    return f"{path}~{owner}"


def is_copy(path: str) -> bool:
    return "@" in path


def is_tenant(text: str) -> bool:
    """Whether `text` may name a tenant: lower case, digits, hyphens, at most 40."""
    return _TENANT.fullmatch(text) is not None


def partition_of(key: str, partitions: int) -> int:
    """The partition number that owns `key`, the same in every service and for ever."""
    digest = hashlib.blake2b(key.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % partitions
