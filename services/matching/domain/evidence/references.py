"""Payment references that carry check digits: RF (ISO 11649) and the Belgian OGM/VCS."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_RF_START: Final = re.compile(r"(?<![0-9A-Z])R\s?F\s?[0-9]\s?[0-9]")
_RF_LENGTH_MAX: Final = 25
_RF_LENGTH_MIN: Final = 5
_RF_PIECES_MAX: Final = 10  # seven groups of at most four, and the ends of lines
_OGM_MARKED: Final = re.compile(r"([+*])\1\1([0-9/\s.-]{12,30})\1\1\1")
# A bank's line may end between any two digits; what it begins with may be another number's end.
_OGM_BARE: Final = re.compile(
    r"(?<![0-9])(?=((?:[0-9]\n?){3}[\s/.-]?\n?(?:[0-9]\n?){4}[\s/.-]?\n?(?:[0-9]\n?){4}[0-9])(?![0-9]))"
)
_NO_DIGIT: Final = re.compile(r"[^0-9]")
_REFERENCES_MAX: Final = 16
_TEXT_MAX: Final = 4_000


def normalised_reference(text: str) -> str | None:
    """The reference that `text` is, RF… or 12 digits; None when its check digits are wrong.

    RF references lose the zeros before their body, which change neither value nor check digits.
    """
    compact = re.sub(r"[\s+*/.-]", "", text.upper())
    if compact.startswith("RF"):
        return _right_rf(compact)
    return compact if len(compact) == 12 and _is_right_ogm(compact) else None


def references_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Every reference with right check digits anywhere in `texts`, normalised; at most 16."""
    found: dict[str, None] = {}
    for text in texts:
        upper = text[:_TEXT_MAX].upper()
        for reference in (*_rf_in(upper), *_ogm_in(upper)):
            found.setdefault(reference)
    return tuple(found)[:_REFERENCES_MAX]


def _rf_in(upper: str) -> Iterator[str]:
    """RF references, also written in groups; each ends where a group of the text does."""
    for start in _RF_START.finditer(upper):
        compact = ""
        for piece in upper[start.start() :].split(maxsplit=_RF_PIECES_MAX)[:_RF_PIECES_MAX]:
            compact += piece.rstrip(".,;:/+*)")
            if not compact.isalnum() or len(compact) > _RF_LENGTH_MAX:
                break
            if reference := _right_rf(compact):
                yield reference


def _right_rf(compact: str) -> str | None:
    if not (_RF_LENGTH_MIN <= len(compact) <= _RF_LENGTH_MAX):
        return None
    if not (compact.isascii() and compact.isalnum() and compact[2:4].isdigit()):
        return None
    value = "".join(str(int(letter, 36)) for letter in f"{compact[4:]}{compact[:4]}")
    body = compact[4:].lstrip("0")
    return f"{compact[:4]}{body}" if int(value) % 97 == 1 and body else None


def _ogm_in(upper: str) -> Iterator[str]:
    """Belgian references between +++ or ***, or as twelve digits in their groups of 3, 4, 5."""
    for written in (*(m[2] for m in _OGM_MARKED.finditer(upper)), *_OGM_BARE.findall(upper)):
        digits = _NO_DIGIT.sub("", written)
        if len(digits) == 12 and _is_right_ogm(digits):
            yield digits


def _is_right_ogm(digits: str) -> bool:
    """The last two are the first ten modulo 97, with 97 in the place of 0."""
    return (
        digits.isascii() and digits.isdigit() and int(digits[10:]) == (int(digits[:10]) % 97 or 97)
    )
