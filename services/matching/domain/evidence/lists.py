"""Numbers that a payer shortens: `2026-0123/124/125`, `2026-0123 t/m 0127`."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from services.matching.domain.evidence.numbers import ENOUGH, lookalikes_as_digits
from services.matching.domain.evidence.tokens import Token, words_of
from services.matching.domain.evidence.windows import may_end, starts

_RANGE_MAX: Final = 20
_MEMBERS_MAX: Final = 40
_TAIL_MIN_BEHIND_SPACE: Final = 3  # two digits there are rather a day or a count

_DIGITS_AT_END: Final = re.compile(r"[0-9]+$")


def spelled_out(tokens: Sequence[Token]) -> Iterator[tuple[str, ...]]:
    """The words of the whole numbers that the shortened ones stand for.

    >>> [tokens] = readings_of("FA2026-0123/124")
    >>> list(spelled_out(tokens))
    [('FA2026', '0124')]
    """
    for end in range(1, len(tokens)):
        if not tokens[end].link or tokens[end - 1].is_date:
            continue
        for start in starts(tokens, end):
            base = words_of(tokens[start:end])
            stem, digits = _parts(base[-1])
            if digits and sum(map(len, base)) >= ENOUGH:
                for member in _members(tokens, end, base):
                    yield (*base[:-1], f"{stem}{member}")


def _members(tokens: Sequence[Token], place: int, base: tuple[str, ...]) -> Iterator[str]:
    """The digits at the end of each further number of the list that begins with `base`."""
    last = _parts(base[-1])[1]
    stop = min(len(tokens), place + _MEMBERS_MAX)
    while place < stop:
        token = tokens[place]
        if token.link == "through":
            end, length = _end_of_range(tokens, place, base)
            between = _between(last, end)
            yield from between
            if not between:
                return
        elif _is_tail(tokens, place, last):
            end, length = token.digits, 1
            yield _in_full(last, end)
        else:
            return
        last, place = _in_full(last, end), place + length


def _is_tail(tokens: Sequence[Token], place: int, last: str) -> bool:
    """Digits no longer than those they continue; longer with the zeros that those have lost."""
    token = tokens[place]
    digits = token.digits
    if not digits or not (may_end(tokens, place + 1) or _is_range(tokens, place)):
        return False
    if len(digits) > len(last) and not digits.startswith("0"):
        return False
    return token.link == "tail" or (
        token.link == "spaced_tail" and len(digits) >= _TAIL_MIN_BEHIND_SPACE
    )


def _is_range(tokens: Sequence[Token], place: int) -> bool:
    """Whether `121-125` stands there, and not the beginning of `2026-0125`."""
    end = tokens[place + 1]
    return end.gap == "-" and bool(end.digits) and int(end.digits) > int(tokens[place].digits)


def _end_of_range(tokens: Sequence[Token], place: int, base: tuple[str, ...]) -> tuple[str, int]:
    """The digits of a range's end, whole or shortened, and how many tokens they take."""
    words = words_of(tokens[place : place + len(base)])
    stem, digits = _parts(words[-1])
    if (*words[:-1], stem) == (*base[:-1], _parts(base[-1])[0]) and digits:
        return digits, len(words)
    return tokens[place].digits, 1


def _between(first: str, end: str) -> list[str]:
    """What lies behind `first` through `end`, when it is at most twenty numbers."""
    last = _in_full(first, end)
    if not end or not int(first) < int(last) <= int(first) + _RANGE_MAX:
        return []
    return [f"{number:0{len(first)}}" for number in range(int(first) + 1, int(last) + 1)]


def _in_full(whole: str, tail: str) -> str:
    return f"{whole[: -len(tail)]}{tail}" if 0 < len(tail) < len(whole) else tail


def _parts(word: str) -> tuple[str, str]:
    """What a word begins with, and the digits that it ends in."""
    plain = lookalikes_as_digits(word)
    match = _DIGITS_AT_END.search(plain)
    return (plain[: match.start()], match[0]) if match else (plain, "")
