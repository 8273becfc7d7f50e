"""The numbers that may be meant by neighbouring words of a text."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from services.matching.domain.evidence.numbers import lookalikes_as_digits

_LETTERS: Final = re.compile(r"[A-Z]*[A-HJ-NP-Z][IO]*")
_SQUASHED: Final = re.compile(r"(.*[A-Z])?([0-9]{6,12})")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH: Final = re.compile(r"0[1-9]|1[0-2]")


def spellings(words: Sequence[str]) -> Iterator[str]:
    """As the text has it, in one piece, split where it is squashed; without letters before it.

    >>> list(spellings(["FA26", "0138"]))
    ['FA26.0138', 'FA260138', '26.0138', '260138']
    """
    for whole in _beginnings(tuple(words)):
        yield ".".join(whole)
        if len(whole) > 1:
            yield "".join(whole)
        if sum(any(letter.isdigit() for letter in word) for word in whole) == 1:
            yield from _split("".join(whole))


def _beginnings(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """With and without the letters that the first word begins with.

    An O or I at their end may be a letter or a digit: FI2026 is FI-2026 or F-12026.
    """
    yield words
    first, *rest = words
    letters = _LETTERS.match(first)
    if not letters:
        return
    prefix, digits = letters[0], first[letters.end() :]
    lookalikes = prefix[len(prefix.rstrip("IO")) :]
    if digits:
        yield (digits, *rest)
        if lookalikes:
            yield (prefix, digits, *rest)
            yield (lookalikes + digits, *rest)
    elif lookalikes and rest:
        yield (prefix + rest[0], *rest[1:])


def _split(word: str) -> Iterator[str]:
    """Where the separators may have been in a number that is written without any."""
    squashed = _SQUASHED.fullmatch(lookalikes_as_digits(word))
    if not squashed:
        return
    prefix, digits = squashed[1] or "", squashed[2]
    yield f"{prefix}{digits[:4]}.{digits[4:]}"
    yield f"{prefix}{digits[:2]}.{digits[2:]}"
    if _YEAR.match(digits) and _MONTH.fullmatch(digits[4:6]) and digits[6:]:
        yield f"{prefix}{digits[:4]}.{digits[4:6]}.{digits[6:]}"
    if _YEAR.fullmatch(digits[-4:]):
        yield f"{prefix}{digits[:-4]}.{digits[-4:]}"
