"""Looks into a bank file as far as its first account and opening day, to put files in order."""

from pathlib import Path
from typing import Final
from xml.parsers import expat

UNKNOWN: Final = ("", "")
CHUNK_BYTES: Final = 64 * 1024
LOOKED_INTO_MAX: Final = 4 * 1024 * 1024
DEPTH_MAX: Final = 60
TEXT_MAX: Final = 100

_ACCOUNT_PATH: Final = ("Stmt", "Acct", "Id")
_DAYS: Final = frozenset({"FrDtTm", "Dt", "DtTm"})


class _SeenEnough(Exception):
    """All that is looked for was found, or the file is none that should be parsed."""


class _Peek:
    """Handlers for expat; element names without their namespaces."""

    def __init__(self) -> None:
        self.account, self.opening_on = "", ""
        self._path: list[str] = []
        self._text = ""

    def begun(self, name: str, _: dict[str, str]) -> None:
        if len(self._path) == DEPTH_MAX:
            raise _SeenEnough
        self._path.append(name.rpartition(":")[2])
        self._text = ""

    def said(self, text: str) -> None:
        if len(self._text) < TEXT_MAX:
            self._text += text[:TEXT_MAX]

    def ended(self, _: str) -> None:
        path, text = self._path, self._text.strip()
        if not self.account and _is_account(path) and text:
            self.account = text
        if not self.opening_on and _is_opening_day(path) and text:
            self.opening_on = text[:10]
        is_over = path[-1] == "Stmt"
        path.pop()
        self._text = ""
        if is_over or (self.account and self.opening_on):
            raise _SeenEnough

    def refused(self, *_: object) -> None:
        raise _SeenEnough


def _is_account(path: list[str]) -> bool:
    """`…/Stmt/Acct/Id/IBAN`, or `…/Id/Othr/Id`."""
    inside = path[path.index("Stmt") :] if "Stmt" in path else []
    return inside[:3] == list(_ACCOUNT_PATH) and inside[3:] in (["IBAN"], ["Othr", "Id"])


def _is_opening_day(path: list[str]) -> bool:
    """The first day of the statement, else of its first balance."""
    return "Stmt" in path and path[-1] in _DAYS and ("FrToDt" in path or "Bal" in path)


def peek(file: Path) -> tuple[str, str]:
    """Account and opening day (ISO) of a file's first statement; empty where it has none.

    A file that is no XML, or has a DOCTYPE, is left to the service to refuse: `UNKNOWN`.
    """
    looking = _Peek()
    parser = expat.ParserCreate()
    parser.StartElementHandler = looking.begun
    parser.EndElementHandler = looking.ended
    parser.CharacterDataHandler = looking.said
    parser.StartDoctypeDeclHandler = looking.refused
    try:
        with file.open("rb") as content:
            for _ in range(LOOKED_INTO_MAX // CHUNK_BYTES):
                chunk = content.read(CHUNK_BYTES)
                parser.Parse(chunk, not chunk)
                if not chunk:
                    break
    except (_SeenEnough, expat.ExpatError, ValueError, LookupError):
        pass  # what cannot be read here is told by the service, with its rule
    return looking.account.replace(" ", "").upper(), looking.opening_on
