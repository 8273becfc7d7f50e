"""A text as runs of letters and digits, with what stands between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from services.matching.domain.evidence.numbers import folded, lookalikes_as_digits

Link = Literal["", "tail", "spaced_tail", "through"]

_TEXT_MAX: Final = 4_000
_WIDTH_MIN: Final = 27
"""The narrowest lines into which banks cut texts: subfields of field 86 in MT940."""

_DAY: Final = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_TOKEN: Final = re.compile(
    r"(?P<date>(?<![0-9A-Z])(?<![0-9A-Z][-._/])"
    rf"(?:{_DAY}(?P<dmy>[-./]){_MONTH}(?P=dmy)(?:20)?[0-9]{{2}}"
    rf"|20[0-9]{{2}}(?P<ymd>[-./]){_MONTH}(?P=ymd){_DAY})"
    r"(?![0-9A-Z])(?![-._/][0-9A-Z]))"
    r"|[0-9A-Z]+"
)
# A word between numbers is a sign between them; before any other word it is a word.
_THROUGH_WORD: Final = re.compile(
    r"\s+(?:T\s?/\s?M|TM|TOT(?: EN MET)?|AU|A|BIS|TO)\s+(?=[0-9A-Z]*[0-9])"
)
_AND_WORD: Final = re.compile(r"\s+(?:EN|ET|UND|AND)\s+(?=[0-9A-Z]*[0-9])")
_THROUGH: Final = re.compile(r"-|\s+[-\u2013]\s+|\s*(?:\u2013|\u2192|\.\.)\s*")
_AND: Final = re.compile(r"\s*[,;+&/]\s*")
_TIGHT: Final = re.compile(r"[-._/\\'\u00b0]{1,2}")
_LOOSE: Final = re.compile(r"\s*[-._/\u2013]{0,2}\s*")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of letters and digits, or a whole date; upper case."""

    text: str
    gap: str
    """What stands between the token before and this one."""
    is_date: bool = False

    @property
    def digits(self) -> str:
        """The token, look-alikes as digits, if it is digits then; else empty."""
        digits = lookalikes_as_digits(self.text)
        return digits if digits.isdigit() else ""

    @property
    def is_word(self) -> bool:
        """It has no digit, not even a look-alike alone."""
        return self.text.isalpha() and not self.digits

    @property
    def is_tight(self) -> bool:
        """It stands in one word with the token before."""
        return bool(_TIGHT.fullmatch(self.gap))

    @property
    def is_loose(self) -> bool:
        """Between it and the token before there are spaces, perhaps with a separator."""
        return not self.is_tight and bool(_LOOSE.fullmatch(self.gap))

    @property
    def link(self) -> Link:
        """How it may continue a list of shortened numbers."""
        if _THROUGH.fullmatch(self.gap):
            return "through"
        if _AND.fullmatch(self.gap):
            return "tail"
        return "spaced_tail" if self.gap.isspace() else ""


def readings_of(text: str) -> Iterator[tuple[Token, ...]]:
    """The tokens of `text`: each line feed a space, and again as the cut of a bank's line width."""
    lines = text[:_TEXT_MAX].split("\n")
    yield _tokens(folded(_spaced(lines)))
    if len(lines) > 1:
        yield _tokens(folded("".join(lines)))


def _spaced(lines: Sequence[str]) -> str:
    """The lines with spaces between; none between digits where a full line was surely cut."""
    width = max(_WIDTH_MIN, *map(len, lines))
    text = lines[0]
    for before, line in pairwise(lines):
        is_cut = len(before) == width and before[-1].isdigit() and line[:1].isdigit()
        text += line if is_cut else f" {line}"
    return text


def _tokens(upper: str) -> tuple[Token, ...]:
    signed = _AND_WORD.sub(" + ", _THROUGH_WORD.sub(" \u2192 ", upper))
    found = list(_TOKEN.finditer(signed))
    ends = [0, *(match.end() for match in found)]
    return tuple(
        Token(match[0], signed[end : match.start()], bool(match["date"]))
        for match, end in zip(found, ends, strict=False)
    )


def words_of(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.text for token in tokens)
