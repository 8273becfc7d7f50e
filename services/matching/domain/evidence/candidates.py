"""Everything in a bank entry's texts that could be a document's number."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final

from services.matching.domain.evidence.lists import spelled_out
from services.matching.domain.evidence.numbers import normalised_number
from services.matching.domain.evidence.spellings import spellings
from services.matching.domain.evidence.tokens import Token, readings_of, words_of
from services.matching.domain.evidence.windows import loose_windows, tight_windows

_SIGNS_MIN: Final = 4
"""One fewer than make a number certain: so much is a hint."""
_SIGNS_MAX: Final = 35  # the longest number that fits a bank's reference field
_CANDIDATES_MAX: Final = 64
_PIECES_MAX: Final = 1_000


def number_candidates(texts: Iterable[str]) -> tuple[str, ...]:
    """Every normalised piece of `texts` that could be a number: at most 64, the likeliest first.

    A candidate has at least four letters and digits, and a digit. Words as they stand come first,
    then what lists and ranges (`2026-0123/124`, `2026-0123 t/m 0127`) stand for, then words with
    spaces in them; then all of these in other spellings (see `spellings`).
    """
    readings = [tokens for text in texts for tokens in readings_of(text)]
    pieces = [list(spellings(words)) for words in islice(_pieces(readings), _PIECES_MAX)]
    found: dict[str, None] = {}
    for spelled in chain((one[0] for one in pieces), *(one[1:] for one in pieces)):
        if candidate := _candidate(spelled):
            found.setdefault(candidate)
        if len(found) == _CANDIDATES_MAX:
            break
    return tuple(found)


def _pieces(readings: Sequence[tuple[Token, ...]]) -> Iterator[tuple[str, ...]]:
    for tokens in readings:
        yield from map(words_of, tight_windows(tokens))
    for tokens in readings:
        yield from spelled_out(tokens)
    for tokens in readings:
        yield from map(words_of, loose_windows(tokens))


def _candidate(spelled: str) -> str:
    signs = sum(letter.isalnum() for letter in spelled)
    has_digit = any(letter.isdigit() for letter in spelled)
    return normalised_number(spelled) if has_digit and _SIGNS_MIN <= signs <= _SIGNS_MAX else ""
