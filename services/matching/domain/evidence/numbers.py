"""Pieces of a text that could be a document's number, written one way whoever typed them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from services.matching.domain.evidence.lists import spelled_out

LENGTH_MIN: Final = 4
_LENGTH_MAX: Final = 35  # the longest number that fits a bank's reference field
_PIECES_MAX: Final = 4  # into so many pieces a line width and a payer's spaces cut one number
_CANDIDATES_MAX: Final = 64
_TEXT_MAX: Final = 4_000

_LOOKALIKES: Final = str.maketrans({"O": "0", "I": "1"})
_NO_LETTER_OR_DIGIT: Final = re.compile(r"[^0-9A-Z]+")
_LEADING_ZEROS: Final = re.compile(r"^([A-Z]*)0+(?=[0-9])")
_PREFIX: Final = re.compile(r"^[A-Z]+(?=[0-9])")
_SEGMENT: Final = re.compile(r"[,;+&:#()=|*\"']+")
_WORD_INSIDE_MAX: Final = 3  # a longer word inside a number is prose, unless it begins it


def normalised_number(text: str) -> str:
    """`text` as numbers are compared: upper case, letters and digits only, O is 0, I is 1.

    Zeros before the first other digit are dropped, also behind letters.

    >>> normalised_number("fa-00 17/O3")
    'FA1703'
    """
    return _looked_alike(_compact(text))


def number_candidates(texts: Iterable[str]) -> tuple[str, ...]:
    """Every normalised piece of `texts` that could be a number: at most 64, the longest first.

    A candidate has at least 4 characters and a digit. Pieces are single tokens, up to four
    neighbours written apart, tokens without the letters before them, and what lists and ranges
    (`2026-0123/124`, `2026-0123 t/m 0127`) stand for.
    """
    found: dict[str, None] = {}
    for text in texts:
        upper = _upper(text)
        for piece in (*_pieces(upper), *spelled_out(upper)):
            for candidate in _forms(piece):
                found.setdefault(candidate)
    return tuple(sorted(found, key=len, reverse=True)[:_CANDIDATES_MAX])


def _upper(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:_TEXT_MAX]).upper()


def _compact(text: str) -> str:
    return _NO_LETTER_OR_DIGIT.sub("", _upper(text))


def _looked_alike(compact: str) -> str:
    return _LEADING_ZEROS.sub(r"\1", compact.translate(_LOOKALIKES))


def _forms(piece: str) -> Iterator[str]:
    """The piece as a number, and without the letters before it (`FACT2026-17`)."""
    compact = _NO_LETTER_OR_DIGIT.sub("", piece)
    for form in (compact, _PREFIX.sub("", compact)):
        number = _looked_alike(form)
        has_digit = any(letter.isdigit() for letter in form)
        if has_digit and LENGTH_MIN <= len(number) <= _LENGTH_MAX:
            yield number


def _pieces(upper: str) -> Iterator[str]:
    """Tokens, their parts around a slash, and neighbours that may be one number written apart."""
    for segment in _SEGMENT.split(upper):
        tokens = segment.split()
        for start in range(len(tokens)):
            for end in range(start + 1, min(start + _PIECES_MAX, len(tokens)) + 1):
                if _may_be_one(tokens[start:end]):
                    yield "".join(tokens[start:end])
        for token in tokens:
            if "/" in token:
                yield from token.split("/")


def _may_be_one(tokens: list[str]) -> bool:
    return not any(token.isalpha() and len(token) > _WORD_INSIDE_MAX for token in tokens[1:])
