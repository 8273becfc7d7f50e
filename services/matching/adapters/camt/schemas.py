"""The standard's own schemas, read from the locked package that ships them; none lies here."""

from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from threading import Lock
from typing import Final

from lxml import etree

_PACKAGE: Final = "camt053"  # its files are read, its code is never imported

_ONE_AT_A_TIME: Final = Lock()

VALIDATED: Final = frozenset({"camt.053.001.02", "camt.053.001.04", "camt.053.001.08"})
"""Versions that are held to their schema; all others are read tolerantly."""


def schema_path(message: str) -> Path:
    """Where the schema of `message` (`camt.053.001.08`) lies on this machine."""
    return Path(str(distribution(_PACKAGE).locate_file(f"camt053/xsd/{message}.xsd")))


def schema_of(message: str) -> etree.XMLSchema | None:
    """The schema that `message` is held to, compiled once; None for a tolerated version."""
    if message not in VALIDATED:
        return None
    # Two threads that compile their first schema at once meet in libxml2's table of types.
    with _ONE_AT_A_TIME:
        return _compiled(message)


@lru_cache(maxsize=len(VALIDATED))
def _compiled(message: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(schema_path(message))))
