"""Reads numbers back out of a transfer's text, as leniently as domain.md §2 asks of a reader."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

_LOOKALIKES: Final = str.maketrans("OI", "01")
_GAP: Final = r"[^A-Z0-9]*"
_TAILS: Final = re.compile(r"\s*(?:[,/+&;]|\b(?:ET|EN|UND|AND)\b)\s*([0-9]{2,8})(?![0-9])")
# `T/M`, `TOT`, `TO` and `BIS` after look-alikes: T0T, T0, B1S.
_RANGE: Final = re.compile(r"\s*(?:-|\.\.|\b(?:T/M|T0T|T0|B1S|A)\b)\s*([0-9]{2,8})(?![0-9])")
_RANGE_MAX: Final = 20


def squashed(text: str) -> str:
    """Upper case, O as 0, I as 1, letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", text.upper().translate(_LOOKALIKES))


def _groups(text: str) -> list[str]:
    """Runs of letters and of digits; leading zeros of a run do not count."""
    runs = re.findall(r"[A-Z]+|[0-9]+", text.upper().translate(_LOOKALIKES))
    return [run.lstrip("0") or "0" for run in runs]


class Reader:
    """Knows all numbers of one kind and finds those that a text may name.

    It errs on the side of finding too much: what it does not find, a text does not say; where it
    finds one number only, nobody can read another one.
    """

    def __init__(self, numbers: Iterable[str]) -> None:
        all_numbers = tuple(numbers)
        self._by_squash = {squashed(number): number for number in all_numbers}
        self._by_groups = {tuple(_groups(number)): number for number in all_numbers}
        self._lengths = sorted({len(key) for key in self._by_squash})
        self._group_counts = sorted({len(key) for key in self._by_groups})

    def numbers(self, lines: Sequence[str]) -> frozenset[str]:
        """All numbers that `lines` may name, the lines joined with and without a space."""
        found: set[str] = set()
        for text in {"".join(lines), " ".join(lines)}:
            found |= self._in_windows(text) | self._in_groups(text)
            for number in sorted(found):
                found |= self._after(number, text)
        return frozenset(found)

    def _in_windows(self, text: str) -> set[str]:
        body = squashed(text)
        windows = (body[i : i + n] for n in self._lengths for i in range(len(body) - n + 1))
        return {self._by_squash[window] for window in windows if window in self._by_squash}

    def _in_groups(self, text: str) -> set[str]:
        runs = _groups(text)
        grams = (tuple(runs[i : i + n]) for n in self._group_counts for i in range(len(runs)))
        return {self._by_groups[gram] for gram in grams if gram in self._by_groups}

    def _after(self, number: str, text: str) -> set[str]:
        """The rest of a list (`2026-0123/124`) or the end of a range (`2026-0123 t/m 0125`)."""
        text, body = text.upper().translate(_LOOKALIKES), squashed(number)
        found: set[str] = set()
        for place in re.finditer(_pattern(number), text):
            end = place.end()
            while tail := _TAILS.match(text, end):
                found |= self._known([body[: -len(tail[1])] + tail[1]])
                end = tail.end()
            if last := _RANGE.match(text, place.end()):
                found |= self._known(_between(body, last[1]))
        return found

    def _known(self, bodies: Iterable[str]) -> set[str]:
        return {self._by_squash[body] for body in bodies if body in self._by_squash}


def _between(body: str, tail: str) -> list[str]:
    head, first = body[: -len(tail)], body[-len(tail) :]
    if not first.isdigit() or not 0 < int(tail) - int(first) <= _RANGE_MAX:
        return []
    return [f"{head}{n:0{len(tail)}d}" for n in range(int(first) + 1, int(tail) + 1)]


def _pattern(number: str) -> str:
    """Matches `number` with anything but letters and digits between its signs, zeros optional."""
    signs: list[str] = []
    for run in re.findall(r"[A-Z]+|[0-9]+", number.upper().translate(_LOOKALIKES)):
        bare = run.lstrip("0") if run.isdigit() else run
        zeros = f"(?:0{_GAP})*" if len(bare) < len(run) else ""
        signs += [zeros + bare[:1], *bare[1:]] if bare else ["0+"]
    return _GAP.join(signs)
