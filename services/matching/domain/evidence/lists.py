"""Numbers that a payer shortens: `2026-0123/124/125`, `2026-0123 t/m 0127`."""

import re
from collections.abc import Iterator
from typing import Final

_RANGE_MAX: Final = 20
_TAIL_MIN_BEHIND_SPACE: Final = 3  # two digits there are rather a day or a count

_LEXEME: Final = re.compile(
    r"(?P<through>\s+(?:T/M|TM|TOT|AU|À|BIS|TO|-|\u2013)\s+|\.\.|\u2013)"
    r"|(?P<and>\s*[,;+&]\s*|\s+(?:EN|ET|UND|AND)\s+)"
    r"|(?P<slash>\s*/\s*)"
    r"|(?P<atom>[0-9A-Z]+(?:[._-][0-9A-Z]+)*)"
    r"|(?P<space>\s+)"
    r"|(?P<other>.)"
)
_TAIL: Final = re.compile(r"[0-9]+$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_JOINED_RANGE: Final = re.compile(r"(.*[0-9])-([0-9]+)")


def spelled_out(upper: str) -> Iterator[str]:
    """The whole numbers that the shortened ones of an upper-case text stand for.

    >>> list(spelled_out("FA2026-0123/124"))
    ['FA2026-0124']
    """
    base, link = "", ""
    for lexeme in _LEXEME.finditer(upper):
        kind, text = str(lexeme.lastgroup), lexeme[0]
        if kind != "atom":
            link = kind
            continue
        if joined := _JOINED_RANGE.fullmatch(text):
            yield from _range(joined[1], joined[2])
        if link == "slash" and _YEAR.fullmatch(base):
            base = f"{base}{text}"
        elif base and link == "through":
            yield from _range(base, text)
            base = text
        elif base and _is_tail(text, base, link):
            yield _with_tail(base, text)
        else:
            base = text if _TAIL.search(text) else ""
        link = ""


def _is_tail(text: str, base: str, link: str) -> bool:
    if not text.isdigit() or len(text) > len(_digits_at_end(base)):
        return False
    return link in ("and", "slash") or (link == "space" and len(text) >= _TAIL_MIN_BEHIND_SPACE)


def _range(first: str, last: str) -> Iterator[str]:
    """What lies between `first` and `last`, both included, when it is at most twenty numbers."""
    begin, end = _digits_at_end(first), _digits_at_end(last)
    whole_end = f"{begin[: -len(end)]}{end}" if len(end) <= len(begin) else end
    if not begin or not end or not int(begin) < int(whole_end) <= int(begin) + _RANGE_MAX:
        return
    stem = first[: -len(begin)]
    for number in range(int(begin) + 1, int(whole_end) + 1):
        yield f"{stem}{number:0{len(begin)}}"


def _with_tail(base: str, tail: str) -> str:
    return f"{base[: -len(tail)]}{tail}"


def _digits_at_end(text: str) -> str:
    match = _TAIL.search(text)
    return match[0] if match else ""
