"""Neighbouring tokens that may be one number."""

from collections.abc import Iterator, Sequence
from typing import Final

from services.matching.domain.evidence.tokens import Token

_TIGHT_MAX: Final = 8
_LOOSE_MAX: Final = 5
_NUMBER_OF_ITS_OWN: Final = 6
"""Two groups of so many digits, a space between them, are two numbers."""


def tight_windows(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Those without a space in them: `INV-2026-0030`."""
    for start, end in _windows(tokens, _TIGHT_MAX):
        if all(token.is_tight for token in tokens[start + 1 : end]):
            yield tuple(tokens[start:end])


def loose_windows(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Those with spaces in them: `INV 2026 - 0030`."""
    for start, end in _windows(tokens, _LOOSE_MAX):
        if not all(token.is_tight for token in tokens[start + 1 : end]):
            yield tuple(tokens[start:end])


def starts(tokens: Sequence[Token], end: int) -> Iterator[int]:
    """Where a number may begin that ends before `end`, the nearest first."""
    for start in range(end - 1, max(-1, end - 1 - _LOOSE_MAX), -1):
        if may_begin(tokens, start):
            yield start
        if not _goes_on(tokens[start - 1], tokens[start]):
            return


def may_begin(tokens: Sequence[Token], start: int) -> bool:
    """Not in the middle of a word, unless behind letters or a slash."""
    token = tokens[start]
    return start == 0 or not token.is_tight or token.gap == "/" or tokens[start - 1].is_word


def may_end(tokens: Sequence[Token], end: int) -> bool:
    """Not in the middle of a word, unless before letters or a slash."""
    if end == len(tokens):
        return True
    after = tokens[end]
    return not after.is_tight or after.gap == "/" or after.is_word


def _windows(tokens: Sequence[Token], tokens_max: int) -> Iterator[tuple[int, int]]:
    for start in range(len(tokens)):
        if not may_begin(tokens, start):
            continue
        for end in range(start + 1, min(start + tokens_max, len(tokens)) + 1):
            if end > start + 1 and not _goes_on(tokens[end - 2], tokens[end - 1]):
                break
            if may_end(tokens, end):
                yield start, end


def _goes_on(left: Token, right: Token) -> bool:
    if right.is_tight:
        return True
    if not right.is_loose or left.is_date or right.is_date:
        return False
    if right.gap.isspace() and right.is_word:
        return False  # letters behind a space begin something else
    return min(len(left.digits), len(right.digits)) < _NUMBER_OF_ITS_OWN
